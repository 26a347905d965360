"""Write Word documents as lines with styles. Only this module imports python-docx."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

# Characters not allowed in XML 1.0 (https://www.w3.org/TR/xml/#charsets).
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHINESE_FONT = "宋体"
_STYLES = ("Normal", "Title", "Heading 1", "Heading 2")
_LINK_COLOUR = "A92D1B"


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
