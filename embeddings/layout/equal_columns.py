"""Columns of equal width, which tell where a line beside them runs over a gutter.

Above a box or a picture a column may be one or two lines high: too little white to see a gutter in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from embeddings.layout.boxes import Box, unite
from embeddings.layout.strips import Strip, build_strip

_EDGE = 0.4  # sizes by which the edges of lines of one column differ
_FEWEST = 3  # lines with both edges that tell a column
_APART = 8.0  # sizes between two such lines: short and indented ones are between
_WIDTH = 0.8  # sizes by which the widths of equal columns differ
_NARROWEST, _WIDEST = 0.4, 3.0  # sizes: gutters
_INDENT = 2.6  # sizes
_REACH = 2.5  # sizes above and below those lines: of indented and short ones
_ALIKE = 0.88  # the smaller of two sizes to the larger: of a line and of the columns beside it


@dataclass(frozen=True, slots=True)
class _Grid:
    """Two neighbouring columns of equal width, which others may continue on both sides."""

    left: float
    width: float
    pitch: float
    top: float
    bottom: float
    size: float

    def list_gutters(self, strip: Strip) -> list[tuple[float, float]]:
        """Return the edges of each gutter that a strip runs over."""
        gutters = []
        for number in range(
            int((strip.box.left - self.left) // self.pitch),
            int((strip.box.right - self.left) // self.pitch) + 1,
        ):
            end = self.left + number * self.pitch + self.width
            start = self.left + (number + 1) * self.pitch
            if strip.box.left < end and start < strip.box.right:
                gutters.append((end, start))
        return gutters

    def has_beside(self, strip: Strip) -> bool:
        """Return whether a strip is level with the columns, in their type, and begins a column."""
        middle = (strip.box.top + strip.box.bottom) / 2
        off = (strip.box.left - self.left + _EDGE * self.size) % self.pitch
        return (
            _are_alike(strip.size, self.size)
            and self.top <= middle <= self.bottom
            and off <= _INDENT * self.size
        )


def cut_at_columns(strips: Sequence[Strip], size: float) -> list[Strip]:
    """Return the strips, cut where they run over a gutter of the columns beside them.

    ``size`` is that of the page's text.
    """
    grids = list(_find_grids(_find_columns(strips, size)))
    return [part for strip in strips for part in _cut(strip, grids)]


def _find_columns(strips: Iterable[Strip], size: float) -> list[list[Strip]]:
    """Return the lines with both edges of each column, from top to bottom."""
    columns: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda strip: strip.box.top):
        if strip.crosswise:
            continue
        for column in columns:
            last = column[-1].box
            if (
                _are_alike(column[-1].size, strip.size)
                and abs(last.left - strip.box.left) <= _EDGE * size
                and abs(last.right - strip.box.right) <= _EDGE * size
                and strip.box.top - last.bottom <= _APART * size
            ):
                column.append(strip)
                break
        else:
            columns.append([strip])
    return [column for column in columns if len(column) >= _FEWEST]


def _find_grids(columns: Sequence[Sequence[Strip]]) -> Iterator[_Grid]:
    boxes = [unite(strip.box for strip in column) for column in columns]
    for column, box in zip(columns, boxes, strict=True):
        for other, beside in zip(columns, boxes, strict=True):
            size = max(column[0].size, other[0].size)
            gutter = beside.left - box.right
            if (
                _NARROWEST * size <= gutter <= _WIDEST * size
                and abs(box.width - beside.width) <= _WIDTH * size
                and _are_level(box, beside)
            ):
                top, bottom = min(box.top, beside.top), max(box.bottom, beside.bottom)
                pitch, reach = beside.left - box.left, _REACH * size
                yield _Grid(box.left, box.width, pitch, top - reach, bottom + reach, size)


def _are_alike(one: float, other: float) -> bool:
    return min(one, other) >= _ALIKE * max(one, other)


def _are_level(one: Box, other: Box) -> bool:
    return min(one.bottom, other.bottom) > max(one.top, other.top)


def _cut(strip: Strip, grids: Iterable[_Grid]) -> list[Strip]:
    if strip.crosswise:
        return [strip]
    for grid in grids:
        if grid.has_beside(strip):
            gutters = grid.list_gutters(strip)
            cuts = [_find_gap(strip, gutter, grid.size) for gutter in gutters]
            places = [cut for cut in cuts if cut is not None]
            if cuts and len(places) == len(cuts):
                ends = [0, *places, len(strip.letters)]
                return [_take(strip, a, b) for a, b in pairwise(ends)]
    return [strip]


def _take(strip: Strip, start: int, end: int) -> Strip:
    return replace(build_strip(strip.letters[start:end]), size=strip.size)


def _find_gap(strip: Strip, gutter: tuple[float, float], size: float) -> int | None:
    """Return the place of the first letter behind a gutter, or None if letters stand in it."""
    loose = _EDGE * size
    for place, (before, letter) in enumerate(pairwise(strip.letters), 1):
        if before.box.right <= gutter[0] + loose and letter.box.left >= gutter[1] - loose:
            is_wide = letter.box.left - before.box.right >= _NARROWEST * size
            return place if is_wide else None
    return None
