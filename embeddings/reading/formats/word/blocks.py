"""Walk through a document: its paragraphs, tables, text boxes and notes, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.reading.article_builder import iterate_lines
from embeddings.reading.formats.word.inline import (
    HIDDEN,
    InlineReader,
    InlineText,
    choose_alternative,
)
from embeddings.reading.formats.word.numbering import Numbering
from embeddings.reading.formats.word.styles import Look, Styles
from embeddings.reading.formats.word.tables import CellContent, build_word_tables, is_layout
from embeddings.reading.formats.xml_tree import XmlElement, find_child, get_name, iterate_children

_LONGEST_HEADING = 60  # characters; a longer one that has a full stop is prose in a heading's style
_NOTES = ("footnote", "endnote")


class StyledElement(NamedTuple):
    """An element, and the look of its paragraph; None for tables."""

    element: Element
    look: Look | None


@dataclass(slots=True)
class BlockReader:
    """Reads the parts of a document one after the other."""

    styles: Styles
    numbering: Numbering
    inline: InlineReader

    def read(self, container: XmlElement) -> Iterator[StyledElement]:
        """Yield the elements in the body of a document, a cell, a text box or a note."""
        waiting: InlineText | None = None  # its paragraph mark was deleted: it runs into the next
        for block in iterate_blocks(container):
            if get_name(block) == "tbl":
                yield from self._read_table(block)
                continue
            text = self.inline.read(block)
            if waiting is not None:
                text.pieces[:0], text.anchored[:0] = waiting.pieces, waiting.anchored
            waiting = text if _is_mark_deleted(block) else None
            if waiting is None:
                yield from self._build(text, block)
        if waiting is not None:
            yield from self._build(waiting, None)

    def _build(self, text: InlineText, block: XmlElement | None) -> Iterator[StyledElement]:
        properties = find_child(block, "pPr")
        look = self.styles.find_look(properties)
        look = replace(look, size=max(look.size, text.size) if look.size else text.size)
        number = self.numbering.count(look.numbering) if look.numbering else ""
        lines = list(iterate_lines("".join(text.pieces)))
        for place, line in enumerate(lines):
            shown = line if place else number + line
            yield StyledElement(_build_paragraph(shown, look), look)
        for container in text.anchored:
            yield from self._read_anchored(container)

    def _read_anchored(self, container: XmlElement) -> Iterator[StyledElement]:
        is_note = get_name(container) in _NOTES
        for element, look in self.read(container):
            if is_note and isinstance(element, Paragraph):
                yield StyledElement(replace(element, role=Role.FOOTNOTE, level=0), None)
            else:
                yield StyledElement(element, look)

    def _read_table(self, table: XmlElement) -> Iterator[StyledElement]:
        rows = [row for row in iterate_blocks(table, "tr") if not _is_row_deleted(row)]
        cells = [list(iterate_blocks(row, "tc")) for row in rows]
        if is_layout(cells):
            for row in cells:
                for cell in row:
                    yield from self.read(cell)
            return
        contents = [[self._read_cell(cell) for cell in row] for row in cells]
        for element in build_word_tables(rows, cells, contents):
            yield StyledElement(element, None)

    def _read_cell(self, cell: XmlElement) -> CellContent:
        elements = [element for element, _ in self.read(cell)]
        return CellContent(
            tuple(item for item in elements if not _is_note(item)),
            tuple(filter(_is_note, elements)),
        )


def iterate_blocks(container: XmlElement, *names: str) -> Iterator[XmlElement]:
    """Yield the blocks with these names, through content controls, insertions and the like."""
    wanted = names or ("p", "tbl")
    for child in container:
        name = get_name(child)
        if name in wanted:
            yield child
        elif name == "AlternateContent":
            chosen = choose_alternative(child)
            if chosen is not None:
                yield from iterate_blocks(chosen, *wanted)
        elif name not in HIDDEN:
            yield from iterate_blocks(child, *wanted)


def _build_paragraph(text: str, look: Look) -> Paragraph:
    role = look.role
    if role is Role.HEADING and "。" in text and len(text) > _LONGEST_HEADING:
        role = Role.BODY
    return Paragraph(text, role, look.heading_level if role is Role.HEADING else 0)


def _is_note(element: Element) -> bool:
    return not isinstance(element, Table) and element.role is Role.FOOTNOTE


def _is_mark_deleted(paragraph: XmlElement) -> bool:
    mark = find_child(paragraph, "pPr", "rPr")
    return mark is not None and any(get_name(item) in ("del", "moveFrom") for item in mark)


def _is_row_deleted(row: XmlElement) -> bool:
    return any(
        next(iterate_children(properties, "del"), None) is not None
        for properties in iterate_children(row, "trPr")
    )
