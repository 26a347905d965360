"""Lay the characters of a vertical line side by side, with its marks as in horizontal lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from embeddings.scans.images import Image
from embeddings.scans.pixels import Mask

_OFF = 0.3  # of the size: how far the middle of a character's ink is from where it was read
_WIDE = 90  # percentile of the widths of a line's ink that tells its size
_FACE = 0.93  # of the size: how wide a character is printed at most
_ONE_MARK = 0.25  # of the size between the parts of one mark
_MARGIN = 0.12  # of the size: white around the line
_CELL = 1.06  # of the size: from one character to the next
_STROKE = 0.16  # of the size: the thickness of a stroke
_SMALL = 0.5  # of the size: marks
_BRACKET = 1.2  # width to height
_ASIDE = 0.55  # of the size: the middle of marks that stand at the upper right
_LEFT, _BOTTOM = 0.1, 0.93  # of the size: where these marks stand in horizontal lines
_RULE = 0.9  # share of a vertical that is ink
_WHITE = 255

_Run = tuple[int, int]
"""Neighbouring rows with ink: the first one, and the one after the last."""


class Letter(NamedTuple):
    """A letter as it was read in the line on its side.

    Attributes:
        middle: in rows of pixels.
        is_wide: whether it is Chinese; others lie on their side indeed.
    """

    middle: float
    is_wide: bool


class Part(NamedTuple):
    """The rows of a line that show one character.

    Attributes:
        start: the first one.
        end: the one after the last.
        letter: the index of the letter that was read there, or None for a mark.
    """

    start: int
    end: int
    letter: int | None


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
    runs = list(_find_runs(ink, [letter.middle for letter in letters]))
    size = _measure_size(ink, runs)
    parts = list(_find_parts(runs, letters, size))
    return _lay(image, ink, parts, letters, size)


def _find_runs(ink: Mask, middles: Sequence[float]) -> Iterator[_Run]:
    """Yield the stretches of rows with ink; one that shows several characters is cut."""
    rows = ink.sum(axis=1)
    filled = np.concatenate(([False], rows > 0, [False]))
    edges = np.flatnonzero(filled[1:] != filled[:-1]).tolist()
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        inside = [round(middle) for middle in middles if first < middle < last]
        cuts = [a + int(rows[a:b].argmin()) for a, b in pairwise(inside) if b > a]
        yield from pairwise([first, *cuts, last])


def _measure_size(ink: Mask, runs: Sequence[_Run]) -> float:
    extents = [_find_extent(ink, run) for run in runs]
    return float(np.percentile([last - first for first, last in extents], _WIDE)) / _FACE


def _find_extent(ink: Mask, run: _Run) -> _Run:
    """Return the columns in which these rows have ink, and those between."""
    found = np.flatnonzero(ink[run[0] : run[1]].any(axis=0))
    return (int(found[0]), int(found[-1]) + 1) if found.size else (0, ink.shape[1])


def _find_parts(runs: Sequence[_Run], letters: Sequence[Letter], size: float) -> list[Part]:
    """Return the rows of each letter, and those of the marks between them, from top to bottom."""
    rest = list(runs)
    parts = []
    for place, letter in enumerate(letters):
        own = _choose(rest, letter.middle, size)
        rest = [run for run in rest if run not in own]
        start, end = (own[0][0], own[-1][1]) if own else (round(letter.middle),) * 2
        parts.append(Part(start, end, place))
    parts += [Part(start, end, None) for start, end in _join_marks(rest, size)]
    return sorted(parts, key=lambda part: part.start + part.end)


def _choose(runs: Sequence[_Run], middle: float, size: float) -> Sequence[_Run]:
    """Return the runs that show a character: the most that are no higher than its size."""
    near = [run for run in runs if abs((run[0] + run[1]) / 2 - middle) < size]
    best: Sequence[_Run] = []
    highest = 0
    for first, (start, _) in enumerate(near):
        for last, (_, end) in enumerate(near[first:], start=first):
            is_one = last == first or end - start <= size
            is_here = abs((start + end) / 2 - middle) <= _OFF * size
            if is_one and is_here and end - start > highest:
                best, highest = near[first : last + 1], end - start
    return best


def _join_marks(runs: Sequence[_Run], size: float) -> Iterator[_Run]:
    """Yield the rows of each mark, which may consist of several runs, as ： does."""
    mark: _Run | None = None
    for start, end in runs:
        if mark and start - mark[1] <= _ONE_MARK * size and end - mark[0] <= size:
            mark = mark[0], end
            continue
        if mark:
            yield mark
        mark = start, end
    if mark:
        yield mark


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
    height, width = ink.shape
    if width >= 2 * height and not ink.any(axis=0).all():
        return True
    is_dash = height >= side * (1 - _STROKE) and width <= _STROKE * side
    is_bracket = width >= _BRACKET * height and width > _SMALL * side
    return is_dash or (is_bracket and height > _STROKE * side)
