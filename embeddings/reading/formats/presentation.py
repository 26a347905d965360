"""Presentations (.pptx): the slides in order, with their titles, tables and notes.

References are to ECMA-376-1:2016, PresentationML (19) and DrawingML (21).
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.articles.table_grid import GridCell, build_tables
from embeddings.documents import Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title, iterate_lines
from embeddings.reading.formats.word.inline import choose_alternative
from embeddings.reading.formats.xml_tree import (
    XmlElement,
    find_child,
    find_text,
    get_attribute,
    get_name,
    iterate_all,
    iterate_children,
    parse_xml,
)
from embeddings.reading.formats.zip_archive import open_archive, read_member
from embeddings.reading.results import Extent, Read

_MAIN = "ppt/presentation.xml"
_FURNITURE = ("dt", "ftr", "hdr", "sldNum", "sldImg")
_LONGEST_TITLE = 40
_PLACEHOLDER = re.compile(
    r"(?:powerpoint\s?)?(?:演示文稿|presentation)\s?\d*|(?:幻灯片|slide)\s?\d*|untitled|无标题|未命名",
    re.I,
)  # of the property
_TITLES = ("title", "ctrTitle")


@dataclass(frozen=True, slots=True)
class _Deck:
    archive: zipfile.ZipFile
    source: str
    members: dict[str, zipfile.ZipInfo]

    def parse(self, name: str) -> XmlElement | None:
        member = self.members.get(name)
        return parse_xml(read_member(self.archive, member, self.source)) if member else None

    def find_related(self, name: str) -> list[tuple[str, str, str]]:
        """Return id, kind and name of each part that a part refers to."""
        folder, base = posixpath.split(name)
        root = self.parse(f"{folder}/_rels/{base}.rels")
        return [
            (
                get_attribute(item, "Id"),
                get_attribute(item, "Type").rpartition("/")[2],
                posixpath.normpath(
                    posixpath.join("/", folder, get_attribute(item, "Target"))
                ).lstrip("/"),
            )
            for item in (root if root is not None else ())
        ]


def read_presentation(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the one article of a presentation; its pages are the slides.

    Raises:
        UnreadableFileError: it is damaged, exceeds the limits, or contains no text.
    """
    with open_archive(stream, source) as archive:
        deck = _Deck(archive, source, {item.filename: item for item in archive.infolist()})
        names = _list_slides(deck)
        slides = [list(_read_slide(deck, name, page)) for page, name in enumerate(names, 1)]
        core = deck.parse("docProps/core.xml")
        shown = _find_largest(deck, names[0]) if names else ""
    elements = [element for slide in slides for element in slide]
    headings = (item.text for item in elements if isinstance(item, Paragraph) and item.is_heading)
    stated = find_text(core, "title")
    stated = "" if _PLACEHOLDER.fullmatch(stated) else stated
    imprint = Imprint(
        next(headings, "") or stated or shown or derive_title(source),
        date=(find_text(core, "created") or find_text(core, "modified"))[:10],
        date_origin=Origin.DOCUMENT_PROPERTY,
    )
    article = ArticleBuilder(source).build(imprint, elements)
    if article is None:
        raise UnreadableFileError(source, "the presentation contains no text on its slides.")
    yield article
    yield Extent(sum(isinstance(element, Table) for element in elements), len(names))


def _find_largest(deck: _Deck, name: str) -> str:
    """Return the text in the largest type of a slide, or "" if several are as large."""
    root = deck.parse(name)
    sizes: dict[str, int] = {}
    for paragraph in iterate_all(root, "p") if root is not None else ():
        text = " ".join(_read(paragraph))
        found = [
            int(size)
            for run in iterate_all(paragraph, "rPr")
            if (size := get_attribute(run, "sz")).isdigit()
        ]
        if text and found and len(text) <= _LONGEST_TITLE:
            sizes[text] = max(found)
    largest = [text for text, size in sizes.items() if size == max(sizes.values())]
    return largest[0] if len(largest) == 1 else ""


def _list_slides(deck: _Deck) -> list[str]:
    root = deck.parse(_MAIN)
    if root is None:
        raise ValueError("a presentation without its main part")
    by_id = {key: name for key, kind, name in deck.find_related(_MAIN) if kind == "slide"}
    slides = next(iterate_all(root, "sldIdLst"), None)
    order = [_get_relation(item) for item in slides] if slides is not None else []
    return [by_id[key] for key in order if key in by_id]


def _get_relation(item: XmlElement) -> str:
    """Return ``r:id``; the slide has a plain ``id``, too."""
    return next((value for key, value in item.items() if key.endswith("}id")), "")


def _read_slide(deck: _Deck, name: str, page: int) -> Iterator[Element]:
    root = deck.parse(name)
    if root is None:
        return
    shapes = list(_iterate_shapes(root))
    titles = [shape for shape in shapes if _get_placeholder(shape) in _TITLES]
    for shape in titles:
        text = " ".join(line for paragraph in iterate_all(shape, "p") for line in _read(paragraph))
        if text:
            yield Paragraph(text, Role.HEADING, 1, page)
    for shape in shapes:
        if _get_placeholder(shape) not in (*_TITLES, *_FURNITURE):
            yield from _read_shape(shape, page)
    yield from _read_related(deck, name, page)


def _read_related(deck: _Deck, name: str, page: int) -> Iterator[Element]:
    """Yield the texts of a slide's diagrams, then its notes."""
    related = deck.find_related(name)
    for _, kind, part in related:
        if kind == "diagramData":
            yield from _read_paragraphs(deck.parse(part), page)
    parts = (deck.parse(part) for _, kind, part in related if kind == "notesSlide")
    for shape in (shape for root in parts if root is not None for shape in _iterate_shapes(root)):
        if _get_placeholder(shape) not in _FURNITURE:
            yield from _read_paragraphs(shape, page)


def _iterate_shapes(node: XmlElement) -> Iterator[XmlElement]:
    """Yield the shapes and frames below a node, also those in groups."""
    for child in node:
        name = get_name(child)
        if name in ("sp", "graphicFrame"):
            yield child
        elif name == "AlternateContent":
            chosen = choose_alternative(child)
            if chosen is not None:
                yield from _iterate_shapes(chosen)
        else:
            yield from _iterate_shapes(child)


def _get_placeholder(shape: XmlElement) -> str:
    found = next(iterate_all(shape, "ph"), None)
    return get_attribute(found, "type", "body") if found is not None else ""


def _read_shape(shape: XmlElement, page: int) -> Iterator[Element]:
    table = next(iterate_all(shape, "tbl"), None)
    if table is None:
        yield from _read_paragraphs(shape, page)
        return
    rows = [list(iterate_children(row, "tc")) for row in iterate_children(table, "tr")]
    grid = [
        [
            _build_cell(cell)
            for cell in row
            if get_attribute(cell, "hMerge") != "1" and get_attribute(cell, "vMerge") != "1"
        ]
        for row in rows
    ]
    is_headed = get_attribute(find_child(table, "tblPr"), "firstRow") == "1"
    yield from build_tables(grid, int(is_headed and len(rows) > 1), page)


def _build_cell(cell: XmlElement) -> GridCell:
    text = " ".join(line for paragraph in iterate_all(cell, "p") for line in _read(paragraph))
    columns, rows = get_attribute(cell, "gridSpan", "1"), get_attribute(cell, "rowSpan", "1")
    return GridCell(text, _parse_count(columns), _parse_count(rows))


def _parse_count(text: str) -> int:
    return max(1, int(text)) if text.isdigit() and len(text) < 4 else 1  # noqa: PLR2004


def _read_paragraphs(node: XmlElement | None, page: int) -> Iterator[Paragraph]:
    for paragraph in iterate_all(node, "p") if node is not None else ():
        for line in _read(paragraph):
            yield Paragraph(line, page=page)


def _read(paragraph: XmlElement) -> Sequence[str]:
    """Return the lines of a paragraph."""
    pieces = []
    for node in paragraph.iter():
        match get_name(node):
            case "t":
                pieces.append(node.text or "")
            case "br":
                pieces.append("\n")
            case "tab":
                pieces.append("\t")
    return list(iterate_lines("".join(pieces)))
