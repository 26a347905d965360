"""Characters on their way to a line: their boxes and sizes made comparable."""

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from embeddings.layout.boxes import Box

_MARGIN = 0.08  # of the size: white on each side of a character in its square
_CLOSING, _OPENING = "，。、；：！？”’）》】〕」』．", "“‘（《【〔「『"
_SLIM = 0.85  # of the size: the width of a character's ink
_SURELY_LARGE = 1.2  # times the size of the text
_FEW = 3  # characters, whose height is not measured well


class Letter(NamedTuple):
    """A character on its way to a line: its place among the page's glyphs, and its upright box."""

    place: int
    text: str
    box: Box
    size: float


def fill_cells(run: Sequence[Letter]) -> list[Letter]:
    """Return letters whose boxes are as wide as their type, where they only enclose the ink.

    Marks stand at one side of the square that they take; without this their white would be gaps.
    """
    filled = []
    for place, letter in enumerate(run):
        before = run[place - 1].box.right if place else -1e9
        after = run[place + 1].box.left if place + 1 < len(run) else 1e9
        left, right = _find_cell(letter)
        if place + 1 == len(run):  # a mark at the end of a line may have no room after it
            right = max(letter.box.right, min(right, letter.box.left + letter.size / 2))
        box = letter.box._replace(
            left=min(letter.box.left, max(left, before)),
            right=max(letter.box.right, min(right, after)),
        )
        filled.append(letter._replace(box=box))
    return filled


def is_wide(text: str) -> bool:
    """Return whether a character takes a square: Chinese, and the marks of Chinese."""
    return is_full_width(text) or text in "“”‘’—…"


def is_full_width(text: str) -> bool:
    """Return whether a character takes a square in any text, as Chinese ones do; quotes do not."""
    return east_asian_width(text[:1] or " ") in "WF"


def _find_cell(letter: Letter) -> tuple[float, float]:
    box, size = letter.box, letter.size
    if not is_wide(letter.text):
        return box.left, box.right
    if letter.text in _CLOSING:
        return box.left - _MARGIN * size, box.left + (1 - 2 * _MARGIN) * size
    if letter.text in _OPENING:
        return box.right - (1 - 2 * _MARGIN) * size, box.right + _MARGIN * size
    middle, half = (box.left + box.right) / 2, (0.5 - _MARGIN / 2) * size
    return middle - half, middle + half


def limit_letters(run: Sequence[Letter], usual: float) -> list[Letter]:
    """Return the letters of a short run in the usual size, if they are not wider than that.

    The height of so few characters is not measured well.
    """
    widths = [
        min(letter.box.width, letter.box.height) / _SLIM for letter in run if is_wide(letter.text)
    ]
    is_end = run[-1].text == "。"  # no headline of a few characters ends a sentence
    is_text = usual < run[0].size and (is_end or max(widths, default=0.0) < _SURELY_LARGE * usual)
    if len(run) > _FEW or not widths or not is_text:
        return list(run)
    return [letter._replace(size=usual, box=_shrink(letter.box, usual)) for letter in run]


def _shrink(box: Box, size: float) -> Box:
    """Return a box no wider or higher than the size, with the same middle."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    across, down = min(box.width, size) / 2, min(box.height, size) / 2
    return Box(x - across, y - down, x + across, y + down)
