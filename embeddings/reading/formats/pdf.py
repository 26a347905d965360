"""PDF: the text layer with its printed pages, and the metadata of the document."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

import pypdfium2

from embeddings.documents import Article, Origin, Page
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import derive_title, join_line
from embeddings.reading.formats.page_starts import add_page_starts
from embeddings.reading.formats.text import build_length_error, read_stories
from embeddings.reading.limits import MOST_PAGE_CHARACTERS
from embeddings.text.dates import parse_date_field

_PASSWORD, _SECURITY = 4, 5  # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of fpdfview.h
_BROKEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_FILE_NAME = re.compile(
    r"\.(?:docx?|wps|pdf|indd|txt|pptx?|qxd|fh\d)\b|untitled|未命名|无标题|文档\s?\d", re.I
)
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_TITLE = 120


def read_pdf(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the stories of a PDF, with the printed pages they are on.

    Raises:
        UnreadableFileError: the file is damaged, encrypted or too long, or has no text layer.
    """
    document = _open_document(stream, source)
    try:
        pages = list(_read_pages(document, source))
        metadata = document.get_metadata_dict()
    finally:
        document.close()
    if not any(map(str.strip, pages)):
        raise UnreadableFileError(
            source, "no text layer: run OCR first. Its pages are images without any text."
        )
    articles = read_stories(Page(source, "\n\n".join(pages)))
    yield from add_page_starts(_add_metadata(articles, metadata), pages)


def _open_document(stream: BinaryIO, source: str) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (_PASSWORD, _SECURITY):
            reason = "the PDF is encrypted. Save it without a password and try again."
        else:
            reason = "the PDF is damaged or truncated. Save or download it again."
        raise UnreadableFileError(source, reason) from error


def _read_pages(document: pypdfium2.PdfDocument, source: str) -> Iterator[str]:
    """Yield the text of each page, with line feeds as line ends; "" for a broken page."""
    length = 0
    for number in range(len(document)):
        text = _read_page(document, number)
        length += len(text)
        if length > MOST_PAGE_CHARACTERS:
            raise build_length_error(source)
        yield text


def _read_page(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""
    page.close()
    return _BROKEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _add_metadata(articles: Sequence[Article], metadata: dict[str, str]) -> list[Article]:
    """Add to the articles what they do not print themselves, if the metadata is sensible."""
    date = parse_date_field(metadata.get("CreationDate", ""))
    dated = [
        article
        if article.date or not date
        else replace(article, date=date, date_origin=Origin.DOCUMENT_PROPERTY)
        for article in articles
    ]
    return [_add_title(dated[0], metadata)] if len(dated) == 1 else dated


def _add_title(article: Article, metadata: dict[str, str]) -> Article:
    """Add author and title to the only article of a file, unless it prints them itself."""
    title, author = join_line(metadata.get("Title", "")), join_line(metadata.get("Author", ""))
    if not article.byline and _WORD.search(author):
        article = replace(article, byline=author, byline_origin=Origin.DOCUMENT_PROPERTY)
    untitled = article.title == derive_title(article.source)
    return replace(article, title=title) if untitled and _is_title(title) else article


def _is_title(title: str) -> bool:
    is_sensible = len(title) <= _LONGEST_TITLE and not _FILE_NAME.search(title)
    return is_sensible and bool(_WORD.search(title))
