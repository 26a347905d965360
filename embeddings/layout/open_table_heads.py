"""The heads of tables with horizontal rules only, and the text of their cells."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from embeddings.cleaning.spacing import choose_separator, close_up
from embeddings.layout.grids import Cell
from embeddings.layout.pieces import Piece
from embeddings.layout.spelling import RAISED_TEXT

PieceLine = tuple[Piece, ...]
"""The pieces of a line, from left to right."""
Columns = Sequence[tuple[float, float]]
"""The extents of columns, from left to right."""


def read_heads(lines: Sequence[PieceLine], columns: Columns) -> Iterator[Cell]:
    """Yield the cells of the heads: in one row, or in two where one covers several columns."""
    texts: defaultdict[int, str] = defaultdict(str)
    covers: dict[int, tuple[int, str]] = {}
    for line in lines:
        for piece in line:
            covered = [
                place
                for place, (left, right) in enumerate(columns)
                if piece.box.left < right and piece.box.right > left
            ]
            above_several = len(covered) > 1 or _is_between(piece, columns)
            if above_several and line is not lines[-1]:
                first, last = _find_covered(piece, columns, lines)
                covers[first] = (last + 1, piece.text)
            else:
                column = find_column(piece, columns)
                texts[column] = join_cell(texts[column], piece.text)
    depth = 2 if covers else 1
    below = {place for first, (end, _) in covers.items() for place in range(first, end)}
    for first, (end, text) in covers.items():
        yield Cell(clean_cell(text), 0, first, 1, end)
    for column in range(len(columns)):
        yield Cell(clean_cell(texts[column]), int(column in below), column, depth, column + 1)


def _is_between(piece: Piece, columns: Columns) -> bool:
    return all(piece.box.right < left or piece.box.left > right for left, right in columns)


def _find_covered(piece: Piece, columns: Columns, lines: Sequence[PieceLine]) -> tuple[int, int]:
    """Return the first and last column that a head covers: it is centred above them."""
    middle = (piece.box.left + piece.box.right) / 2
    others = {
        find_column(other, columns)
        for line in lines
        for other in line
        if other is not piece and abs(other.baseline - piece.baseline) < piece.size / 2
    }
    ranges = [
        (first, last)
        for first, last in combinations(range(len(columns)), 2)
        if columns[first][0] <= middle <= columns[last][1]
        and others.isdisjoint(range(first, last + 1))
    ]
    off = [abs((columns[a][0] + columns[b][1]) / 2 - middle) for a, b in ranges]
    if not ranges:
        return (find_column(piece, columns),) * 2
    near = [one for one, far in zip(ranges, off, strict=True) if far <= min(off) + piece.size / 2]
    return max(near, key=lambda one: one[1] - one[0])


def find_column(piece: Piece, columns: Columns) -> int:
    """Return the column in which a piece stands, or to which it is nearest."""
    middle = (piece.box.left + piece.box.right) / 2
    return min(
        range(len(columns)),
        key=lambda place: max(columns[place][0] - middle, middle - columns[place][1], 0.0),
    )


def join_cell(above: str, text: str) -> str:
    """Return the text of a cell with that of its next line."""
    return above + choose_separator(above, text) + text


def clean_cell(text: str) -> str:
    """Return the text of a cell as it is read."""
    return RAISED_TEXT.sub(r"\1", close_up(text))
