"""How files of each type are read: a number that grows when they read differently.

It is part of what a library remembers about a file, so that ``wenbao reindex`` reads those files
again that an earlier version read in another way. Types that are missing read as ever.
"""

from pathlib import PurePath

from embeddings.reading.file_types import KINDS, FileType

_FIRST = 1
_RECIPES = {
    FileType.TEXT: 2,  # wrapped lines, left-over marks, several stories
    FileType.MARKDOWN: 2,  # parsed: code, tables, lists, several stories
    FileType.HTML: 2,  # tables, lists, all text of the main part
    FileType.PDF: 2,  # with places; scanned pages are recognised
    FileType.DOCX: 2,  # all text that Word shows; titles as printed
    FileType.EPUB: 2,  # chapters by the table of contents
    FileType.CSV: 2,  # titles above the header, more names of columns
    FileType.JSON: 2,  # nested fields, timestamps
    FileType.JSON_LINES: 2,
    FileType.ZIP: 3,  # any of these
}


def get_recipe(name: str) -> bytes:
    """Return what identifies how a file of this name is read; empty if it reads as ever."""
    return _encode(_get_number(name))


def list_former_recipes(name: str) -> list[bytes]:
    """Return what identified how earlier versions read a file of this name."""
    return [_encode(number) for number in range(1, _get_number(name))]


def _get_number(name: str) -> int:
    kind = KINDS.get(PurePath(name).suffix.lower())
    return _RECIPES.get(kind, _FIRST) if kind else _FIRST


def _encode(number: int) -> bytes:
    return b"" if number == _FIRST else f"recipe {number}".encode()
