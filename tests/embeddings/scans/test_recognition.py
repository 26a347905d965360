"""Characters of a rendered page are read with their places, also when turned and in shadow."""

import numpy as np
import pytest

from embeddings.layout.boxes import Box, PrintedPage
from embeddings.scans.models import Models
from embeddings.scans.orientation import find_quarter_turns
from embeddings.scans.recognition import recognize
from embeddings.scans.turning import Turn, even_out_page, find_ink, recall_turn, turn_image
from tests.support.newspapers.papers import set_paper
from tests.support.newspapers.scanning import SCANS, scan_page
from tests.support.scans import (
    PAPER,
    TEXT,
    darken,
    draw_page,
    draw_vertical_page,
    pixels_of,
    turn,
)

VERTICAL = (
    "县图书馆新馆落成（记者沈丽华）：读者逾三千人，",
    "书架四〇七列。馆长说：“周一闭馆整理图书。”又说，",
    "少儿阅览室另设夜间专场、志愿者轮流讲述《西游记》。",
)
WANTED = "".join(TEXT).replace(" ", "")


@pytest.fixture(scope="module")
def models() -> Models:
    return Models(threads=2)


def share_of(page: PrintedPage, box: Box) -> Box:
    """Return the edges of a box as shares of the sides of its page."""
    left, top, right, bottom = box
    return Box(left / page.width, top / page.height, right / page.width, bottom / page.height)


def text_of(page: PrintedPage) -> str:
    return "".join(glyph.text for glyph in page.glyphs if not glyph.text.isspace())


@pytest.mark.slow
def test_page_is_read_with_places_sizes_and_confidence(models: Models) -> None:
    page = recognize(pixels_of(draw_page()), models)
    assert text_of(page) == WANTED
    assert (page.width, page.skew) == (960, 0.0)
    headline, text = page.glyphs[:10], page.glyphs[10:]
    assert {round(glyph.size / 4) for glyph in headline} == {16}
    assert {round(glyph.size / 4) for glyph in text} == {8}
    assert min(glyph.confidence for glyph in page.glyphs) > 0.5
    for number, glyph in enumerate(headline):  # drawn 64 pixels apart from the margin on
        assert abs((glyph.box.left + glyph.box.right) / 2 - (60 + 32 + 64 * number)) < 8


@pytest.mark.slow
@pytest.mark.parametrize("degrees", [-10, -2, 4.5, 10])
def test_turned_page_is_straightened(models: Models, degrees: float) -> None:
    page = recognize(pixels_of(turn(draw_page(), degrees)), models)
    assert abs(page.skew + degrees) < 0.2
    assert text_of(page) == WANTED


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_page_on_its_side_or_upside_down_is_turned(models: Models, quarters: int) -> None:
    image = np.rot90(pixels_of(draw_page()), quarters)
    page = recognize(image, models)
    assert page.skew == 90 * (4 - quarters)
    assert (page.width, text_of(page)) == (960, WANTED)
    lines = [share_of(page, glyph.box) for glyph in page.glyphs]
    turn = recall_turn(image, lines)  # to show it, without any model
    assert turn.degrees == page.skew
    assert turn_image(image, turn).shape == (page.height, page.width)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 9])
def test_page_of_vertical_lines_is_not_turned_however_badly_it_is_scanned(
    models: Models, seed: int
) -> None:
    [page] = set_paper("varied vertical", seed).pages
    image = np.asarray(scan_page(page, SCANS["noise and skew 150"], seed))
    straight = turn_image(even_out_page(image), Turn(-2.0, 0))
    assert find_quarter_turns(straight, find_ink(straight), models) == 0


@pytest.mark.slow
def test_short_line_beside_vertical_ones_is_vertical(models: Models) -> None:
    left, right = draw_page(size=26, width=780), draw_vertical_page((*VERTICAL, "多年。"), 26)
    image = np.full((max(left.height, right.height), left.width + right.width), PAPER, np.uint8)
    image[: left.height, : left.width] = pixels_of(left)
    image[: right.height, left.width :] = pixels_of(right)
    noise = np.random.default_rng(1).normal(0, 12, image.shape)
    page = recognize(np.clip(image + noise, 0, 255).astype(np.uint8), models)
    assert {round(glyph.size) for glyph in page.glyphs if glyph.text in "多年"} == {26}
    assert "多年" in text_of(page)


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [0, 3])
def test_long_image_of_a_scrolled_screen_is_read(models: Models, quarters: int) -> None:
    image = np.full((13_600, 1_080), PAPER, np.uint8)
    small = pixels_of(draw_page(width=1_080))
    for top in range(0, image.shape[0], 1_700):  # on, and beside, where it is cut
        image[top : top + small.shape[0]] = small
    page = recognize(np.rot90(image, quarters), models)
    assert page.skew == 90 * (-quarters % 4)
    assert text_of(page) == 8 * WANTED


@pytest.mark.slow
def test_page_in_shadow_is_read(models: Models) -> None:
    assert text_of(recognize(pixels_of(darken(draw_page())), models)) == WANTED


@pytest.mark.slow
def test_vertical_lines_are_read_with_their_marks(models: Models) -> None:
    page = recognize(pixels_of(draw_vertical_page(VERTICAL)), models)
    assert sorted(text_of(page)) == sorted("".join(VERTICAL))
    assert "".join(VERTICAL) == "".join(
        glyph.text
        for glyph in sorted(page.glyphs, key=lambda g: (-round(g.box.left / 25), g.box.top))
    )


def test_empty_page_has_no_characters(models: Models) -> None:
    blank = pixels_of(draw_page(("", "")))
    page = recognize(blank, models)
    assert (page.glyphs, page.rules, page.skew) == ((), (), 0.0)
