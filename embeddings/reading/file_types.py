"""Which kind a file is: by its name, unless its first bytes are unmistakably something else."""

import re
import zipfile
from collections.abc import Set
from enum import Enum
from typing import BinaryIO

from embeddings.errors import UnreadableFileError


class FileType(Enum):
    """A kind of file that can be read, as people call it."""

    TEXT = "text"
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
    ".md": FileType.TEXT,
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
}  # these have a mark of their own
_HEAD = 1024
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html\b",
    re.I | re.S,
)
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file or an encrypted one. Save it as DOCX or CSV"),
    (b"\x89PNG", "a picture. Recognise its text (OCR) and give that"),
    (b"\xff\xd8\xff", "a picture. Recognise its text (OCR) and give that"),
    (b"GIF8", "a picture. Recognise its text (OCR) and give that"),
    (b"\x1f\x8b", "a gzip archive. Unpack it and give what is in it"),
    (b"Rar!\x1a", "a RAR archive. Unpack it and give what is in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive. Unpack it and give what is in it"),
    (b"{\\rtf", "an RTF file. Save it as DOCX"),
)


def guess_file_type(suffix: str, source: str) -> FileType:
    """Return the kind that files with this suffix are.

    Raises:
        UnreadableFileError: files of this kind cannot be read.
    """
    kind = KINDS.get(suffix.lower())
    if kind is None:
        kinds = ", ".join(SUFFIXES)
        raise UnreadableFileError(
            source,
            f"files of kind '{suffix}' cannot be read, only {kinds}. Save it as one of these.",
        )
    return kind


def detect_file_type(stream: BinaryIO, suffix: str, source: str) -> FileType:
    """Return what kind of file ``stream`` is; it stands at its beginning before and after.

    Raises:
        UnreadableFileError: a kind that cannot be read, or another one than its name says.
    """
    named = guess_file_type(suffix, source)
    head = stream.read(_HEAD)
    found = _kind_of_head(head, stream, source)
    stream.seek(0)
    if found is None and named in _CONTAINERS:
        raise UnreadableFileError(
            source,
            f"its content is not {named.value}: it is damaged, or another kind of file with a wrong"
            " name. Save it again.",
        )
    if found is FileType.HTML and named not in _CONTAINERS | {FileType.TEXT}:
        return named
    return found or named


def _kind_of_head(head: bytes, stream: BinaryIO, source: str) -> FileType | None:
    if _PDF.match(head):
        return FileType.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_archive(stream, source)
    for mark, advice in _OTHERS:
        if head.startswith(mark):
            raise UnreadableFileError(source, f"this is {advice}.")
    return FileType.HTML if _HTML.match(head) else None


def _kind_of_archive(stream: BinaryIO, source: str) -> FileType:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except Exception as error:  # whatever a damaged archive makes zipfile raise
        raise UnreadableFileError(
            source, "the archive is damaged or cut off. Pack it again, or copy the file again."
        ) from error
    return _kind_of_members(names, source)


def _kind_of_members(names: Set[str], source: str) -> FileType:
    if "word/document.xml" in names:
        return FileType.DOCX
    if "META-INF/container.xml" in names:
        return FileType.EPUB
    if names & {"xl/workbook.xml", "ppt/presentation.xml"}:
        raise UnreadableFileError(
            source, "this is a spreadsheet or a presentation. Save it as CSV, or as PDF."
        )
    return FileType.ZIP
