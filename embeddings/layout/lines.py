"""Lines of a page, each in its column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from embeddings.layout.boxes import Box, Glyph, unite
from embeddings.layout.grids import Grid
from embeddings.layout.pieces import Piece

_OUTSIDE = re.compile(r" (?=[，。、；：！？）》」』】”’])")  # a mark set far from its word
_SPREAD = 1.5  # of the size: a gap that parts a line
_SAME_ROW = 0.4  # of the size: how far baselines of one row may be apart


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column.

    Attributes:
        text: its pieces, with a space at each wide gap.
        box: where it is.
        size: of its type; the largest of its pieces.
        bold: whether all of it is heavy.
        baseline: y that it stands on.
        page: its page's number.
        pieces: from left to right.
        column: the column that it stands in.
        notes: the lines of each footnote that it refers to.
        table: the table that stands here instead of text.
        glyphs: its characters on the page, where they are known.
    """

    text: str
    box: Box
    size: float
    bold: bool
    baseline: float
    page: int
    pieces: tuple[Piece, ...]
    column: Box
    notes: tuple[tuple["Line", ...], ...] = ()
    table: Grid | None = None
    glyphs: tuple[Glyph, ...] = ()

    @property
    def is_spread(self) -> bool:
        """Whether wide gaps part it, as in the head of a newspaper's page."""
        gaps = (b.box.left - a.box.right for a, b in pairwise(self.pieces))
        return any(gap >= _SPREAD * self.size for gap in gaps)


def build_lines(pieces: Sequence[Piece], page: int) -> list[Line]:
    """Return the lines of one column, from top to bottom."""
    if not pieces:
        return []
    column = unite(piece.box for piece in pieces)
    return [_build_line(row, page, column) for row in group_rows(pieces)]


def group_rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each row, from top to bottom and from left to right.

    A table is a row by itself: it stands here instead of several.
    """
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        limit = _SAME_ROW * min(piece.size, row[0].size) if row else 0
        is_table = piece.table is not None or (row and row[0].table is not None)
        if row and (is_table or piece.baseline - row[0].baseline > limit):
            yield sorted(row, key=lambda item: item.box.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda item: item.box.left)


def _build_line(row: Sequence[Piece], page: int, column: Box) -> Line:
    main = max(row, key=lambda piece: (piece.table is not None, piece.size, len(piece.text)))
    return Line(
        text=_OUTSIDE.sub("", " ".join(piece.text for piece in row)),
        box=unite(piece.box for piece in row),
        size=main.size,
        bold=all(piece.bold for piece in row),
        baseline=main.baseline,
        page=page,
        pieces=tuple(row),
        column=column,
        table=main.table,
    )


def measure_leading(lines: Sequence[Line]) -> float:
    """Return the usual distance of the baselines of neighbouring lines, 0 if there are none."""
    steps = sorted(b.baseline - a.baseline for a, b in pairwise(lines) if b.baseline > a.baseline)
    return steps[len(steps) // 2] if steps else 0.0
