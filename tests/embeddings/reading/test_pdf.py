"""PDF by its layout: what is no text is left out, and what belongs together is joined."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.documents import Article
from tests.support.documents import read_all
from tests.support.printing import Print, Sheet, print_pdf, set_lines, set_table

LEFT, TOP = 85, 100
RIVER = "清水河治理工程由市水务局组织施工沿线各村配合拆迁安置渠道清淤堤岸加固桥梁改建同时进行"


def prose(length: int, seed: int) -> str:
    """Return a sentence of so many characters that no other seed gives."""
    chosen = random.Random(seed)  # noqa: S311 - only text
    return "".join(chosen.choice(RIVER) for _ in range(length - 1)) + "。"


def read_sheets(
    folder: Path, sheets: list[Sheet], name: str = "文件.pdf", **options: object
) -> list[Article]:
    path = folder / name
    path.write_bytes(print_pdf(sheets, **options))  # type: ignore[arg-type]
    return read_all(path)[0]


def lines_of(article: Article) -> list[str]:
    return article.text.split("\n")


def headings_of(article: Article) -> list[str]:
    return [article.text[heading.start : heading.end] for heading in article.headings]


def test_running_heads_feet_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    sheets, texts = [], []
    for page in range(1, 5):
        texts.append(prose(200, page))
        chapter = "上篇" if page < 3 else "下篇"
        head = Print(f"城南志·{chapter}", 230, 40, 9)
        foot = Print(f"- {page + 30} -", 280, 800, 9)
        sheets.append(Sheet([foot, *set_lines(texts[-1], LEFT, TOP, 35), head]))
    [article] = read_sheets(tmp_path, sheets)
    assert lines_of(article) == texts
    assert [start.number for start in article.pages] == [1, 2, 3, 4]


def test_sentence_over_a_page_break_is_one_and_knows_both_pages(tmp_path: Path) -> None:
    text = prose(70 + 33, 1)
    first, second = text[:68], text[68:]
    sheets = [
        Sheet(
            [
                Print("内部资料", 250, 40, 9),
                *set_lines(first, LEFT, TOP, 35),
                Print("1", 300, 800, 9),
            ]
        ),
        Sheet(
            [
                Print("内部资料", 250, 40, 9),
                Print(second, LEFT, TOP),
                *set_lines(prose(80, 3), LEFT, TOP + 18, 35),
                Print("2", 300, 800, 9),
            ]
        ),
    ]
    [article] = read_sheets(tmp_path, sheets)
    assert lines_of(article)[0] == text
    assert article.page_at(article.text.index(second)) == 2
    assert article.page_at(article.text.index(second) - 1) == 1


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other_however_they_were_drawn(
    tmp_path: Path, columns: int
) -> None:
    texts = [prose(90, seed) for seed in range(columns)]
    width = 10
    drawn = [
        line
        for place, text in enumerate(texts)
        for line in set_lines(text, 50 + place * 160, TOP, width)
    ]
    drawn.sort(key=lambda line: (line.y, -line.x))
    [article] = read_sheets(tmp_path, [Sheet([Print("三栏的标题在上面", 150, 60, 24), *drawn])])
    assert article.title == "三栏的标题在上面"
    assert lines_of(article) == texts


def test_wrapped_articles_of_a_rule_are_paragraphs_and_no_headings(tmp_path: Path) -> None:
    one = "第一条 为规范评审工作，切实提高评审工作的效率与质量，根据上级有关文件要求，按照\n"
    one += "第五条的规定制定本办法。"
    two = "第二条 助学金用于资助本院全日制在校学生中家庭经济困难并且品行端正学习刻苦的学\n"
    two += "生，标准为每年四千二百元。"
    prints = [Print("助学金评比办法", 200, 60, 22), Print("第一章 总 则", 240, TOP, 12)]
    for place, line in enumerate([*one.split("\n"), *two.split("\n")]):
        prints.append(Print(line, LEFT + (24 if place % 2 == 0 else 0), TOP + 20 * (place + 1)))
    prints += set_lines(prose(120, 3), LEFT, TOP + 100, 35)
    [article] = read_sheets(tmp_path, [Sheet(prints)])
    assert article.title == "助学金评比办法"
    assert headings_of(article) == ["第一章 总则"]
    assert lines_of(article)[1:3] == [one.replace("\n", ""), two.replace("\n", "")]


def test_footnotes_follow_their_paragraph_and_never_enter_a_sentence(tmp_path: Path) -> None:
    text = prose(120, 5)
    page = [
        Print("漕运制度述略", 200, 60, 22),
        Print(text[:33], LEFT + 24, TOP),
        Print(text[33:60], LEFT, TOP + 18),
        Print("1", LEFT + 12 * 27, TOP + 14, 7),
        Print(text[60:67], LEFT + 12 * 27 + 4, TOP + 18),
        Print("1 参见州志卷三。", LEFT, 780, 9),
    ]
    following = set_lines(text[67:], LEFT, TOP, 35, indent=0)
    following += set_lines(prose(100, 6), LEFT, TOP + 60, 35)
    [article] = read_sheets(tmp_path, [Sheet(page), Sheet(following)])
    assert lines_of(article)[:2] == [text, "1 参见州志卷三。"]
    assert article.page_at(article.text.index("参见州志")) == 1


def test_table_over_pages_carries_its_column_heads(tmp_path: Path) -> None:
    head = ["序号", "事项", "承诺时限"]
    rows = [[str(n), f"第{n}项申请", f"{n + 4}个工作日"] for n in range(1, 9)]
    first = set_table([head, *rows[:4]], LEFT, 700, [60, 160, 160])
    first.prints = [
        Print("政务事项一览", 200, 60, 22),
        *set_lines(prose(90, 1), LEFT, TOP, 35),
        *first.prints,
    ]
    second = set_table([head, *rows[4:6]], LEFT, 60, [60, 160, 160])
    third = set_table(rows[6:], LEFT, 60, [60, 160, 160])
    [article] = read_sheets(tmp_path, [first, second, third])
    assert lines_of(article)[1:] == [
        f"序号:{number};事项:{name};承诺时限:{time}" for number, name, time in rows
    ]
    assert [article.page_at(article.text.index(row[1])) for row in rows] == [1] * 4 + [2] * 2 + [
        3
    ] * 2


def test_table_without_rules_carries_its_column_heads(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "面积（亩）", "产量（吨）"],
        ["石门乡", "1200", "410"],
        ["金牛镇", "880", "302"],
        ["黑石乡", "640", "198"],
    ]
    prints = [
        Print(text, LEFT + 130 * column, 200 + 20 * row)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    [article] = read_sheets(tmp_path, [Sheet([*set_lines(prose(90, 1), LEFT, TOP, 35), *prints])])
    assert lines_of(article)[1:] == [
        f"乡镇:{name};面积（亩）:{area};产量（吨）:{crop}" for name, area, crop in rows[1:]
    ]


def test_letters_that_are_only_spread_are_closed_up(tmp_path: Path) -> None:
    title = [Print("公", 240, 60, 22), Print("告", 300, 60, 22)]
    body = "因管网检修，城南片区定于本月停水。"
    spread = [Print(letter, LEFT + 15.5 * place, TOP) for place, letter in enumerate(body)]
    [article] = read_sheets(tmp_path, [Sheet([*title, *spread])])
    assert (article.title, article.text) == ("公告", body)


def test_headline_that_equals_the_file_name_stays_the_headline(tmp_path: Path) -> None:
    sheet = Sheet([Print("州城考", 240, 60, 22), *set_lines(prose(90, 1), LEFT, TOP, 35)])
    [article] = read_sheets(tmp_path, [sheet], "州城考.pdf", title="别的题目")
    assert article.title == "州城考"


def regulation(name: str, seed: int) -> Sheet:
    """Return a page with a regulation of three articles."""
    prints = [Print(name, 180, 60, 20)]
    for number, numeral in enumerate("一二三"):
        text = f"第{numeral}条 {prose(100, seed + number)}"
        prints += set_lines(text, LEFT, TOP + 90 * number, 35)
    return Sheet(prints)


def test_collection_is_parted_where_its_articles_are_counted_anew(tmp_path: Path) -> None:
    names = ["学生请假管理办法", "实验室安全规定", "采购工作细则"]
    articles = read_sheets(tmp_path, [regulation(name, 10 * n) for n, name in enumerate(names)])
    assert [article.title for article in articles] == names
    assert [len(lines_of(article)) for article in articles] == [3, 3, 3]
    assert [article.pages[0].number for article in articles] == [1, 2, 3]


def test_book_is_parted_into_the_chapters_of_its_outline(tmp_path: Path) -> None:
    names = ["渡口", "磨坊", "学堂"]
    sheets = [
        Sheet([Print(name, LEFT, 60, 20), *set_lines(prose(700, n), LEFT, TOP, 35)])
        for n, name in enumerate(names)
    ]
    marks = [(name, n) for n, name in enumerate(names, start=1)]
    articles = read_sheets(tmp_path, sheets, bookmarks=marks)
    assert [article.title for article in articles] == names


def test_chapters_of_one_regulation_stay_its_headings(tmp_path: Path) -> None:
    prints = [Print("城市供水管理办法", 180, 60, 22)]
    for number, name in enumerate(["第一章 总则", "第二章 供水", "第三章 附则"]):
        top = TOP + 150 * number
        prints += [Print(name, 250, top, 15), *set_lines(prose(120, number), LEFT, top + 24, 35)]
    [article] = read_sheets(tmp_path, [Sheet(prints)])
    assert article.title == "城市供水管理办法"
    assert headings_of(article) == ["第一章 总则", "第二章 供水", "第三章 附则"]


def test_vertical_text_is_read_from_right_to_left(tmp_path: Path) -> None:
    text = prose(60, 4)
    prints = [
        Print(letter, 500 - 24 * (place // 20), TOP + 14 * (place % 20))
        for place, letter in enumerate(text)
    ]
    [article] = read_sheets(tmp_path, [Sheet(prints)])
    assert article.text == text


def test_signature_and_date_stay_lines_of_their_own(tmp_path: Path) -> None:
    prints = [Print("关于停水的通知", 200, 60, 22), *set_lines(prose(150, 1), LEFT, TOP, 35)]
    prints += [Print("青石县人民政府", 421, 300), Print("2024年5月20日", 415, 320)]
    [article] = read_sheets(tmp_path, [Sheet(prints)])
    assert lines_of(article)[-1] == "2024年5月20日"
    assert article.date == "2024-05-20"


def test_newspaper_page_gives_its_stories_and_its_date(tmp_path: Path) -> None:
    head = [
        Print("桐城日报", 50, 40, 10),
        Print("2024年3月15日 星期五", 250, 40, 10),
        Print("第2版 要闻", 480, 40, 10),
    ]
    sheet = Sheet(head, [(50, 48, 545, 48)])
    for place, name in enumerate(["城南新桥月底通车", "春耕现场会召开"]):
        top = 80 + 300 * place
        sheet.prints.append(Print(name, 50, top, 20))
        for column in range(2):
            text = ("本报讯（记者 苏晚晴）" if not column else "") + prose(150, 7 * place + column)
            sheet.prints += set_lines(text, 50 + 255 * column, top + 24, 20)
    articles = read_sheets(tmp_path, [sheet])
    assert [article.title for article in articles] == ["城南新桥月底通车", "春耕现场会召开"]
    assert {article.date for article in articles} == {"2024-03-15"}
    assert all(len(lines_of(article)) == 2 for article in articles)


def test_contents_with_spread_leaders_are_no_columns_and_bookmarks_name_chapters(
    tmp_path: Path,
) -> None:
    names = ["开渠", "放水", "护堤", "清淤", "植树", "巡查"]
    listed = [Print("⽬ 录", 270, 60, 18)]
    for place, name in enumerate(names):
        y = 100 + 22 * place
        listed += [Print(f"{place + 1}.1", LEFT, y), Print(name, LEFT + 40, y)]
        listed += [Print(".", LEFT + 120 + 12 * dot, y) for dot in range(20)]
        listed.append(Print(str(place + 2), 500, y))
    sheets = [Sheet(listed)]
    for place, name in enumerate(names):
        head = Print(f"第{place + 1}章 {name}", 200, 60, 20)
        sheets.append(Sheet([head, *set_lines(prose(900, place), LEFT, 100, 35)]))
    marks = [(name, place + 2) for place, name in enumerate(names)]
    articles = read_sheets(tmp_path, sheets, bookmarks=marks)
    assert [article.title for article in articles] == [
        f"第{place + 1}章 {name}" for place, name in enumerate(names)
    ]
    assert [article.text for article in articles] == [prose(900, place) for place in range(6)]


def test_radicals_are_read_as_the_characters_that_they_show(tmp_path: Path) -> None:
    sheet = Sheet(
        [Print("⽔ 渠 志", 240, 70, 22), *set_lines("⽯桥镇的⼈都⽤渠⽔。" * 9, LEFT, 120, 35)]
    )
    [article] = read_sheets(tmp_path, [sheet])
    assert (article.title, article.text) == ("水渠志", "石桥镇的人都用渠水。" * 9)


def test_printed_table_of_contents_is_no_text(tmp_path: Path) -> None:
    entries = [
        Print(f"第{n}章 总则{'…' * 12}{3 + place}", LEFT, TOP + 20 * place)
        for place, n in enumerate("一二三四")
    ]
    sheets = [
        Sheet([Print("目　录", 250, 60, 18), *entries]),
        Sheet(set_lines(prose(200, 1), LEFT, TOP, 35)),
    ]
    [article] = read_sheets(tmp_path, sheets)
    assert lines_of(article) == [prose(200, 1)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["text", "heading", "table"]), st.integers(20, 300)),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 2),
    st.randoms(use_true_random=False),
)
def test_every_character_is_read_exactly_once_in_reading_order(
    tmp_path_factory: pytest.TempPathFactory,
    parts: list[tuple[str, int]],
    columns: int,
    chosen: random.Random,
) -> None:
    numbers = iter(range(0x4E00, 0x9FA0))
    sheets, expected = [Sheet([Print("甲乙丙丁戊己", 200, 60, 24)])], "甲乙丙丁戊己"
    y, width = float(TOP), 35 if columns == 1 else 16
    place = 0
    for kind, length in [*parts, ("text", 40)]:
        text = "".join(chr(next(numbers)) for _ in range(length if kind == "text" else 6))
        height = 18 * (len(text) // width + 3)
        if y + height > 780:
            place, y = place + 1, float(TOP)
            if place % columns == 0:
                sheets.append(Sheet())
        x = LEFT + (place % columns) * 230
        expected += text
        if kind == "table" and columns == 1:
            table = set_table([[text[:2], text[2:4]], [text[4:5], text[5:]]], x, y - 10, [80, 80])
            sheets[-1].prints += table.prints
            sheets[-1].rules += table.rules
        else:
            text = text if kind == "heading" else text + "。"
            sheets[-1].prints += set_lines(text, x, y, width, 12 if kind == "text" else 14, 2)
        y += height
    for sheet in sheets:
        chosen.shuffle(sheet.prints)
    articles = read_sheets(tmp_path_factory.mktemp("pdf"), sheets)
    read = "".join(article.title + article.text for article in articles)
    assert "".join(letter for letter in read if letter >= "\u4e00") == expected


@pytest.mark.parametrize("clockwise", [0, 90, 180, 270])
def test_places_are_those_on_the_page_as_it_is_shown(tmp_path: Path, clockwise: int) -> None:
    text = "清水河治理工程昨天在城南开工。"
    shown = f"/Type /Page /Rotate {clockwise} "
    data = print_pdf([Sheet([Print(text, LEFT, TOP)])]).replace(b"/Type /Page ", shown.encode())
    (tmp_path / "a.pdf").write_bytes(data)
    [article] = read_all(tmp_path / "a.pdf")[0]
    box = article.places.lines[0]
    left, top = LEFT / 595, (TOP - 12) / 842
    right, bottom = left + 12 * len(text) / 595, (TOP + 3) / 842
    expected = {
        0: (left, top, right, bottom),
        90: (1 - bottom, left, 1 - top, right),
        180: (1 - right, 1 - bottom, 1 - left, 1 - top),
        270: (top, 1 - right, bottom, 1 - left),
    }[clockwise]
    found = (box.left, box.top, box.right, box.bottom)
    assert found == pytest.approx(expected, abs=0.01)


def test_headline_printed_on_several_pages_is_no_running_head(tmp_path: Path) -> None:
    sheets = []
    for page in range(12):
        title = "东渠通水" if page % 4 == 0 else f"第{page}村修路"
        prints = [Print(title, 200, 60, 22), Print("本报记者聂文秀", 260, 85, 9)]
        prints.append(Print("《石桥报》（2021年9月7日第01版）", 180, 105, 9))
        sheets.append(Sheet([*prints, *set_lines(prose(200, page), LEFT, 140, 35)]))
    articles = read_sheets(tmp_path, sheets)
    assert [article.title for article in articles][:5] == [
        "东渠通水",
        "第1村修路",
        "第2村修路",
        "第3村修路",
        "东渠通水",
    ]


def test_headline_of_two_lines_in_one_type_is_one(tmp_path: Path) -> None:
    sheets = []
    for page, (first, second) in enumerate(
        (("修好东渠引来水", "种上水稻有了粮"), ("拆掉旧桥建新桥", "两岸村民不绕路"))
    ):
        prints = [Print(first, 150, 60, 22), Print(second, 150, 95, 22)]
        prints.append(Print("本报记者 聂文秀", 240, 125, 12))
        sheets.append(Sheet([*prints, *set_lines(prose(300, page), LEFT, 160, 35)]))
    articles = read_sheets(tmp_path, sheets)
    assert [article.title for article in articles] == [
        "修好东渠引来水 种上水稻有了粮",
        "拆掉旧桥建新桥 两岸村民不绕路",
    ]


def test_page_of_small_numbered_lines_keeps_them(tmp_path: Path) -> None:
    items = [f"{number}. {prose(20, number)}" for number in range(1, 13)]
    listed = [Print(item, LEFT, 100 + 20 * place, 10) for place, item in enumerate(items)]
    texts = [set_lines(prose(400, 50 + page), LEFT, TOP, 30, 14) for page in range(3)]
    [article] = read_sheets(tmp_path, [Sheet(texts[0]), Sheet(listed), *map(Sheet, texts[1:])])
    text = article.text.replace(" ", "")
    assert all(item.replace(" ", "") in text for item in items)


def test_raised_mark_at_the_start_of_a_line_does_not_part_the_sentence(tmp_path: Path) -> None:
    first, second = prose(36, 1)[:-1], prose(30, 2)[:-1]
    prints = [
        Print(first[:33], LEFT + 24, TOP),
        Print("[", LEFT, TOP + 18, 10),
        Print("7", LEFT + 5, TOP + 14, 6.5),
        Print("]", LEFT + 8.5, TOP + 18, 10),
        Print(second, LEFT + 13.5, TOP + 18),
        *set_lines(prose(200, 3), LEFT, TOP + 60, 35),
    ]
    [article] = read_sheets(tmp_path, [Sheet(prints)])
    assert lines_of(article)[0] == f"{first[:33]}[7]{second}"


def test_page_whose_content_is_damaged_is_named(tmp_path: Path) -> None:
    sheets = [Sheet(set_lines(prose(120, page), LEFT, TOP, 35)) for page in range(3)]
    data = print_pdf([*sheets, Sheet()])
    drawn = [
        match.span() for match in re.finditer(rb"(?<=stream\n)BT.*?(?=\nendstream)", data, re.S)
    ]
    start, end = drawn[1]
    path = tmp_path / "文件.pdf"
    path.write_bytes(data[:start] + b"\xfe" * (end - start) + data[end:])
    [article], failures = read_all(path)
    assert lines_of(article) == [prose(120, 0), prose(120, 2)]
    assert [failure.part for failure in failures] == ["page 2", "page 4"]
    assert all("content is damaged" in failure.reason for failure in failures)


def test_empty_pages_of_a_sound_file_are_no_failures(tmp_path: Path) -> None:
    sheet = Sheet(set_lines(prose(120, 1), LEFT, TOP, 35))
    path = tmp_path / "文件.pdf"
    path.write_bytes(print_pdf([sheet, Sheet(), sheet]))
    assert read_all(path)[1] == []
