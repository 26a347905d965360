"""The one place that speaks python-docx: a Word document as lines with styles, read and written."""

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

# What XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHINESE_FONT = "宋体"
_FONTS_OF = ("Normal", "Title", "Heading 1", "Heading 2")
_LINK_COLOUR = "A92D1B"


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word document holds.

    Attributes:
        title: as its properties state it, or "".
        author: likewise.
        date: ISO date of its making or last change, or "".
        styled: the name of the style and the text of each line, in order.
    """

    title: str
    author: str
    date: str
    styled: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look in a line; ``link`` is the address that they lead to, or ""."""

    text: str
    strong: bool = False
    raised: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph to be written, in one of Word's own styles."""

    runs: tuple[Run, ...]
    style: str = "Normal"


def read_word(stream: BinaryIO) -> WordText:
    """Return what a document holds; a row of a table is a line."""
    document = docx.Document(stream)
    known = document.core_properties
    date = known.created or known.modified
    return WordText(
        title=known.title or "",
        author=known.author or "",
        date=date.date().isoformat() if date else "",
        styled=tuple(_styled(document)),
    )


def write_word(title: str, made_at: datetime, content: Iterable[WordLine]) -> bytes:
    """Return a document; characters that no Word document can hold are left out."""
    document = docx.Document()
    known = document.core_properties
    known.title, known.author, known.comments = _held(title)[:255], "", ""
    known.created = known.modified = made_at
    for name in _FONTS_OF:
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _CHINESE_FONT)
    for one in content:
        _write(document.add_paragraph(style=one.style), one.runs)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _write(paragraph: Paragraph, runs: Iterable[Run]) -> None:
    for run in runs:
        written = paragraph.add_run(_held(run.text))
        written.bold = run.strong or None
        written.font.superscript = run.raised or None
        if run.link:
            _link(paragraph, written._r, run.link)


def _link(paragraph: Paragraph, run: Any, address: str) -> None:  # noqa: ANN401 - lxml's
    """Wrap a run in a hyperlink, which python-docx reads but does not write."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True))
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), _LINK_COLOUR)
    run.get_or_add_rPr().append(colour)
    run.addprevious(link)
    link.append(run)


def _held(text: str) -> str:
    return _NO_XML.sub("", text)


def _styled(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each line of the document with the name of its style; a row of a table is a line."""
    names = {style.style_id: style.name or "" for style in document.styles}
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (("", row) for row in _rows(part))
        else:
            name = names.get(_style_id(part), "")
            yield from ((name, text) for text in iterate_lines(part.text))


def _style_id(paragraph: Paragraph) -> str:
    """Return the style's id; asking for the style itself searches all of them each time."""
    return paragraph._p.style or ""


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells = dict.fromkeys(row.cells)  # a merged cell comes once for each place
        text = join_line(" | ".join(filter(None, (join_line(cell.text) for cell in cells))))
        if text:
            yield text
