"""Paragraphs set as the text of an article: one a line, and where its headings stand."""

from collections.abc import Iterable
from typing import NamedTuple

from embeddings.documents import Heading


class Paragraph(NamedTuple):
    """A line of an article's text, never empty, and whether it is a section heading."""

    text: str
    is_heading: bool = False


def typeset(paragraphs: Iterable[Paragraph]) -> tuple[str, tuple[Heading, ...]]:
    """Return the paragraphs joined by line ends and where the headings stand among them."""
    lines: list[str] = []
    headings: list[Heading] = []
    offset = 0
    for text, is_heading in paragraphs:
        if is_heading:
            headings.append(Heading(offset, offset + len(text)))
        lines.append(text)
        offset += len(text) + 1
    return "\n".join(lines), tuple(headings)
