"""Export a transcript as a file: its content, media type and name."""

import re
from dataclasses import dataclass
from enum import StrEnum

from service.conversations.export.docx import render_docx
from service.conversations.export.html import render_html
from service.conversations.export.labels import LABELS
from service.conversations.export.markdown import render_markdown
from service.conversations.transcript import Transcript
from service.language import Language

# Characters that some file system rejects in a name, or that change the direction of writing.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+')
_NAME_CHARACTERS = 60


class Format(StrEnum):
    """The file formats, by file name extension."""

    MARKDOWN = "md"
    HTML = "html"
    WORD = "docx"


MEDIA_TYPES = {
    Format.MARKDOWN: "text/markdown; charset=utf-8",
    Format.HTML: "text/html; charset=utf-8",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """An exported file."""

    content: bytes
    media_type: str
    name: str


def export(transcript: Transcript, form: Format, language: Language) -> Exported:
    """Return the transcript as a file in the format ``form``."""
    words = LABELS[language]
    if form is Format.WORD:
        content = render_docx(transcript, words)
    else:
        render = render_markdown if form is Format.MARKDOWN else render_html
        content = render(transcript, words).encode("utf-8", "replace")
    return Exported(content, MEDIA_TYPES[form], f"{_build_file_name(transcript.title)}.{form}")


def _build_file_name(title: str) -> str:
    cleaned = _UNSAFE.sub(" ", title.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(cleaned.split())[:_NAME_CHARACTERS].strip(" .") or "wenbao"
