"""Turn a printed document into the elements of an article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from embeddings.articles.content import Element, Paragraph, Role, Table
from embeddings.cleaning import BlockKind
from embeddings.cleaning.blocks import classify
from embeddings.cleaning.bylines import split_trailing
from embeddings.cleaning.characters import is_label
from embeddings.cleaning.imprint_lines import read_imprint_line
from embeddings.cleaning.imprint_places import mark_imprints
from embeddings.cleaning.lines import Line
from embeddings.cleaning.page_furniture import separate_furniture
from embeddings.cleaning.page_words import PageWords
from embeddings.documents import PageStart
from embeddings.layout.document import PrintedDocument
from embeddings.layout.headings import rank_headings
from embeddings.layout.line_places import PageSizes, find_places
from embeddings.layout.paragraphs import PrintedParagraph
from embeddings.reading.formats.pdf_tables import build_table_elements
from embeddings.text.dates import find_dates

_LONGEST_MASTHEAD = 80  # characters
_MASTHEAD = re.compile(r"\d\s?版|星期|第\s?\d+\s?期|总第|农历")
_TABLE = Line("表；表。", gap=1)  # stands for a table among lines


def build_elements(document: PrintedDocument) -> list[Element]:
    """Return the paragraphs, tables and footnotes of a document in reading order."""
    texts = ["" if paragraph.table else paragraph.join()[0] for paragraph in document.paragraphs]
    levels = rank_headings(document.paragraphs, texts, document.typography)
    elements: list[Element] = []
    tables = build_table_elements(document.paragraphs)
    for paragraph, level in zip(document.paragraphs, levels, strict=True):
        if paragraph.table:
            elements += next(tables)
        else:
            elements += build_paragraphs(paragraph, level, document.sizes)
    return elements if any(levels) else list(_add_headings(elements))


def take_furniture(elements: Sequence[Element]) -> tuple[list[Element], list[str]]:
    """Return the elements without lines that belong to a newspaper's page, and these lines."""
    lines = [
        Line(element.text, gap=1, level=element.level) if isinstance(element, Paragraph) else _TABLE
        for element in elements
    ]
    dropped = {id(line) for line in separate_furniture(lines)[1]}
    kept: list[Element] = []
    for element, line in zip(elements, lines, strict=True):
        is_signed = bool(kept) and read_imprint_line(line.text) is not None  # the date of a notice
        is_head = not any(_is_body(above) for above in kept) and _is_masthead(element)
        if (id(line) not in dropped or is_signed) and not is_head:
            kept.append(element)
    texts = {id(element) for element in kept}
    return kept, [
        line.text for element, line in zip(elements, lines, strict=True) if id(element) not in texts
    ]


def _is_body(element: Element) -> bool:
    return not isinstance(element, Paragraph) or element.role is not Role.HEADING


def _is_masthead(element: Element) -> bool:
    """Return whether a line above all text is the head of a newspaper's page, with its date."""
    if not isinstance(element, Paragraph) or len(element.text) > _LONGEST_MASTHEAD:
        return False
    is_dated = any(date.year and date.day for date in find_dates(element.text))
    return is_dated and _MASTHEAD.search(element.text) is not None and is_label(element.text)


def build_paragraphs(
    printed: PrintedParagraph, level: int, sizes: PageSizes
) -> Iterator[Paragraph]:
    """Yield a paragraph, a byline at its end, and its footnotes."""
    text, starts = printed.join(as_headline=level > 0)
    pages = tuple(PageStart(offset, number) for offset, number in starts)
    if text:
        role = Role.HEADING if level else Role.BODY
        places = find_places(printed, sizes, as_headline=level > 0)
        paragraph = Paragraph(text, role, level, printed.page, pages, places)
        yield from (paragraph,) if level else _split_byline(paragraph)
    for note in printed.notes:
        text, _ = note.join(as_headline=True)
        if text:
            yield Paragraph(text, Role.FOOTNOTE, page=note.page)


def _split_byline(paragraph: Paragraph) -> Iterator[Paragraph]:
    text, byline = split_trailing(paragraph.text)
    if not byline:
        yield paragraph
        return
    inside = tuple(start for start in paragraph.later_pages if start.offset < len(text))
    last = paragraph.later_pages[-1].number if paragraph.later_pages else paragraph.page
    places = paragraph.places.clip(len(text))
    yield replace(paragraph, text=text, later_pages=inside, places=places)
    yield Paragraph(byline, page=last)


def _add_headings(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements with the headings that their words and places tell.

    This is for documents in one size of type.
    """
    paragraphs = [element for element in elements if isinstance(element, Paragraph)]
    lines = mark_imprints([Line(item.text, gap=1) for item in paragraphs])
    words = PageWords.of("\n".join(item.text for item in paragraphs))
    kinds = iter([block.kind for block in classify(lines, words)])
    for element in elements:
        if isinstance(element, Table):
            yield element
        elif next(kinds) is BlockKind.HEADING and element.role is Role.BODY:
            yield replace(element, role=Role.HEADING, level=1)
        else:
            yield element
