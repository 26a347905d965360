"""Lay the characters of a vertical line side by side, with its marks as in horizontal lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import numpy as np

from embeddings.scans.cells import Part, find_parts, find_runs
from embeddings.scans.images import Image
from embeddings.scans.pixels import Mask

_WIDE = 90  # percentile of the widths of a line's ink that tells its size
_FACE = 0.93  # of the size: how wide a character is printed at most
_MARGIN = 0.12  # of the size: white around the line
_CELL = 1.06  # of the size: from one character to the next
_STROKE = 0.16  # of the size: the thickness of a stroke
_SMALL = 0.5  # of the size: marks
_BRACKET = 1.2  # width to height
_ASIDE = 0.55  # of the size: the middle of marks that stand at the upper right
_LEFT, _BOTTOM = 0.1, 0.93  # of the size: where these marks stand in horizontal lines
_RULE = 0.9  # share of a vertical that is ink
_WHITE = 255


class Letter(NamedTuple):
    """A letter as it was read in the line on its side.

    Attributes:
        middle: in rows of pixels.
        is_wide: whether it is Chinese; others lie on their side indeed.
    """

    middle: float
    is_wide: bool


@dataclass(frozen=True, slots=True)
class LaidLine:
    """A vertical line laid out as a horizontal one.

    Attributes:
        image: of the horizontal line.
        pitch: pixels of it from one cell to the next.
        margin: pixels before the first cell.
        parts: what each cell shows.
    """

    image: Image
    pitch: int
    margin: int
    parts: tuple[Part, ...]

    def find_part(self, x: float) -> Part:
        """Return what the cell at ``x`` shows."""
        place = int((x - self.margin) // self.pitch)
        return self.parts[min(max(place, 0), len(self.parts) - 1)]


def lay_across(image: Image, ink: Mask, letters: Sequence[Letter]) -> LaidLine | None:
    """Return a vertical line laid out; None if it has no letters.

    Args:
        image: of the line: its first character is at the top.
        ink: of the image.
        letters: what was read, from top to bottom, without marks.
    """
    ink = ink & (ink.mean(axis=0) < _RULE)
    if not letters or not ink.any():
        return None
    middles = [letter.middle for letter in letters]
    runs = find_runs(ink, middles)
    size = _measure_size(ink, runs)
    strokes = [_is_stroke(ink, run, size) for run in runs]
    parts = find_parts(runs, strokes, middles, size)
    is_known = any(part.letter is not None for part in parts)
    return _lay(image, ink, parts, letters, size) if is_known else None


def _measure_size(ink: Mask, runs: Sequence[tuple[int, int]]) -> float:
    extents = [_find_extent(ink, run) for run in runs]
    return float(np.percentile([last - first for first, last in extents], _WIDE)) / _FACE


def _is_stroke(ink: Mask, rows: tuple[int, int], size: float) -> bool:
    first, last = _find_extent(ink, rows)
    return rows[1] - rows[0] <= _STROKE * size and last - first > _SMALL * size


def _find_extent(ink: Mask, rows: tuple[int, int]) -> tuple[int, int]:
    """Return the columns in which these rows have ink, and those between."""
    found = np.flatnonzero(ink[rows[0] : rows[1]].any(axis=0))
    return (int(found[0]), int(found[-1]) + 1) if found.size else (0, ink.shape[1])


def _lay(
    image: Image, ink: Mask, parts: Sequence[Part], letters: Sequence[Letter], size: float
) -> LaidLine:
    side, margin, pitch = max(1, round(size)), round(_MARGIN * size), max(1, round(_CELL * size))
    middles = [sum(_find_extent(ink, part[:2])) / 2 for part in parts if part.letter is not None]
    left = round(median(middles) - size / 2)
    canvas = np.full((side + 2 * margin, pitch * len(parts) + 2 * margin), _WHITE, np.uint8)
    for place, part in enumerate(parts):
        if part.letter is None or letters[part.letter].is_wide:
            x = margin + place * pitch
            cell = _draw(image, ink, part, left, side)
            canvas[margin : margin + side, x : x + side] = cell
    return LaidLine(canvas, pitch, margin, tuple(parts))


def _draw(image: Image, ink: Mask, part: Part, left: int, side: int) -> Image:
    """Return the square of a character as it stands in a horizontal line."""
    first, last = _find_extent(ink, part[:2])
    picture = image[part.start : part.end, first:last][:side, :side]
    height, width = picture.shape
    cell = np.full((side, side), _WHITE, np.uint8)
    x, y = min(max(first - left, 0), side - width), (side - height) // 2
    is_mark = part.letter is None
    if is_mark and _is_aside(width, height, x, side):
        x, y = round(_LEFT * side), round(_BOTTOM * side) - height
    cell[y : y + height, x : x + width] = picture
    is_turned = is_mark and _is_turned(ink[part.start : part.end, first:last], side)
    return np.rot90(cell) if is_turned else cell


def _is_aside(width: int, height: int, x: int, side: int) -> bool:
    """Return whether a mark stands at the upper right, as ， does."""
    return max(width, height) <= _SMALL * side and x + width / 2 >= _ASIDE * side


def _is_turned(ink: Mask, side: int) -> bool:
    """Return whether a mark is turned in vertical lines: brackets, quotes, dashes, ：; not 一."""
    height, width = map(int, ink.shape)
    if width >= 2 * height and not ink.any(axis=0).all():
        return True
    is_dash = height >= side * (1 - _STROKE) and width <= _STROKE * side
    is_bracket = width >= _BRACKET * height and width > _SMALL * side
    return is_dash or (is_bracket and height > _STROKE * side)
