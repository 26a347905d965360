"""PDF: its text layer in reading order, with headings, tables, footnotes and printed pages."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from embeddings.articles.content import Element
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.documents import Origin
from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import PrintedPage, scale_page
from embeddings.layout.document import Sheet, gather_sheets, read_document
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title, join_line
from embeddings.reading.formats.pdf_elements import build_elements, take_furniture
from embeddings.reading.formats.pdf_pages import Bookmark, PdfFile, open_pdf
from embeddings.reading.formats.pdf_parts import attach_headings, split_parts
from embeddings.reading.formats.pdf_titles import split_title
from embeddings.reading.formats.text import build_length_error
from embeddings.reading.limits import MOST_PAGE_CHARACTERS
from embeddings.reading.recognizer import Recognizer, name_page
from embeddings.reading.results import Extent, PartFailure, Read
from embeddings.scans.images import ImageError
from embeddings.text.dates import parse_date_field

_FILE_NAME = re.compile(
    r"\.(?:docx?|wps|pdf|indd|txt|pptx?|qxd|fh\d)\b|untitled|未命名|无标题|文档\s?\d", re.I
)
_PLACEHOLDER_AUTHOR = re.compile(
    r"anonymous|unknown|unspecified|microsoft.*|windows.*|user|administrator|admin|wps.*", re.I
)
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_TITLE = 120


def read_pdf(stream: BinaryIO, source: str, recognizer: Recognizer) -> Iterator[Read]:
    """Yield the articles of a PDF, with the printed pages they are on, and what it contains.

    Pages that are only images are recognised.

    Raises:
        UnreadableFileError: the file is damaged, encrypted or too long, or has no text.
    """
    sheets: list[Sheet] = []
    length = 0
    with open_pdf(stream, source) as file:
        for page in file.iterate_pages():
            printed = page.printed
            if page.is_scan:
                printed = yield from _recognize(file, printed, recognizer)
            length += len(printed.glyphs)
            if length > MOST_PAGE_CHARACTERS:
                raise build_length_error(source)
            sheets += gather_sheets(printed)
            yield Extent(pages=1)  # tells that the reading goes on
        bookmarks, metadata = file.read_bookmarks(), file.metadata
    yield from read_sheets(sheets, bookmarks, metadata, source)


def _recognize(
    file: PdfFile, page: PrintedPage, recognizer: Recognizer
) -> Generator[Read, None, PrintedPage]:
    """Return a page that is an image as it was recognised; empty if that fails."""
    try:
        image = file.render(page.number)
    except ImageError as error:
        yield PartFailure(name_page(page.number), str(error))
        return page
    found = yield from recognizer.recognize(image, page.number, file.count)
    return scale_page(found, page.width / found.width) if found else page


def read_sheets(
    sheets: Sequence[Sheet], bookmarks: Sequence[Bookmark], metadata: dict[str, str], source: str
) -> Iterator[Read]:
    """Yield the articles of printed pages, and what they contain.

    Raises:
        UnreadableFileError: there is no text on them.
    """
    document = read_document(sheets)
    if not document.paragraphs:
        raise UnreadableFileError(source, "there is no text on its pages.")
    elements, lines = take_furniture(build_elements(document))
    parts = attach_headings(split_parts(elements, bookmarks))
    lines += [line for omitted in document.furniture for line in omitted]
    yield from _build_articles(parts, lines, metadata, source)
    yield Extent(tables=sum(bool(item.table) for item in document.paragraphs))


def _build_articles(
    parts: Sequence[Sequence[Element]], lines: Sequence[str], metadata: dict[str, str], source: str
) -> Iterator[Read]:
    page = read_page_imprint(source, lines)
    stated = _read_metadata(metadata)
    builder = ArticleBuilder(source)
    has_article = False
    for part in parts:
        title, rest = split_title(part, len(parts) > 1)
        if not title and len(parts) == 1:
            title = stated.title
        title = title or derive_title(source)
        printed, paragraphs = take_imprint(rest, title, page)
        own = stated if len(parts) == 1 else replace(stated, byline="")
        imprint = Imprint(title).complete(printed).complete(own)
        if article := builder.build(imprint, paragraphs):
            has_article = True
            yield article
    if not has_article:
        raise UnreadableFileError(source, "contains nothing but headings; nothing to index")


def _read_metadata(metadata: dict[str, str]) -> Imprint:
    """Return what the metadata says, if it is sensible."""
    title, author = join_line(metadata.get("Title", "")), join_line(metadata.get("Author", ""))
    is_name = _WORD.search(author) and not _PLACEHOLDER_AUTHOR.fullmatch(author)
    return Imprint(
        title=title if _is_title(title) else "",
        byline=author if is_name else "",
        date=parse_date_field(metadata.get("CreationDate", "")),
        date_origin=Origin.DOCUMENT_PROPERTY,
        byline_origin=Origin.DOCUMENT_PROPERTY,
    )


def _is_title(title: str) -> bool:
    is_sensible = len(title) <= _LONGEST_TITLE and not _FILE_NAME.search(title)
    return is_sensible and bool(_WORD.search(title))
