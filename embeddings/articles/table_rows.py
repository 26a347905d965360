"""Render a table as lines of text: each row with the heads of its columns.

A row is found and quoted by itself, so it says what its cells mean: 事项:补录户口;时限:10个工作日.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from embeddings.articles.content import Cells, Paragraph, Role, Table

_BETWEEN_CELLS = " | "  # without column heads
_AFTER_CELL, _AFTER_HEAD = ";", ":"
_SEPARATORS = ("；", ";", "。", "：", ":")  # printed where one would be added


def render_rows(table: Table) -> Iterator[Paragraph]:
    """Yield a paragraph for each row that is not empty.

    The header is a line of its own if the rows do not show all its heads.
    """
    heads = _join_header(table.header)
    if not table.rows or not _shows_all(heads, table.rows):
        for row in table.header:
            yield from _build(_BETWEEN_CELLS.join(_drop_repeated(row)), table)
    for row in table.rows:
        yield from _build(_render_row(heads, row), table)


def _build(text: str, table: Table) -> Iterator[Paragraph]:
    if text:
        yield Paragraph(text, Role.TABLE_ROW, page=table.page)


def _join_header(header: Sequence[Cells]) -> list[str]:
    """Return one head for each column; what several columns share comes before their own heads."""
    columns = zip_longest(*header, fillvalue="")
    return [" ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _shows_all(heads: Sequence[str], rows: Sequence[Cells]) -> bool:
    labelled = any(_has_heads(row) for row in rows)
    columns = zip_longest(heads, zip_longest(*rows, fillvalue=""), fillvalue=())
    shown = {head for head, column in columns if any(column)}
    return all(head in shown and labelled for head in heads if head)


def _has_heads(row: Cells) -> bool:
    """Return whether the cells of a row are shown with their heads; a title row's are not."""
    return any(row[1:])


def _render_row(heads: Sequence[str], row: Cells) -> str:
    if not any(heads):
        return _BETWEEN_CELLS.join(filter(None, row))
    if not _has_heads(row):
        return row[0] if row else ""
    pairs = _join_stub(list(zip_longest(heads, row, fillvalue="")))
    cells = [_label(head, cell) for head, cell in pairs if cell]
    last = cells.pop()
    return "".join([*(_close(cell, _AFTER_CELL) for cell in cells), last])


def _join_stub(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs with the first columns as one, if they share a head: 产业:农业 渔业."""
    shared = 1
    while pairs[0][0] and shared < len(pairs) and pairs[shared][0] == pairs[0][0]:
        shared += 1
    names = dict.fromkeys(cell for _, cell in pairs[:shared] if cell)
    return [(pairs[0][0], " ".join(names)), *pairs[shared:]]


def _label(head: str, cell: str) -> str:
    return _close(head, _AFTER_HEAD) + cell if head else cell


def _close(text: str, separator: str) -> str:
    return text if text.endswith(_SEPARATORS) else text + separator


def _drop_repeated(row: Cells) -> list[str]:
    """Return the filled cells, those that repeat the one before them only once."""
    return [
        cell for place, cell in enumerate(row) if cell and (not place or row[place - 1] != cell)
    ]
