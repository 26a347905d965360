"""Build tables from cells that cover several rows or columns, and find their headers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.articles.content import Cells, Element, Paragraph, Role, Table
from embeddings.articles.table_header import has_header, is_label

_MOST_COLUMNS = 1_000
_SHORTEST = 2  # rows of a table with a header


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as a document states it.

    Attributes:
        text: one line, or "".
        columns: how many it covers.
        rows: how many it covers.
        is_head: it is marked as the head of a column or a row.
        inner: tables within the cell, behind its text.
        notes: footnotes of the cell.
    """

    text: str = ""
    columns: int = 1
    rows: int = 1
    is_head: bool = False
    inner: tuple[Element, ...] = ()
    notes: tuple[Element, ...] = ()


Grid = list[list[GridCell]]


def build_tables(
    rows: Sequence[Sequence[GridCell]], header: int = 0, page: int | None = None
) -> Iterator[Element]:
    """Yield the elements of a table: its title, its rows, and what its cells contain, in order.

    Args:
        rows: the cells that begin in each row.
        header: how many rows are marked as its header.
        page: the printed page it is on.
    """
    yield from _build(_expand(rows), header, page)


def _build(grid: Grid, header: int, page: int | None) -> Iterator[Element]:
    title = _count_title_rows(grid)
    for row in grid[:title]:
        yield from _build_title(row[0], page)
    grid = grid[title:]
    if not grid:
        return
    heads = max(header - title, _count_heads(grid), 0)
    heads = min(_extend_header(grid, heads), len(grid))
    table = Table((), tuple(map(_repeat_heads, grid[:heads])), page)
    end, has_title = _find_next(grid, heads)
    yield from _split_at_inner(grid[heads:end], table)
    for row in grid[:heads]:
        yield from (element for cell in row for element in (*cell.inner, *cell.notes))
    if end < len(grid):
        yield from _build(grid[end:], 1 + has_title, page)


def _find_next(grid: Grid, heads: int) -> tuple[int, bool]:
    """Return where the next table in one frame begins, and whether with a title; else the end.

    It has heads of its own: below a title over the whole width, or beginning as those above do.
    """
    width = max(map(len, grid))
    first = grid[0][0].text if heads else ""
    for place in range(heads + 1, len(grid) - 1):
        if _is_title(grid[place], width):
            continue
        if _is_title(grid[place - 1], width) and place > heads + 1:
            until = next((n for n in range(place, len(grid)) if _is_title(grid[n], width)), None)
            if has_header(list(map(_get_texts, grid[place:until]))):
                return place - 1, True
        texts = list(filter(None, _get_texts(grid[place])))
        if first and len(texts) > 1 and texts[0] == first and all(map(is_label, texts)):
            has_title = _is_title(grid[place - 1], width) and place > heads + 1
            return place - has_title, has_title
    return len(grid), False


def _expand(rows: Sequence[Sequence[GridCell]]) -> Grid:
    """Return the grid. A cell is repeated in each row it covers; to its right are empty cells."""
    grid: Grid = []
    above: dict[int, GridCell] = {}  # cells that cover this row, by column
    for row in rows:
        line: list[GridCell] = []
        below: dict[int, GridCell] = {}
        waiting = list(row)[::-1]
        while waiting or above:
            place = len(line)
            cell = above.pop(place, None) or (waiting.pop() if waiting else GridCell())
            if place > _MOST_COLUMNS and not waiting:
                above.clear()
            if cell.rows > 1:
                below[place] = replace(cell, rows=cell.rows - 1, inner=(), notes=())
            columns = max(1, min(cell.columns, _MOST_COLUMNS - place))
            line += [cell, *([GridCell(rows=cell.rows)] * (columns - 1))]
            for covered in range(place + 1, place + columns):
                above.pop(covered, None)
        above = below
        grid.append(line)
    return [line for line in grid if any(cell.text or cell.inner or cell.notes for cell in line)]


def _count_title_rows(grid: Grid) -> int:
    """Return how many rows at the top are one cell over the whole width."""
    width = max(map(len, grid), default=0)
    count = 0
    while count < len(grid) and width > 1 and _is_title(grid[count], width):
        count += 1
    return count


def _is_title(row: Sequence[GridCell], width: int) -> bool:
    """Return whether a row is one cell over the whole width."""
    others = any(cell.text or cell.inner for cell in row[1:])
    return row[0].columns >= width > 1 and not others


def _build_title(cell: GridCell, page: int | None) -> Iterator[Element]:
    if cell.text:
        yield Paragraph(cell.text, Role.CAPTION, page=page)
    yield from (*cell.inner, *cell.notes)


def _count_heads(grid: Grid) -> int:
    marked = 0
    while marked < len(grid) and all(cell.is_head for cell in grid[marked] if cell.text):
        marked += 1
    if 0 < marked < len(grid):
        return marked
    if marked or any(cell.inner for cell in grid[0]):
        return 0
    stub = grid[0][0].columns - 1  # columns that share the first head
    first = _repeat_heads(grid[0])[stub:]
    body = [_get_texts(row)[stub:] for row in grid[1:]]
    if len(set(first)) == len(first):
        return int(has_header([first, *body]))
    if len(body) < _SHORTEST:
        return 0
    heads = _join(first, _repeat_heads(grid[1])[stub:])  # some cover several columns
    return _SHORTEST * has_header([heads, *body[1:]])


def _join(upper: Cells, lower: Cells) -> Cells:
    pairs = zip(upper, lower, strict=False)
    return tuple(above if above == below else above + below for above, below in pairs)


def _extend_header(grid: Grid, heads: int) -> int:
    """Return the number of header rows: as many as the heads in the first ones cover."""
    ends = (place + cell.rows for place, row in enumerate(grid[:heads]) for cell in row)
    covered = max(ends, default=0)
    return covered if covered < len(grid) else heads


def _repeat_heads(row: Sequence[GridCell]) -> Cells:
    """Return the texts, those of cells that cover several columns repeated in each."""
    texts: list[str] = []
    covering, left = "", 0
    for cell in row:
        if cell.columns > 1:
            covering, left = cell.text, cell.columns
        texts.append(covering if left > 0 else cell.text)
        left -= 1
    return tuple(texts)


def _get_texts(row: Sequence[GridCell]) -> Cells:
    return tuple(cell.text for cell in row)


def _split_at_inner(grid: Grid, table: Table) -> Iterator[Element]:
    """Yield the table; what its cells contain interrupts it."""
    rows: list[Cells] = []
    for line in grid:
        start = 0
        for place, cell in enumerate(line):
            if cell.inner:
                rows.append(_cut(line, start, place + 1))
                yield from _flush(rows, table)
                yield from cell.inner
                start = place + 1
        rows.append(_cut(line, start, len(line)))
        notes = [note for cell in line for note in cell.notes]
        if notes:
            yield from _flush(rows, table)
            yield from notes
    if any(map(any, rows)) or not grid:
        yield replace(table, rows=tuple(filter(any, rows)))


def _flush(rows: list[Cells], table: Table) -> Iterator[Element]:
    filled = tuple(filter(any, rows))
    rows.clear()
    if filled:
        yield replace(table, rows=filled)


def _cut(line: Sequence[GridCell], start: int, end: int) -> Cells:
    texts = _get_texts(line)
    return ("",) * start + texts[start:end]
