"""DOCX: one article, with the title, date and byline that it prints, else from its properties."""

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from embeddings.articles.content import Element, Paragraph, Table
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.articles.typesetting import lay_out
from embeddings.documents import Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.formats.word.blocks import BlockReader, StyledElement
from embeddings.reading.formats.word.inline import InlineReader
from embeddings.reading.formats.word.numbering import Numbering
from embeddings.reading.formats.word.package import WordPackage, open_package
from embeddings.reading.formats.word.self_check import find_loss
from embeddings.reading.formats.word.styles import Styles
from embeddings.reading.formats.word.title import PrintedTitle, find_title
from embeddings.reading.formats.zip_archive import open_archive
from embeddings.reading.results import Extent, Read, ReadingWarning

_PLACEHOLDER_TITLE = re.compile(
    r"microsoft word|word document|未命名|无标题|untitled|\.docx?$|文档\s?\d*$", re.I
)
_PLACEHOLDER_AUTHOR = re.compile(
    r"python-docx|microsoft|windows|(?:windows |微软)?(?:user|用户)|administrator|admin|wps"
    r"|lenovo|dell|asus|acer|thinkpad|hp|pc",
    re.I,
)
_TOP = 5  # elements in which the title of the properties may be printed
_LONGEST_SAMPLE = 40  # characters of what was lost


def read_docx(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the one article of a Word document, and a warning if any of its text was lost.

    Raises:
        UnreadableFileError: the archive is damaged or exceeds the limits, or it contains no text.
    """
    with open_archive(stream, source) as archive:
        package = open_package(archive, source)
    styles = Styles.read(package.styles)
    reader = BlockReader(
        styles, Numbering.read(package.numbering), InlineReader(styles, package.notes)
    )
    styled = list(reader.read(package.body))
    title, elements = _separate_title(styled, package)
    properties = _read_properties(package, title or derive_title(source))
    stated, paragraphs = take_imprint(elements, properties.title, read_page_imprint(source, ()))
    imprint = Imprint(properties.title).complete(stated).complete(properties)
    article = ArticleBuilder(source).build(imprint, paragraphs)
    if article is None:
        raise UnreadableFileError(
            source, "the document contains no text. If its pages are images, run OCR first."
        )
    yield article
    yield from count_tables(elements)
    stored = [paragraph.text for paragraph in lay_out(item.element for item in styled)]
    loss = find_loss(package.body, styles, stored)
    if loss:
        yield ReadingWarning("", _describe_loss(loss))


def count_tables(elements: Sequence[Element]) -> Iterator[Extent]:
    """Yield how many tables there are, if any."""
    tables = sum(isinstance(element, Table) for element in elements)
    if tables:
        yield Extent(tables)


def _describe_loss(loss: str) -> str:
    return (
        f"{len(loss)} characters that Word shows were not read, among them"
        f" “{loss[:_LONGEST_SAMPLE]}”. Compare the article with the document."
    )


def _separate_title(
    styled: Sequence[StyledElement], package: WordPackage
) -> tuple[str, list[Element]]:
    """Return the title, and the elements without the lines that only print it."""
    elements = [item.element for item in styled]
    stated = "" if _PLACEHOLDER_TITLE.search(package.title) else package.title
    printed = find_title(styled)
    top = {item.text for item in elements[:_TOP] if isinstance(item, Paragraph)}
    if stated in top and not any(look and look.is_title for _, look in styled[:_TOP]):
        printed = PrintedTitle(stated)
    if printed.lines > 1 or printed.start:
        del elements[printed.start : printed.start + printed.lines]
    return printed.text or stated, elements


def _read_properties(package: WordPackage, title: str) -> Imprint:
    return Imprint(
        title=title,
        byline="" if _PLACEHOLDER_AUTHOR.fullmatch(package.author) else package.author,
        date=package.date,
        date_origin=Origin.DOCUMENT_PROPERTY,
        byline_origin=Origin.DOCUMENT_PROPERTY,
    )
