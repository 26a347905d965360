"""Tables of pages: those that hold data, not those that lay out the page."""

from collections.abc import Iterator

from embeddings.articles.content import Element, Paragraph, Role
from embeddings.articles.table_grid import GridCell, build_tables
from embeddings.reading.article_builder import join_line
from embeddings.reading.formats.markup_nodes import MarkupNode, Walk, iterate_nodes

_CELLS = ("td", "th")
_BREAKS = frozenset(("br", "p", "div", "li", "ul", "ol", "dd", "dt", "h1", "h2", "h3", "h4"))
_STRUCTURES = frozenset(("p", "div", "ul", "ol", "br", "h1", "h2", "h3", "h4", "h5", "h6"))
_MARKS = frozenset(("th", "thead", "caption"))
_MOST_BLOCKS = 3  # in a cell of a data table
_LONGEST_CELL = 200  # characters of a cell in a data table that nothing marks as one
_MOST_COVERED = 1_000


def is_data_table(table: MarkupNode) -> bool:
    """Return whether a table holds data: it is no frame around text, nor a grid of columns."""
    tags = {node.tag for node in iterate_nodes(table)}
    if "table" in tags or table.attributes.get("role") == "presentation":
        return False
    rows = [list(_iterate_cells(row)) for row, _ in _iterate_rows(table)]
    if max(map(len, rows), default=0) < 2:  # noqa: PLR2004 - one column is a frame
        return False
    if _MARKS & tags:
        return True
    if len(rows) == 1 and all(_is_linked(cell) for cell in rows[0]):
        return False  # a menu
    return not any(_is_prose(cell) for row in rows for cell in row)


def _is_linked(cell: MarkupNode) -> bool:
    return any(node.tag == "a" for node in iterate_nodes(cell))


def read_table(table: MarkupNode) -> Iterator[Element]:
    """Yield the elements of a data table."""
    for node in iterate_nodes(table):
        if node.tag == "caption" and (text := join_text(node)):
            yield Paragraph(text, Role.CAPTION)
    rows = list(_iterate_rows(table))
    header = 0
    while header < len(rows) and rows[header][1]:
        header += 1
    grid = [[_build_cell(cell) for cell in _iterate_cells(row)] for row, _ in rows]
    yield from build_tables(grid, header if header < len(rows) else 0)


def join_text(node: MarkupNode) -> str:
    """Return the text below a node on one line."""
    pieces: list[str] = []
    for inner in iterate_nodes(node):
        if inner.is_text_node:
            pieces.append(inner.text_content or "")
        elif inner.tag in _BREAKS:
            pieces.append("\n")
    return join_line("".join(pieces))


def _iterate_rows(table: MarkupNode) -> Iterator[tuple[MarkupNode, bool]]:
    """Yield the rows, and whether each belongs to the head of the table."""
    walk, heads = Walk(table), 0
    for node, enters in walk:
        if node.tag == "thead":
            heads += 1 if enters else -1
        elif node.tag == "tr" and enters:
            yield node, heads > 0
            walk.skip()


def _iterate_cells(row: MarkupNode) -> Iterator[MarkupNode]:
    walk = Walk(row)
    for node, enters in walk:
        if enters and node.tag in _CELLS:
            yield node
            walk.skip()


def _build_cell(cell: MarkupNode) -> GridCell:
    return GridCell(
        join_text(cell), _get_count(cell, "colspan"), _get_count(cell, "rowspan"), cell.tag == "th"
    )


def _get_count(cell: MarkupNode, name: str) -> int:
    value = (cell.attributes.get(name) or "").strip()
    is_count = value.isascii() and value.isdigit() and len(value) < 6  # noqa: PLR2004
    return max(1, min(int(value), _MOST_COVERED)) if is_count else 1


def _is_prose(cell: MarkupNode) -> bool:
    blocks = sum(node.tag in _STRUCTURES for node in iterate_nodes(cell))
    return blocks > _MOST_BLOCKS or len(join_text(cell)) > _LONGEST_CELL
