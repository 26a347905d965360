"""The head of a newspaper's page, and headlines that look like one."""

from embeddings.layout.boxes import Box, Glyph, PrintedPage
from embeddings.layout.newspaper import build_stories
from embeddings.layout.page_stories import find_page_stories

WIDTH, HEIGHT = 1000, 1400
LINE = "山村里的路修通以后大家的日子一天比一天好"


def print_line(text: str, x: float, y: float, size: float = 20) -> list[Glyph]:
    return [
        Glyph(
            character,
            Box(x + n * size, y, x + (n + 1) * size, y + size),
            baseline=y + 0.88 * size,
            size=size,
        )
        for n, character in enumerate(text)
    ]


def print_columns(y: float, lines: int) -> list[Glyph]:
    rows = [(x, y + n * 26) for x in (40, 520) for n in range(lines)]
    return [glyph for x, y in rows for glyph in print_line(LINE, x, y)]


def headlines_of(glyphs: list[Glyph], *rules: Box) -> list[str]:
    page = PrintedPage(1, WIDTH, HEIGHT, tuple(glyphs), rules)
    return [story.headline for story in build_stories(find_page_stories(page), page)]


def test_headline_over_a_dated_byline_belongs_to_its_story() -> None:
    glyphs = [
        *print_line("甲村修通水泥路", 250, 40, 60),
        *print_line("2024年3月5日记者张三", 300, 110),
        *print_columns(160, 20),
        *print_line("乙厂扩建投产", 40, 760, 50),
        *print_columns(830, 15),
    ]
    assert headlines_of(glyphs) == ["甲村修通水泥路", "乙厂扩建投产"]


def test_story_over_a_rule_is_no_head_for_a_word_in_its_headline() -> None:
    glyphs = [
        *print_line("星期天学校开到田间", 200, 30, 50),
        *print_columns(95, 7),
        *print_line("乙厂扩建投产", 40, 310, 50),
        *print_columns(380, 30),
    ]
    assert headlines_of(glyphs, Box(20, 278, 980, 280)) == ["星期天学校开到田间", "乙厂扩建投产"]


def test_name_of_the_paper_over_the_date_belongs_to_the_head() -> None:
    glyphs = [
        *print_line("望江晚报", 400, 20, 50),
        *print_line("2024年3月5日 星期二 第3版", 350, 80),
        *print_line("甲村修通水泥路", 250, 130, 60),
        *print_columns(220, 20),
    ]
    page = PrintedPage(1, WIDTH, HEIGHT, tuple(glyphs))
    found = find_page_stories(page)
    assert (found.head.date, found.head.page) == ("2024-03-05", 3)
    assert headlines_of(glyphs) == ["甲村修通水泥路"]
