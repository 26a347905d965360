"""Detect the type of a file: by its name, unless its first bytes are clearly something else."""

import io
import re
import zipfile
from collections.abc import Set
from enum import Enum
from pathlib import PurePath
from typing import BinaryIO

from embeddings.errors import UnreadableFileError


class FileType(Enum):
    """A type of file that can be read; the values are names for people."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"
    OLD_WORD = "a document of Word 97, WPS, RTF or OpenDocument"
    OLD_PRESENTATION = "a presentation of PowerPoint 97, WPS or OpenDocument"
    EPUB = "EPUB"
    SPREADSHEET = "a spreadsheet"
    PRESENTATION = "PPTX"
    JSON = "JSON"
    JSON_LINES = "JSON lines"
    CSV = "CSV"
    MAIL = "an e-mail"
    ZIP = "ZIP"
    IMAGE = "an image"


KINDS = {
    ".txt": FileType.TEXT,
    ".md": FileType.MARKDOWN,
    ".markdown": FileType.MARKDOWN,
    ".html": FileType.HTML,
    ".htm": FileType.HTML,
    ".pdf": FileType.PDF,
    ".docx": FileType.DOCX,
    ".doc": FileType.OLD_WORD,
    ".wps": FileType.OLD_WORD,
    ".rtf": FileType.OLD_WORD,
    ".odt": FileType.OLD_WORD,
    ".ppt": FileType.OLD_PRESENTATION,
    ".dps": FileType.OLD_PRESENTATION,
    ".odp": FileType.OLD_PRESENTATION,
    ".epub": FileType.EPUB,
    ".xlsx": FileType.SPREADSHEET,
    ".xls": FileType.SPREADSHEET,
    ".ods": FileType.SPREADSHEET,
    ".pptx": FileType.PRESENTATION,
    ".json": FileType.JSON,
    ".jsonl": FileType.JSON_LINES,
    ".ndjson": FileType.JSON_LINES,
    ".csv": FileType.CSV,
    ".eml": FileType.MAIL,
    ".zip": FileType.ZIP,
    ".png": FileType.IMAGE,
    ".jpg": FileType.IMAGE,
    ".jpeg": FileType.IMAGE,
    ".webp": FileType.IMAGE,
    ".tif": FileType.IMAGE,
    ".tiff": FileType.IMAGE,
    ".bmp": FileType.IMAGE,
}
SUFFIXES = tuple(sorted(KINDS))
_CONTAINERS = {
    FileType.PDF,
    FileType.DOCX,
    FileType.OLD_WORD,
    FileType.OLD_PRESENTATION,
    FileType.EPUB,
    FileType.SPREADSHEET,
    FileType.PRESENTATION,
    FileType.ZIP,
    FileType.IMAGE,
}  # these have signatures
_HEAD = 1024
_MOST_COMPOUND = 50_000_000  # bytes of a compound file that are searched
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html\b",
    re.I | re.S,
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.SPREADSHEET,
    b"application/vnd.oasis.opendocument.text": FileType.OLD_WORD,
    b"application/vnd.oasis.opendocument.presentation": FileType.OLD_PRESENTATION,
}
_RTF = b"{\\rtf"
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_IMAGE = re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|II\*\x00|MM\x00\*|RIFF.{4}WEBP|BM.{4}\x00{4}", re.S)
_COMPOUND = b"\xd0\xcf\x11\xe0"  # files of Office 97-2003, and encrypted ones
_COMPOUND_PARTS = {
    name: name.encode("utf-16-le")
    for name in ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book")
}
_COMPOUND_TYPES = {
    "WordDocument": FileType.OLD_WORD,
    "PowerPoint Document": FileType.OLD_PRESENTATION,
    "Workbook": FileType.SPREADSHEET,
    "Book": FileType.SPREADSHEET,
}
_COMPOUND_ADVICE = {
    "EncryptedPackage": "an encrypted Office file. Save it without a password",
}
_OTHERS = (
    (b"GIF8", "a GIF image. Save it as PNG"),
    (b"\x1f\x8b", "a gzip archive. Unpack it and use its files"),
    (b"Rar!\x1a", "a RAR archive. Unpack it and use its files"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive. Unpack it and use its files"),
)
_CONVERTIBLE = {
    ".et": "save it as XLSX",
}


def has_page_images(path: PurePath) -> bool:
    """Return whether files of this name have printed pages that can be shown."""
    return KINDS.get(path.suffix.lower()) in {FileType.PDF, FileType.IMAGE}


def guess_file_type(suffix: str, source: str) -> FileType:
    """Return the type of files with this suffix.

    Raises:
        UnreadableFileError: files of this type cannot be read.
    """
    kind = KINDS.get(suffix.lower())
    if kind is None:
        advice = _CONVERTIBLE.get(suffix.lower())
        if advice:
            raise UnreadableFileError(source, f"files of type '{suffix}' cannot be read: {advice}.")
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


def find_suffix(data: bytes) -> str:
    """Return the suffix that files with this content have, or "" if their first bytes do not tell.

    Texts have no first bytes of their own.
    """
    try:
        kind = _detect_from_head(data[:_HEAD], io.BytesIO(data), "")
    except UnreadableFileError:
        return ""
    return next((suffix for suffix, one in KINDS.items() if one is kind), "")


def _detect_from_head(head: bytes, stream: BinaryIO, source: str) -> FileType | None:
    if _PDF.match(head):
        return FileType.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_archive_type(stream, source)
    if _IMAGE.match(head):
        return FileType.IMAGE
    if head.startswith(_COMPOUND):
        return _detect_compound_type(stream, source)
    if head.startswith(_RTF):
        return FileType.OLD_WORD
    for mark, advice in _OTHERS:
        if head.startswith(mark):
            raise UnreadableFileError(source, f"this is {advice}.")
    return FileType.HTML if _HTML.match(head) else None


def _detect_compound_type(stream: BinaryIO, source: str) -> FileType:
    """Return the type of a compound file, by the names of its streams."""
    stream.seek(0)
    data = stream.read(_MOST_COMPOUND)
    found = next((name for name, key in _COMPOUND_PARTS.items() if key in data), "")
    if found in _COMPOUND_TYPES:
        return _COMPOUND_TYPES[found]
    advice = _COMPOUND_ADVICE.get(
        found, "an old Word or Excel file or an encrypted one. Save it as DOCX or CSV"
    )
    raise UnreadableFileError(source, f"this is {advice}.")


def _detect_archive_type(stream: BinaryIO, source: str) -> FileType:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            stated = _read_kind(archive, names)
    except Exception as error:  # zipfile raises many types on a damaged archive
        raise UnreadableFileError(
            source, "the archive is damaged or truncated. Pack it again, or copy the file again."
        ) from error
    return _OPEN_DOCUMENTS.get(stated.strip()) or _detect_from_members(names)


def _read_kind(archive: zipfile.ZipFile, names: Set[str]) -> bytes:
    """Return what an OpenDocument file says it is."""
    if "mimetype" not in names or "content.xml" not in names:
        return b""
    with archive.open("mimetype") as member:
        return member.read(_HEAD)


def _detect_from_members(names: Set[str]) -> FileType:
    if "word/document.xml" in names:
        return FileType.DOCX
    if "META-INF/container.xml" in names:
        return FileType.EPUB
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return FileType.SPREADSHEET
    return FileType.PRESENTATION if "ppt/presentation.xml" in names else FileType.ZIP
