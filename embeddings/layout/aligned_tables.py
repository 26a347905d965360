"""Tables without rules between their columns: rows whose pieces stand below each other."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from embeddings.cleaning.spacing import choose_separator, close_up
from embeddings.layout.boxes import Box, unite
from embeddings.layout.grids import Cell, Grid
from embeddings.layout.lines import Line, measure_leading

_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_PAIRS = 4  # rows from which on two columns are a table
_HALF_STEP = 0.75  # of the usual distance: a nearer row fills the cells between
_WIDE = 1.4  # sizes between the columns; 第一条 is not as far from what follows it
_ROW_STEP = 4.0  # sizes: rows of one table are not farther apart
_LEADERS = re.compile(r"[.．·…‥]{3,}|[-—–\s]*\d{1,4}[-—–\s]*")


def replace_tables(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a column, with one line that holds the table for its rows."""
    result: list[Line] = []
    start = 0
    while start < len(lines):
        end = _find_end(lines, start)
        grid = _build_grid(lines[start:end]) if end - start >= _FEWEST_ROWS else None
        if grid:
            result.append(_stand_in(lines[start:end], grid))
            start = end
        else:
            result.append(lines[start])
            start += 1
    return result


def _find_end(lines: Sequence[Line], start: int) -> int:
    """Return the end of the run of lines in several pieces that begins at ``start``."""
    end = start
    while end < len(lines) and not lines[end].table:
        line = lines[end]
        if end > start and line.baseline - lines[end - 1].baseline > _ROW_STEP * line.size:
            break
        if len(_split_cells(line)) < _FEWEST_COLUMNS and not (
            end > start and _belongs(lines, start, end)
        ):
            break
        end += 1
    return end


def _belongs(lines: Sequence[Line], start: int, end: int) -> bool:
    """Return whether a line of one piece is in a cell: not the first, or between two rows."""
    line, above = lines[end], lines[end - 1]
    if line.baseline - above.baseline > 2 * line.size:
        return False
    is_between = (
        end + 1 < len(lines)
        and len(_split_cells(lines[end + 1])) >= _FEWEST_COLUMNS
        and lines[end + 1].baseline - line.baseline < line.size
    )
    first = _split_cells(lines[start])
    return is_between or any(abs(line.box.left - cell.left) < line.size / 2 for cell in first[1:])


class _Printed(NamedTuple):
    """What is printed in a cell of one line, and where."""

    left: float
    right: float
    text: str


def _split_cells(line: Line) -> list[_Printed]:
    """Return what a line prints in each cell: its pieces, those close to each other joined."""
    cells: list[_Printed] = []
    for piece in line.pieces:
        left, right = piece.box.left, piece.box.right
        if cells and left - cells[-1].right < _WIDE * line.size:
            before = cells[-1]
            cells[-1] = _Printed(before.left, right, f"{before.text} {piece.text}")
        else:
            cells.append(_Printed(left, right, piece.text))
    return cells


def _build_grid(lines: Sequence[Line]) -> Grid | None:
    edges = _find_columns(lines)
    if len(edges) < _FEWEST_COLUMNS or (len(edges) == _FEWEST_COLUMNS and len(lines) < _PAIRS):
        return None
    rows: list[_Row] = []
    step = measure_leading(lines)
    for line in lines:
        row = _read_row(line, edges)
        if rows and _belongs_above(rows[-1], row, step):
            rows[-1].add(row)
        else:
            rows.append(row)
    texts = [[row.texts.get(place, ("", 0))[0] for place in range(len(edges))] for row in rows]
    if len(rows) < _FEWEST_ROWS or _is_contents(texts):
        return None
    below = _cover_below(rows[0], rows[1])
    cells = tuple(
        replace(cell, row_end=2) if not number and cell.column in below else cell
        for number, row in enumerate(rows)
        for cell in row.build(number, len(edges))
        if number != 1 or cell.column not in below
    )
    return Grid(len(rows), len(edges), cells, frozenset({0} if lines[0].bold else ()))


@dataclass(slots=True)
class _Row:
    """A row being gathered: the text of each column, and the end of the columns it covers."""

    texts: dict[int, tuple[str, int]]
    baseline: float
    size: float

    def add(self, other: "_Row") -> None:
        for place, (text, end) in other.texts.items():
            above, above_end = self.texts.get(place, ("", end))
            self.texts[place] = (above + choose_separator(above, text) + text, max(end, above_end))
        self.baseline = other.baseline

    def build(self, number: int, columns: int) -> Iterator[Cell]:
        covered = 0
        for place in range(columns):
            text, end = self.texts.get(place, ("", place + 1))
            if place >= covered:
                yield Cell(close_up(text), number, place, number + 1, end)
                covered = end


def _read_row(line: Line, columns: Sequence[tuple[float, float]]) -> _Row:
    row = _Row({}, line.baseline, line.size)
    for cell in _split_cells(line):
        first, last = _find_place(cell.left, columns), _find_place(cell.right, columns)
        row.add(_Row({first: (cell.text, last + 1)}, line.baseline, line.size))
    return row


def _cover_below(first: _Row, second: _Row) -> set[int]:
    """Return the columns whose head covers two rows, beside heads that cover several columns."""
    if all(end == place + 1 for place, (_, end) in first.texts.items()):
        return set()
    return first.texts.keys() - second.texts.keys()


def _belongs_above(above: _Row, row: _Row, step: float) -> bool:
    """Return whether a row goes on in the cells above, or fills those between the others."""
    near = row.baseline - above.baseline
    if near < _HALF_STEP * step:
        return above.texts.keys().isdisjoint(row.texts)
    return 0 not in row.texts and row.texts.keys() <= above.texts.keys() and near < 2 * row.size


def _find_columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the extents of the columns, which no piece of a full row leaves."""
    size, rows = lines[0].size, list(map(_split_cells, lines))
    usual, _ = max(
        Counter(len(row) for row in rows if len(row) > 1).items(),
        key=lambda item: (item[1] * item[0], item[0]),
    )
    spans = sorted((cell.left, cell.right) for row in rows if len(row) >= usual for cell in row)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1] + size / 2:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _find_place(x: float, columns: Sequence[tuple[float, float]]) -> int:
    return min(
        range(len(columns)),
        key=lambda place: max(columns[place][0] - x, x - columns[place][1], 0.0),
    )


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the rows are entries of a table of contents: their ends are page numbers."""
    return all(len(row) == _FEWEST_COLUMNS and _LEADERS.fullmatch(row[1]) for row in rows)


def _stand_in(lines: Sequence[Line], grid: Grid) -> Line:
    box: Box = unite(line.box for line in lines)
    return replace(lines[0], text="", box=box, table=grid, pieces=())
