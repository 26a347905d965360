"""Read and write Word documents as lines with styles. Only this module imports python-docx."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from embeddings.reading.article_builder import iterate_lines, join_line

# Characters not allowed in XML 1.0 (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHINESE_FONT = "宋体"
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2")
_LINK_COLOUR = "A92D1B"


@dataclass(frozen=True, slots=True)
class WordText:
    """The content of a Word document.

    Attributes:
        title: from its properties, or "".
        author: from its properties, or "".
        date: ISO date of its creation or last change, or "".
        styled: style name and text of each line, in order.
    """

    title: str
    author: str
    date: str
    styled: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with uniform formatting; ``link`` is its target, or ""."""

    text: str
    strong: bool = False
    raised: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph to write, in one of Word's own styles."""

    runs: tuple[Run, ...]
    style: str = "Normal"


def read_word(stream: BinaryIO) -> WordText:
    """Return the content of a document; each table row is a line."""
    document = docx.Document(stream)
    known = document.core_properties
    date = known.created or known.modified
    return WordText(
        title=known.title or "",
        author=known.author or "",
        date=date.date().isoformat() if date else "",
        styled=tuple(_read_lines(document)),
    )


def write_word(title: str, made_at: datetime, content: Iterable[WordLine]) -> bytes:
    """Return the bytes of a document; characters not allowed in XML are dropped."""
    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.comments = _drop_forbidden(title)[:255], "", ""
    known.created = known.modified = made_at
    for name in _STYLES:
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _CHINESE_FONT)
    for line in content:
        _write_runs(document.add_paragraph(style=line.style), line.runs)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write_runs(paragraph: Paragraph, runs: Iterable[Run]) -> None:
    for run in runs:
        word_run = paragraph.add_run(_drop_forbidden(run.text))
        word_run.bold = run.strong or None
        word_run.font.superscript = run.raised or None
        if run.link:
            _wrap_in_link(paragraph, word_run._r, run.link)


def _wrap_in_link(paragraph: Paragraph, run: Any, address: str) -> None:  # noqa: ANN401 - of lxml
    """Wrap a run in a hyperlink, which python-docx reads but does not write."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), _LINK_COLOUR)
    run.get_or_add_rPr().append(colour)
    run.addprevious(link)
    link.append(run)


def _drop_forbidden(text: str) -> str:
    return _NO_XML.sub("", text)


def _read_lines(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each line of the document with its style name; a table row is a line."""
    names = {style.style_id: style.name or "" for style in document.styles}
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (("", row) for row in _read_rows(part))
        else:
            name = names.get(_get_style_id(part), "")
            yield from ((name, text) for text in iterate_lines(part.text))


def _get_style_id(paragraph: Paragraph) -> str:
    """Return the style's id; ``paragraph.style`` would search all styles each time."""
    return paragraph._p.style or ""


def _read_rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(row.cells)  # a merged cell is repeated in each of its columns
        text = join_line(" | ".join(filter(None, (join_line(cell.text) for cell in cells))))
        if text:
            yield text
