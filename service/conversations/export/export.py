"""Export a transcript as a file: its content, media type and name."""

from enum import StrEnum

from service.conversations.export.docx import render_docx
from service.conversations.export.html import render_html
from service.conversations.export.labels import LABELS
from service.conversations.export.markdown import render_markdown
from service.conversations.transcript import Transcript
from service.exported_file import ExportedFile, build_file_name
from service.language import Language


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


def export(transcript: Transcript, form: Format, language: Language) -> ExportedFile:
    """Return the transcript as a file in the format ``form``."""
    words = LABELS[language]
    if form is Format.WORD:
        content = render_docx(transcript, words)
    else:
        render = render_markdown if form is Format.MARKDOWN else render_html
        content = render(transcript, words).encode("utf-8", "replace")
    return ExportedFile(content, MEDIA_TYPES[form], f"{build_file_name(transcript.title)}.{form}")
