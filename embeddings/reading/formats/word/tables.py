"""Tables of a document: cells over several rows and columns, tables within tables (17.4)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from embeddings.articles.content import Element, Paragraph
from embeddings.articles.table_grid import GridCell, build_tables
from embeddings.reading.formats.xml_tree import XmlElement, find_child, get_attribute

_MOST_COLUMNS = 1_000
_OFF = ("0", "false", "off")


class CellContent(NamedTuple):
    """What stands in a cell, and its footnotes."""

    elements: tuple[Element, ...]
    notes: tuple[Element, ...]


def is_layout(rows: Sequence[Sequence[XmlElement]]) -> bool:
    """Return whether a table has one column only: a frame around text."""
    return all(len(row) <= 1 for row in rows)


def build_word_tables(
    rows: Sequence[XmlElement],
    cells: Sequence[Sequence[XmlElement]],
    contents: Sequence[Sequence[CellContent]],
) -> Iterator[Element]:
    """Yield the elements of a table, given its rows, their cells and what these contain."""
    grid: list[list[GridCell]] = []
    placed = [_place_cells(*parts) for parts in zip(rows, cells, contents, strict=True)]
    for number, line in enumerate(placed):
        above = placed[number - 1] if number else {}
        built = [GridCell()] * _get_count(rows[number], "trPr", "gridBefore", 0)
        for place, cell in line.items():
            if cell.continues and place in above and above[place].merges:
                continue
            covered = _count_covered(placed[number + 1 :], place) if cell.merges else 0
            built.append(replace(cell.content, rows=1 + covered))
        grid.append(built)
    yield from build_tables(grid, _count_headers(rows))


class _PlacedCell(NamedTuple):
    content: GridCell
    merges: bool  # with the cells above or below
    continues: bool  # the cell above, and has no text of its own


def _place_cells(
    row: XmlElement, cells: Sequence[XmlElement], contents: Sequence[CellContent]
) -> dict[int, _PlacedCell]:
    """Return the cells of a row by the column in which they begin."""
    place = _get_count(row, "trPr", "gridBefore", 0)
    placed = {}
    for cell, content in zip(cells, contents, strict=True):
        merge = find_child(cell, "tcPr", "vMerge")
        is_continued = get_attribute(merge, "val", "continue") == "continue"
        has_content = bool(content.elements or content.notes)
        placed[place] = _PlacedCell(
            _build_cell(cell, content),
            merge is not None,
            merge is not None and is_continued and not has_content,
        )
        place += placed[place].content.columns
    return placed


def _build_cell(cell: XmlElement, content: CellContent) -> GridCell:
    texts: list[str] = []
    inner: list[Element] = []
    for element in content.elements:
        if isinstance(element, Paragraph) and not inner:
            texts.append(element.text)
        else:
            inner.append(element)
    columns = max(1, _get_count(cell, "tcPr", "gridSpan", 1))
    return GridCell(" ".join(texts), columns, inner=tuple(inner), notes=content.notes)


def _get_count(owner: XmlElement, properties: str, name: str, default: int) -> int:
    value = get_attribute(find_child(owner, properties, name), "val")
    return min(int(value), _MOST_COLUMNS) if value.isdigit() and len(value) < 9 else default  # noqa: PLR2004


def _count_covered(below: Sequence[dict[int, _PlacedCell]], place: int) -> int:
    """Return how many rows below a cell continue it."""
    following = takewhile(lambda line: place in line and line[place].continues, below)
    return sum(1 for _ in following)


def _count_headers(rows: Sequence[XmlElement]) -> int:
    """Return how many rows at the top are marked to be repeated on each page."""
    count = 0
    while count < len(rows):
        mark = find_child(rows[count], "trPr", "tblHeader")
        if mark is None or get_attribute(mark, "val", "1") in _OFF:
            break
        count += 1
    return count if count < len(rows) else 0
