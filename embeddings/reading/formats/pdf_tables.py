"""The tables of a PDF with their column heads, also where a table goes on over pages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.articles.content import Element, Table
from embeddings.articles.table_grid import GridCell, build_tables
from embeddings.layout.grids import Grid
from embeddings.layout.paragraphs import PrintedParagraph

_SPANNED = 2  # rows of heads where one covers several columns
Rows = list[list[GridCell]]


@dataclass(frozen=True, slots=True)
class _Open:
    """A table that may go on on the next page: its column heads as printed, its place."""

    heads: Rows
    columns: int
    page: int
    place: int


def build_table_elements(paragraphs: Sequence[PrintedParagraph]) -> Iterator[list[Element]]:
    """Yield the elements of each table.

    A table at the top of a page with as many columns as the one at the foot of the page before it
    is its continuation: it has the same heads, which are printed again or not.
    """
    above: _Open | None = None
    for place, paragraph in enumerate(paragraphs):
        grid = paragraph.table
        if grid is None:
            continue
        rows = _build_rows(grid)
        goes_on = above is not None and (
            (above.columns, above.page + 1, above.place + 1)
            == (grid.columns, paragraph.page, place)
        )
        if above and goes_on:
            elements = list(_continue_table(above.heads, rows, paragraph.page))
        else:
            elements = list(build_tables(rows, _count_heads(grid), paragraph.page))
        heads = above.heads if above and goes_on else _find_heads(rows, elements)
        above = _Open(heads, grid.columns, paragraph.page, place)
        yield elements


def _build_rows(grid: Grid) -> Rows:
    rows: defaultdict[int, list[GridCell]] = defaultdict(list)
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        columns, depth = cell.column_end - cell.column, cell.row_end - cell.row
        rows[cell.row].append(GridCell(cell.text, columns, depth))
    return [rows[number] for number in range(grid.rows)]


def _count_heads(grid: Grid) -> int:
    """Return how many rows at the top are heads: by a rule, heavier type, or what they cover."""
    if grid.heads:
        return grid.heads
    spanning = [c for c in grid.cells if not c.row and 1 < c.column_end - c.column < grid.columns]
    if spanning and grid.rows > _SPANNED:
        return _SPANNED
    count = 0
    while count in grid.bold_rows:
        count += 1
    is_all = len(grid.bold_rows) >= grid.rows
    return 0 if is_all or count >= grid.rows else count


def _find_heads(rows: Rows, elements: Sequence[Element]) -> Rows:
    """Return the rows that became the header, which follow the rows of the title."""
    table = next((element for element in elements if isinstance(element, Table)), None)
    if table is None or not table.header:
        return []
    filled = [row for row in rows if any(cell.text for cell in row)]
    first = next(
        (place for place, row in enumerate(filled) if _get_words(row) & set(table.header[0])), 0
    )
    return filled[first : first + len(table.header)]


def _get_words(row: Sequence[GridCell]) -> set[str]:
    return {cell.text for cell in row if cell.text}


def _continue_table(heads: Rows, rows: Rows, page: int) -> Iterator[Element]:
    if not heads:
        yield from map(_drop_header, build_tables(rows, 0, page))
        return
    repeated = list(map(_get_words, rows[: len(heads)])) == list(map(_get_words, heads))
    yield from build_tables(rows if repeated else [*heads, *rows], len(heads), page)


def _drop_header(element: Element) -> Element:
    """Return a table whose first rows are no header after all."""
    if isinstance(element, Table):
        return replace(element, rows=(*element.header, *element.rows), header=())
    return element
