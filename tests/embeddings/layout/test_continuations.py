"""Stories that go on on other pages: chains, several on one page, parts of a paper."""

from embeddings.layout.boxes import Box
from embeddings.layout.continuations import join_continued
from embeddings.layout.jump_lines import Jump
from embeddings.layout.lines import Line
from embeddings.layout.newspaper import PrintedStory
from embeddings.layout.page_head import PageHead
from embeddings.layout.paragraphs import PrintedParagraph

BOX = Box(0, 0, 1, 1)


def paragraph(text: str, page: int) -> PrintedParagraph:
    return PrintedParagraph((Line(text, BOX, 1, False, 1, page, (), BOX),))


def story(title: str, text: str, page: int, *jumps: Jump, part: str = "") -> PrintedStory:
    titles = (paragraph(title, page),) if title else ()
    head = PageHead(page=page, part=part)
    return PrintedStory(titles, (paragraph(text, page),), (), (), page, head, jumps)


def onwards(page: int, part: str = "") -> Jump:
    return Jump(page, back=False, part=part)


def back(page: int, part: str = "", title: str = "") -> Jump:
    return Jump(page, back=True, part=part, title=title)


def tell(stories: list[PrintedStory]) -> list[tuple[str, list[str]]]:
    return [
        (one.headline, [paragraph.join()[0] for paragraph in one.paragraphs])
        for one in join_continued(stories)
    ]


def test_story_over_three_pages_is_one_whatever_their_order() -> None:
    pages = [
        story("长篇", "一版。", 1, onwards(3)),
        story("", "三版。", 3, back(1), onwards(5)),
        story("", "五版。", 5, back(3)),
    ]
    whole = [("长篇", ["一版。", "三版。", "五版。"])]
    assert tell(pages) == tell(pages[::-1]) == whole


def test_headlines_tell_which_story_goes_on_where_two_do() -> None:
    first = [story("甲村修路", "甲头。", 1, onwards(3)), story("乙厂扩建", "乙头。", 1, onwards(3))]
    third = [story("乙厂扩建", "乙尾。", 3, back(1)), story("甲村修路", "甲尾。", 3, back(1))]
    assert tell(first + third) == [
        ("甲村修路", ["甲头。", "甲尾。"]),
        ("乙厂扩建", ["乙头。", "乙尾。"]),
    ]
    named = [story("", "乙尾。", 3, back(1, title="乙厂扩建")), story("", "甲尾。", 3, back(1))]
    assert tell(first + named) == tell(first + third)


def test_stories_without_headlines_continue_those_before_in_order() -> None:
    first = [story("甲村修路", "甲头。", 1, onwards(2)), story("乙厂扩建", "乙头。", 1, onwards(2))]
    second = [story("", "甲尾。", 2, back(1)), story("", "乙尾。", 2, back(1))]
    assert tell(first + second) == [
        ("甲村修路", ["甲头。", "甲尾。"]),
        ("乙厂扩建", ["乙头。", "乙尾。"]),
    ]


def test_what_fits_no_story_stays_and_another_headline_is_kept() -> None:
    first = [story("甲村修路", "甲头。", 1, onwards(3)), story("乙厂扩建", "乙头。", 1, onwards(3))]
    third = [story("秋粮入库", "丙尾。", 3, back(1)), story("新船下水", "丁尾。", 3, back(1))]
    assert len(tell(first + third)) == 4
    assert tell([first[0], third[0]]) == [("甲村修路", ["甲头。", "秋粮入库", "丙尾。"])]


def test_sentence_that_the_page_broke_is_joined() -> None:
    pages = [story("长篇", "工程明年", 1, onwards(2)), story("", "九月通车。", 2, back(1))]
    assert tell(pages) == [("长篇", ["工程明年九月通车。"])]


def test_pages_of_one_number_in_two_parts_are_told_apart() -> None:
    pages = [
        story("甲村修路", "甲头。", 1, onwards(3, "B"), part="A"),
        story("", "错的。", 3, back(1), part="A"),
        story("", "对的。", 3, back(1, "A"), part="B"),
    ]
    assert tell(pages) == [("甲村修路", ["甲头。", "对的。"]), ("", ["错的。"])]


def test_pages_that_lead_to_each_other_lose_nothing() -> None:
    pages = [story("甲", "一。", 1, onwards(2), back(2)), story("", "二。", 2, onwards(1), back(1))]
    assert tell(pages) == [("甲", ["一。", "二。"])]
