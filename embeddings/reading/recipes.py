"""How files of each type are read: a number that grows when they read differently.

It is part of what a library remembers about a file, so that ``wenbao reindex`` reads those files
again that an earlier version read in another way. Types that are missing read as ever.
"""

from pathlib import PurePath

from embeddings.reading.file_types import KINDS, FileType

_RECIPES = {
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
    kind = KINDS.get(PurePath(name).suffix.lower())
    number = _RECIPES.get(kind) if kind else None
    return b"" if number is None else f"recipe {number}".encode()
