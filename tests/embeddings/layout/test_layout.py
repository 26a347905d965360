"""Lines, columns and paragraphs from the places of characters, whatever the order of drawing."""

import random

from hypothesis import given
from hypothesis import strategies as st

from embeddings.layout.boxes import Box, Glyph, PrintedPage
from embeddings.layout.columns import order_columns
from embeddings.layout.document import PrintedDocument, gather_sheets, read_document
from embeddings.layout.furniture import find_furniture
from embeddings.layout.orientation import turn_upright
from embeddings.layout.pieces import gather_pieces
from embeddings.layout.spelling import close_spread

SIZE = 10.0
WIDTH, HEIGHT = 600.0, 800.0


def print_line(text: str, x: float, y: float, size: float = SIZE) -> list[Glyph]:
    """Return the characters of a line on the baseline ``y``."""
    return [
        Glyph(letter, Box(x + size * n, y - size, x + size * (n + 1), y), y, size)
        for n, letter in enumerate(text)
    ]


def read_glyphs(glyphs: list[Glyph]) -> PrintedDocument:
    page = PrintedPage(1, WIDTH, HEIGHT, tuple(glyphs))
    return read_document(list(gather_sheets(page)))


def texts_of(document: PrintedDocument) -> list[str]:
    return [paragraph.join()[0] for paragraph in document.paragraphs]


@given(
    st.integers(1, 3),
    st.lists(st.integers(3, 9), min_size=3, max_size=3),
    st.randoms(use_true_random=False),
)
def test_lines_of_each_column_stay_together_however_runs_are_shuffled(
    columns: int, heights: list[int], chosen: random.Random
) -> None:
    width = 15
    runs, expected = [], []
    letters = iter(map(chr, range(0x4E00, 0x9FA0)))
    for column in range(columns):
        for row in range(heights[column]):
            text = "".join(next(letters) for _ in range(width))
            expected.append(text)
            runs.append(print_line(text, 30 + column * 180, 50 + 15 * row))
    chosen.shuffle(runs)
    pieces = gather_pieces(glyph for run in runs for glyph in run)
    read = [piece.text for column in order_columns(pieces) for piece in column]
    assert read == expected


@given(st.sampled_from([90, 180, 270]), st.integers(1, 12), st.integers(1, 20))
def test_turned_pages_read_like_upright_ones(angle: int, lines: int, length: int) -> None:
    letters = iter(map(chr, range(0x4E00, 0x9FA0)))
    upright = [
        glyph
        for row in range(lines)
        for glyph in print_line("".join(next(letters) for _ in range(length)), 50, 50 + 15 * row)
    ]
    turned = [turn_back(glyph, angle) for glyph in upright]
    is_quarter = angle != 180
    size = (HEIGHT, WIDTH) if is_quarter else (WIDTH, HEIGHT)
    [page] = turn_upright(PrintedPage(1, *size, tuple(turned)))
    assert [(g.text, *map(round, g.box), round(g.baseline)) for g in page.glyphs] == [
        (g.text, *map(round, g.box), round(g.baseline)) for g in upright
    ]


def turn_back(glyph: Glyph, angle: int) -> Glyph:
    """Return an upright glyph as it is on a page that has its lines at this angle."""
    left, top, right, bottom = glyph.box
    if angle == 90:
        return glyph._replace(
            box=Box(top, WIDTH - right, bottom, WIDTH - left), angle=90, baseline=glyph.baseline
        )
    if angle == 270:
        box = Box(HEIGHT - bottom, left, HEIGHT - top, right)
        return glyph._replace(box=box, angle=270, baseline=HEIGHT - glyph.baseline)
    box = Box(WIDTH - right, HEIGHT - bottom, WIDTH - left, HEIGHT - top)
    return glyph._replace(box=box, angle=180, baseline=HEIGHT - glyph.baseline)


@given(st.integers(20, 400), st.integers(12, 40), st.booleans())
def test_wrapped_paragraph_is_one_at_any_width(length: int, width: int, indented: bool) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + length))) + "。"
    indent = 2 if indented else 0
    lines = [text[: width - indent]]
    lines += [text[a : a + width] for a in range(width - indent, len(text), width)]
    glyphs = [
        glyph
        for row, line in enumerate(lines)
        for glyph in print_line(line, 50 + (0 if row else indent * SIZE), 50 + 15 * row)
    ]
    assert texts_of(read_glyphs(glyphs)) == [text]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_no_row_of_a_page_is_furniture_unless_it_repeats(lengths: list[int]) -> None:
    letters = iter(map(chr, range(0x4E00, 0x9FA0)))
    pages = [
        gather_pieces(
            glyph
            for row in range(4)
            for glyph in print_line(
                "".join(next(letters) for _ in range(length)), 50, 50 + 15 * row
            )
        )
        for length in lengths
    ]
    assert find_furniture(pages, 15.0) == [set() for _ in pages]


def test_spread_headlines_are_closed_up_and_words_stay_apart() -> None:
    assert close_spread("第一章 总 则") == "第一章 总则"
    assert close_spread("公  告") == "公告"
    assert close_spread("关于停水 的通知") == "关于停水 的通知"


def test_oblique_watermark_is_no_text() -> None:
    mark = [glyph._replace(angle=-1) for glyph in print_line("内部资料", 100, 300, 40)]
    assert texts_of(read_glyphs([*mark, *print_line("正文一行。", 50, 50)])) == ["正文一行。"]
