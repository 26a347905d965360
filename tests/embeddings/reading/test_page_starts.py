"""The start of each printed page is found in the articles after cleaning."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.articles import split_articles
from embeddings.documents import Article, Page, PageStart
from embeddings.reading.formats.page_starts import add_page_starts
from tests.support.paths import SEEDS

PROSE = "".join(
    line.strip()
    for file in sorted(SEEDS.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if len(line) > 60
)


def article(text: str) -> Article:
    return Article("0" * 16, "a.pdf", "题", "", "", text)


@given(
    st.integers(0, len(PROSE) - 6000),
    st.lists(st.integers(80, 900), min_size=1, max_size=6),
    st.integers(15, 40),
)
def test_every_page_begins_where_its_first_characters_stand(
    start: int, lengths: list[int], column: int
) -> None:
    pages, place = [], start
    for length in lengths:
        text = PROSE[place : place + length]
        pages.append("\n".join(text[a : a + column] for a in range(0, length, column)))
        place += length
    articles = add_page_starts(split_articles(Page("a.pdf", "\n\n".join(pages))), pages)
    found = {
        page.number: (found.text, page.offset) for found in articles for page in found.pages if page
    }
    for number, page in enumerate(pages[1:], start=2):
        if number in found:
            text, offset = found[number]
            ahead = "".join(text[offset : offset + 60].split())[:8]
            assert "".join(page.split()).startswith(ahead)
    assert len(found) >= len(pages) - 1


@given(
    st.lists(st.text("甲乙丙丁戊己。\n ", max_size=60), max_size=5),
    st.text("甲乙丙丁。\n ", max_size=200),
)
def test_starts_rise_and_lie_inside_the_text_whatever_the_pages_hold(
    pages: list[str], text: str
) -> None:
    [one] = add_page_starts([article(text)], pages)
    offsets = [start.offset for start in one.pages]
    numbers = [start.number for start in one.pages]
    assert offsets == sorted(set(offsets))
    assert numbers == sorted(set(numbers))
    assert all(0 <= offset < len(text) for offset in offsets)


def test_paragraph_over_a_page_break_belongs_to_both_pages() -> None:
    pages = ["第一页上的句子说到一半的地方\n就断了，后面", "的半句话在第二页的开头那里。"]
    joined = "第一页上的句子说到一半的地方就断了，后面的半句话在第二页的开头那里。"
    [one] = add_page_starts([article(joined)], pages)
    assert one.pages == (PageStart(0, 1), PageStart(joined.index("的半句"), 2))


def test_repeated_head_of_pages_does_not_mislead() -> None:
    pages = [f"中原晚报新闻周刊\n这是第{n}页才有的一句话。" for n in "一二三"]
    text = "\n".join(page.replace("\n", "\n") for page in pages)
    [one] = add_page_starts([article(text)], pages)
    assert [one.text[start.offset :][:4] for start in one.pages] == ["中原晚报"] * 3
    assert [start.number for start in one.pages] == [1, 2, 3]


def test_dropped_head_and_picture_pages_leave_the_others_right() -> None:
    pages = ["报头没有了\n第一页留下的一句话。", "", "第三页留下的一句话。"]
    [one] = add_page_starts([article("第一页留下的一句话。\n第三页留下的一句话。")], pages)
    assert one.pages == (PageStart(0, 1), PageStart(11, 3))


def test_second_article_begins_on_the_page_where_the_first_one_ends() -> None:
    pages = ["第一篇文章的全部文字。", "第一篇文章还有一点文字。\n第二篇文章的全部文字。"]
    one, two = add_page_starts(
        [
            article("第一篇文章的全部文字。\n第一篇文章还有一点文字。"),
            article("第二篇文章的全部文字。"),
        ],
        pages,
    )
    assert [start.number for start in one.pages] == [1, 2]
    assert two.pages == (PageStart(0, 2),)
