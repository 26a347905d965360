"""EPUB: each chapter is an article, in reading order. Package format: EPUB 3.3, W3C."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO
from urllib.parse import unquote

from embeddings.articles.content import Paragraph, Role, Table
from embeddings.cleaning.characters import ends_sentence
from embeddings.documents import Article, Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.formats.epub_chapters import (
    BookPage,
    Chapter,
    divide_into_chapters,
    drop_own_contents,
    is_contents_page,
    is_cover,
)
from embeddings.reading.formats.epub_contents import read_contents, resolve
from embeddings.reading.formats.markup import Markup, decode_markup
from embeddings.reading.formats.markup_elements import PageElement
from embeddings.reading.formats.zip_archive import open_archive, read_member
from embeddings.reading.results import Extent, Read

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_TOP = 3  # elements among which the heading of a page is


def read_epub(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the chapters of a book that contain text.

    Raises:
        UnreadableFileError: the book is damaged or protected, or exceeds the limits.
    """
    with open_archive(stream, source) as archive:
        members = {member.filename: member for member in archive.infolist()}
        package_name = _parse_member(archive, members, _CONTAINER, source).find_attribute(
            "rootfile", "full-path"
        )
        package = _parse_member(archive, members, package_name, source)
        names = [resolve(package_name, href)[0] for href in _list_chapters(package)]
        _refuse_protected(archive, members, names, source)

        def read(name: str) -> bytes | None:
            return read_member(archive, members[name], source) if name in members else None

        contents = read_contents(package, package_name, read)
        book = _read_imprint(package, source)
        pages = [
            _read_page(name, _parse_member(archive, members, name, source))
            for name in names
            if name in members and name != contents.file
        ]
    titles = (book.title, book.byline)
    shown = [page for page in pages if not is_contents_page(page) and not is_cover(page, titles)]
    chapters = divide_into_chapters(shown, contents.entries)
    yield from _build_articles(chapters, book, source)
    tables = sum(isinstance(item.element, Table) for page in shown for item in page.elements)
    if tables:
        yield Extent(tables)


def _read_imprint(package: Markup, source: str) -> Imprint:
    return Imprint(
        package.find_text(r"dc\:title") or derive_title(source),
        package.find_text(r"dc\:creator"),
        package.find_text(r"dc\:date"),
        date_origin=Origin.DOCUMENT_PROPERTY,
        byline_origin=Origin.DOCUMENT_PROPERTY,
    )


def _read_page(name: str, page: Markup) -> BookPage:
    title = page.find_text("title")
    elements = drop_own_contents(list(page.iterate_page()))
    return BookPage(name, _find_heading(elements), title, elements)


def _find_heading(elements: Sequence[PageElement]) -> str:
    """Return the heading at the top of a page, or ""; one further down is that of a section."""
    for item in elements[:_TOP]:
        element = item.element
        if not isinstance(element, Paragraph) or element.role is Role.LIST_ITEM:
            break
        if element.is_heading:
            return element.text
        if ends_sentence(element.text):
            break
    return ""


def _build_articles(chapters: Sequence[Chapter], book: Imprint, source: str) -> Iterator[Article]:
    builder = ArticleBuilder(source)
    for chapter in chapters:
        imprint = replace(book, title=chapter.title or book.title)
        article = builder.build(imprint, chapter.elements)
        if article is not None:
            yield article


def _list_chapters(package: Markup) -> list[str]:
    """Return the files of the chapters (the spine) in reading order, each once."""
    hrefs = {item.get("id", ""): item.get("href", "") for item in package.find_attributes("item")}
    order = (item.get("idref", "") for item in package.find_attributes("itemref"))
    return list(dict.fromkeys(hrefs[name] for name in order if hrefs.get(name)))


def _refuse_protected(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], chapters: list[str], source: str
) -> None:
    """Raise if chapters are encrypted. Encrypted fonts are common and do not matter."""
    if _ENCRYPTION not in members:
        return
    page = _parse_member(archive, members, _ENCRYPTION, source)
    references = page.find_attributes(r"enc\:CipherReference, CipherReference")
    if {unquote(reference.get("uri", "")) for reference in references} & set(chapters):
        raise UnreadableFileError(
            source, "the book is protected (DRM). Use a copy without protection."
        )


def _parse_member(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str, source: str
) -> Markup:
    if name not in members:
        raise UnreadableFileError(
            source, "the book lacks its table of contents: it is damaged. Download it again."
        )
    return Markup(decode_markup(read_member(archive, members[name], source), source))
