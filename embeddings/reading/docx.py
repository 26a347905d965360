"""DOCX: paragraphs, headings by style, tables as lines, and the document's properties."""

import re
from collections.abc import Iterator
from typing import BinaryIO

import docx
from docx.document import Document
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from embeddings.articles.typesetting import Paragraph
from embeddings.errors import UnreadableFileError
from embeddings.nouns import Article
from embeddings.reading.archive import opened
from embeddings.reading.writing import Imprint, Writer, line, lines, stem

_TITLE = re.compile(r"title|标题", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s?\d", re.IGNORECASE)
_MEANINGLESS = re.compile(
    r"microsoft word|word document|未命名|无标题|untitled|\.docx?$|文档\s?\d*$", re.I
)
_AUTHOR_OF_TOOLS = re.compile(r"python-docx|microsoft|windows|user|administrator|admin|wps", re.I)


def read_docx(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the one article of a Word document.

    Raises:
        UnreadableFileError: a damaged archive, one beyond the limits, or no text.
    """
    with opened(stream, source):
        pass  # within its limits: python-docx unpacks all of it
    stream.seek(0)
    document = docx.Document(stream)
    styled = list(_styled(document))
    article = Writer(source).write(
        _imprint(document, styled, source),
        (Paragraph(text, bool(_HEADING.match(style))) for style, text in styled),
    )
    if article is None:
        raise UnreadableFileError(
            source, "the document holds no text. If its pages are pictures, run OCR first."
        )
    yield article


def _styled(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each line of the document with the name of its style; a row of a table is a line."""
    names = {style.style_id: style.name or "" for style in document.styles}
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (("", row) for row in _rows(part))
        else:
            name = names.get(_style_id(part), "")
            yield from ((name, text) for text in lines(part.text))


def _style_id(paragraph: WordParagraph) -> str:
    """Return the style's id; asking for the style itself searches all of them each time."""
    return paragraph._p.style or ""


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(row.cells)  # a merged cell comes once for each place
        text = line(" | ".join(filter(None, (line(cell.text) for cell in cells))))
        if text:
            yield text


def _imprint(document: Document, styled: list[tuple[str, str]], source: str) -> Imprint:
    known = document.core_properties
    printed = next((text for style, text in styled[:5] if _TITLE.fullmatch(style)), "")
    stated = "" if _MEANINGLESS.search(known.title or "") else known.title
    first = styled[0][1] if styled and _HEADING.match(styled[0][0]) else ""
    date = known.created or known.modified
    return Imprint(
        title=printed or stated or first or stem(source),
        byline="" if _AUTHOR_OF_TOOLS.fullmatch(known.author or "") else known.author,
        date=date.date().isoformat() if date else "",
    )
