"""Turn paragraphs into the text of an article, one per line, and its heading ranges."""

from collections.abc import Iterable
from typing import NamedTuple

from embeddings.documents import Heading


class Paragraph(NamedTuple):
    """A non-empty line of an article's text, and whether it is a section heading."""

    text: str
    is_heading: bool = False


def typeset(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Heading, ...]]:
    """Return the paragraphs joined by line feeds, and the ranges of the headings."""
    lines: list[str] = []
    headings: list[Heading] = []
    offset = 0
    for text, is_heading in paragraphs:
        if is_heading:
            headings.append(Heading(offset, offset + len(text)))
        lines.append(text)
        offset += len(text) + 1
    return "\n".join(lines), tuple(headings)
