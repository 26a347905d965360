"""Turn the elements of a document into the text of an article, one paragraph per line."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from embeddings.articles.content import Element, Paragraph, Table
from embeddings.articles.table_rows import render_rows
from embeddings.documents import Heading, PageStart
from embeddings.places import Places, join_places


class TypesetText(NamedTuple):
    """The text of an article; all offsets count its characters.

    Attributes:
        text: the paragraphs, joined by line feeds.
        headings: the ranges of the headings, in order.
        pages: where printed pages begin, in order; empty without pages.
        places: where it is printed, and which characters are in doubt.
    """

    text: str
    headings: tuple[Heading, ...]
    pages: tuple[PageStart, ...]
    places: Places


def lay_out(elements: Iterable[Element]) -> Iterator[Paragraph]:
    """Yield the paragraphs in order, with a paragraph for each row of a table."""
    for element in elements:
        if isinstance(element, Table):
            yield from render_rows(element)
        else:
            yield element


def typeset(paragraphs: Iterable[Paragraph]) -> TypesetText:
    """Return the text of the paragraphs with its headings and page starts."""
    lines: list[str] = []
    headings: list[Heading] = []
    starts: list[PageStart] = []
    parts: list[tuple[int, Places]] = []
    offset = 0
    for paragraph in paragraphs:
        end = offset + len(paragraph.text)
        if paragraph.is_heading:
            headings.append(Heading(offset, end))
        if paragraph.page is not None:
            starts.append(PageStart(offset, paragraph.page))
        starts += (PageStart(offset + place, number) for place, number in paragraph.later_pages)
        if paragraph.places:
            parts.append((offset, paragraph.places))
        lines.append(paragraph.text)
        offset = end + 1
    pages = tuple(_drop_repeated(starts))
    return TypesetText("\n".join(lines), tuple(headings), pages, join_places(parts))


def _drop_repeated(starts: Iterable[PageStart]) -> Iterator[PageStart]:
    """Yield the first start of each page."""
    number = None
    for start in starts:
        if start.number != number:
            yield start
        number = start.number
