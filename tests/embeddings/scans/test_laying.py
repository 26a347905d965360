"""Vertical lines are laid across, character by character; marks move to their places there."""

import numpy as np
import pytest

from embeddings.scans.images import Image
from embeddings.scans.laying import LaidLine, Letter, lay_across

SIZE, PITCH = 40, 42


def draw_line(count: int) -> Image:
    """Return a vertical line of squares, with room for a mark after the last one."""
    image = np.full((PITCH * (count + 1), SIZE + 8), 255, np.uint8)
    for place in range(count):
        top = PITCH * place + 3
        image[top : top + 36, 6:42] = 0
    return image


def lay(image: Image, count: int) -> LaidLine:
    letters = [Letter(PITCH * place + 21.0, is_wide=True) for place in range(count)]
    laid = lay_across(image, image < 128, letters)
    assert laid is not None
    return laid


def cell_of(laid: LaidLine, place: int) -> Image:
    """Return where the ink of a cell is: its middle, as shares of the cell."""
    left = laid.margin + place * laid.pitch
    side = laid.image.shape[0] - 2 * laid.margin
    return laid.image[laid.margin : laid.margin + side, left : left + side]


def middle_of(cell: Image) -> tuple[float, float]:
    rows, columns = np.nonzero(cell < 128)
    return float(columns.mean() / cell.shape[1]), float(rows.mean() / cell.shape[0])


def test_each_character_has_a_cell_that_tells_its_rows() -> None:
    laid = lay(draw_line(4), 4)
    assert [part.letter for part in laid.parts] == [0, 1, 2, 3]
    assert [(part.start, part.end) for part in laid.parts][1] == (PITCH + 3, PITCH + 39)
    assert laid.find_part(laid.margin + 2.5 * laid.pitch) is laid.parts[2]


def test_comma_at_the_upper_right_moves_to_the_lower_left() -> None:
    image = draw_line(3)
    image[3 * PITCH + 4 : 3 * PITCH + 12, 32:38] = 0
    laid = lay(image, 3)
    assert laid.parts[-1].letter is None
    x, y = middle_of(cell_of(laid, 3))
    assert (x < 0.3, y > 0.7) == (True, True)


@pytest.mark.parametrize("shape", [(12, 30), (38, 4)])
def test_bracket_and_dash_are_turned_to_the_left(shape: tuple[int, int]) -> None:
    height, width = shape
    image = draw_line(3)
    left = 24 - width // 2
    image[3 * PITCH + 1 : 3 * PITCH + 1 + height, left : left + width] = 0
    rows, columns = np.nonzero(cell_of(lay(image, 3), 3) < 128)
    assert (int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1) == (width, height)


def test_letters_that_lie_on_their_side_are_left_out() -> None:
    image = draw_line(3)
    letters = [Letter(PITCH * place + 21.0, is_wide=place != 1) for place in range(3)]
    laid = lay_across(image, image < 128, letters)
    assert laid is not None
    assert (cell_of(laid, 1) == 255).all()
    assert (cell_of(laid, 2) == 0).any()


def test_line_without_letters_is_not_laid() -> None:
    image = draw_line(2)
    assert lay_across(image, image < 128, []) is None
