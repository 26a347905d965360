"""Detect the type of a file: by its name, unless its first bytes are clearly something else."""

import re
import zipfile
from collections.abc import Set
from enum import Enum
from typing import BinaryIO

from embeddings.errors import UnreadableFileError


class FileType(Enum):
    """A type of file that can be read; the values are names for people."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"
    EPUB = "EPUB"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    CSV = "CSV"
    ZIP = "ZIP"


KINDS = {
    ".txt": FileType.TEXT,
    ".md": FileType.MARKDOWN,
    ".markdown": FileType.MARKDOWN,
    ".html": FileType.HTML,
    ".htm": FileType.HTML,
    ".pdf": FileType.PDF,
    ".docx": FileType.DOCX,
    ".epub": FileType.EPUB,
    ".json": FileType.JSON,
    ".jsonl": FileType.JSON_LINES,
    ".ndjson": FileType.JSON_LINES,
    ".csv": FileType.CSV,
    ".zip": FileType.ZIP,
}
SUFFIXES = tuple(sorted(KINDS))
_CONTAINERS = {
    FileType.PDF,
    FileType.DOCX,
    FileType.EPUB,
    FileType.ZIP,
}  # these have signatures
_HEAD = 1024
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html\b",
    re.I | re.S,
)
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file or an encrypted one. Save it as DOCX or CSV"),
    (b"\x89PNG", "an image. Extract its text (OCR) and use that"),
    (b"\xff\xd8\xff", "an image. Extract its text (OCR) and use that"),
    (b"GIF8", "an image. Extract its text (OCR) and use that"),
    (b"\x1f\x8b", "a gzip archive. Unpack it and use its files"),
    (b"Rar!\x1a", "a RAR archive. Unpack it and use its files"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive. Unpack it and use its files"),
    (b"{\\rtf", "an RTF file. Save it as DOCX"),
)


def guess_file_type(suffix: str, source: str) -> FileType:
    """Return the type of files with this suffix.

    Raises:
        UnreadableFileError: files of this type cannot be read.
    """
    kind = KINDS.get(suffix.lower())
    if kind is None:
        kinds = ", ".join(SUFFIXES)
        raise UnreadableFileError(
            source,
            f"files of type '{suffix}' cannot be read, only {kinds}. Save it as one of these.",
        )
    return kind


def detect_file_type(stream: BinaryIO, suffix: str, source: str) -> FileType:
    """Return the type of the file ``stream``, which is at its start before and after.

    Raises:
        UnreadableFileError: the type cannot be read, or does not match the name.
    """
    expected = guess_file_type(suffix, source)
    head = stream.read(_HEAD)
    detected = _detect_from_head(head, stream, source)
    stream.seek(0)
    if detected is None and expected in _CONTAINERS:
        raise UnreadableFileError(
            source,
            f"its content is not {expected.value}: it is damaged, or has the wrong suffix."
            " Save it again.",
        )
    if detected is FileType.HTML and expected not in _CONTAINERS | {
        FileType.TEXT,
        FileType.MARKDOWN,
    }:
        return expected
    return detected or expected


def _detect_from_head(head: bytes, stream: BinaryIO, source: str) -> FileType | None:
    if _PDF.match(head):
        return FileType.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_archive_type(stream, source)
    for mark, advice in _OTHERS:
        if head.startswith(mark):
            raise UnreadableFileError(source, f"this is {advice}.")
    return FileType.HTML if _HTML.match(head) else None


def _detect_archive_type(stream: BinaryIO, source: str) -> FileType:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except Exception as error:  # zipfile raises many types on a damaged archive
        raise UnreadableFileError(
            source, "the archive is damaged or truncated. Pack it again, or copy the file again."
        ) from error
    return _detect_from_members(names, source)


def _detect_from_members(names: Set[str], source: str) -> FileType:
    if "word/document.xml" in names:
        return FileType.DOCX
    if "META-INF/container.xml" in names:
        return FileType.EPUB
    if names & {"xl/workbook.xml", "ppt/presentation.xml"}:
        raise UnreadableFileError(
            source, "this is a spreadsheet or a presentation. Save it as CSV, or as PDF."
        )
    return FileType.ZIP
