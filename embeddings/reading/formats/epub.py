"""EPUB: each chapter is an article, in reading order. Package format: EPUB 3.3, W3C."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO
from urllib.parse import unquote

from embeddings.documents import Article, Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.formats.markup import Markup, decode_markup
from embeddings.reading.formats.zip_archive import open_archive, read_member

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"


def read_epub(stream: BinaryIO, source: str) -> Iterator[Article]:
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
        chapters = [
            posixpath.normpath(_resolve(package_name, href)) for href in _list_chapters(package)
        ]
        _refuse_protected(archive, members, chapters, source)
        book = Imprint(
            package.find_text(r"dc\:title") or derive_title(source),
            package.find_text(r"dc\:creator"),
            package.find_text(r"dc\:date"),
            date_origin=Origin.DOCUMENT_PROPERTY,
            byline_origin=Origin.DOCUMENT_PROPERTY,
        )
        builder = ArticleBuilder(source)
        for name in chapters:
            if name in members:
                yield from _read_chapter(
                    _parse_member(archive, members, name, source), book, builder
                )


def _read_chapter(page: Markup, book: Imprint, builder: ArticleBuilder) -> Iterator[Article]:
    heading = next(filter(None, map(page.find_text, ("h1", "h2", "h3", "title"))), "")
    imprint = replace(book, title=heading or book.title)
    article = builder.build(imprint, page.iterate_paragraphs())
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


def _resolve(package_name: str, href: str) -> str:
    return posixpath.join(posixpath.dirname(package_name), unquote(href.partition("#")[0]))


def _parse_member(
    archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo], name: str, source: str
) -> Markup:
    if name not in members:
        raise UnreadableFileError(
            source, "the book lacks its table of contents: it is damaged. Download it again."
        )
    return Markup(decode_markup(read_member(archive, members[name], source), source))
