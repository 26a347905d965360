"""A file that is made for somebody to keep: its content, media type and name."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Characters that some file system rejects in a name, or that change the direction of writing.
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]+')
_NAME_CHARACTERS = 60
# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Format(StrEnum):
    """The formats of a list: JSON, or a file for spreadsheets or for people."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


MEDIA_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.MARKDOWN: "text/markdown; charset=utf-8",
}
_EXTENSIONS = {Format.CSV: "csv", Format.MARKDOWN: "md"}


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An exported file."""

    content: bytes
    media_type: str
    name: str


def build_file_name(title: str) -> str:
    """Return a name that every file system accepts, without its extension."""
    cleaned = _UNSAFE.sub(" ", title.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(cleaned.split())[:_NAME_CHARACTERS].strip(" .") or "wenbao"


def build_csv(title: str, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> ExportedFile:
    """Return a table as a CSV file (RFC 4180) named after ``title``; no cell is a formula.

    It begins with a byte order mark, without which Excel does not read it as UTF-8.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows(map(_disarm, rows))
    return _build(title, file.getvalue().encode("utf-8-sig", "replace"), Format.CSV)


def build_markdown(title: str, lines: Iterable[str]) -> ExportedFile:
    """Return lines as a Markdown file named after ``title``."""
    text = "".join(f"{line}\n" for line in lines)
    return _build(title, text.encode("utf-8", "replace"), Format.MARKDOWN)


def _build(title: str, content: bytes, form: Format) -> ExportedFile:
    name = f"{build_file_name(title)}.{_EXTENSIONS[form]}"
    return ExportedFile(content, MEDIA_TYPES[form], name)


def _disarm(cells: Iterable[str]) -> list[str]:
    """Return ``cells`` as a spreadsheet reads them as text: behind an apostrophe if need be."""
    return [f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell for cell in cells]
