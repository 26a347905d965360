"""Tables without rules between their columns: rows whose pieces stand below each other."""

import re
from collections.abc import Sequence
from dataclasses import replace

from embeddings.cleaning.spacing import choose_separator, close_up
from embeddings.layout.boxes import Box, unite
from embeddings.layout.grids import Cell, Grid
from embeddings.layout.lines import Line
from embeddings.layout.pieces import Piece

_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 2
_PAIRS = 4  # rows from which on two columns are a table
_WIDE = 1.0  # sizes between the columns
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
        if len(line.pieces) < _FEWEST_COLUMNS and not (
            end > start and _continues_cell(lines[start:end], line)
        ):
            break
        end += 1
    return end


def _continues_cell(rows: Sequence[Line], line: Line) -> bool:
    """Return whether a line of one piece goes on in a cell that is not the first of its row."""
    above = rows[-1]
    step = line.baseline - above.baseline
    return step <= 2 * line.size and any(
        abs(line.box.left - piece.box.left) < line.size / 2 for piece in rows[0].pieces[1:]
    )


def _build_grid(lines: Sequence[Line]) -> Grid | None:
    edges = _find_columns(lines)
    if len(edges) < _FEWEST_COLUMNS or (len(edges) == _FEWEST_COLUMNS and len(lines) < _PAIRS):
        return None
    rows: list[list[str]] = []
    for line in lines:
        row = [""] * len(edges)
        for piece in line.pieces:
            place = _find_place(piece, edges)
            row[place] += choose_separator(row[place], piece.text) + piece.text
        if rows and not row[0] and len(line.pieces) < len(edges):
            rows[-1] = [_join(a, b) for a, b in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
    if len(rows) < _FEWEST_ROWS or _is_contents(rows):
        return None
    cells = tuple(
        Cell(close_up(text), row, column, row + 1, column + 1)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return Grid(len(rows), len(edges), cells, frozenset({0} if lines[0].bold else ()))


def _join(above: str, text: str) -> str:
    return above + choose_separator(above, text) + text


def _find_columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the extents of the columns, which no piece of any row leaves."""
    size = lines[0].size
    spans = sorted((piece.box.left, piece.box.right) for line in lines for piece in line.pieces)
    columns: list[tuple[float, float]] = []
    for left, right in spans:
        if columns and left < columns[-1][1] + _WIDE / 2 * size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _find_place(piece: Piece, columns: Sequence[tuple[float, float]]) -> int:
    middle = (piece.box.left + piece.box.right) / 2
    return min(
        range(len(columns)),
        key=lambda place: max(columns[place][0] - middle, middle - columns[place][1], 0.0),
    )


def _is_contents(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the rows are entries of a table of contents: their ends are page numbers."""
    return all(len(row) == _FEWEST_COLUMNS and _LEADERS.fullmatch(row[1]) for row in rows)


def _stand_in(lines: Sequence[Line], grid: Grid) -> Line:
    box: Box = unite(line.box for line in lines)
    return replace(lines[0], text="", box=box, table=grid, pieces=())
