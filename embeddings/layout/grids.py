"""Tables as grids of cells; what rules, or the places of their pieces, tell of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: what it says, on one line; "" if it is empty.
        row: the first row that it covers.
        column: the first column that it covers.
        row_end: one past the last row.
        column_end: one past the last column.
    """

    text: str
    row: int
    column: int
    row_end: int
    column_end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page.

    Attributes:
        rows: how many.
        columns: how many.
        cells: from top to bottom, then from left to right.
        bold_rows: the rows whose text is all heavy.
        heads: how many rows at the top a rule parts from the others; 0 if none does.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    bold_rows: frozenset[int] = frozenset()
    heads: int = 0
