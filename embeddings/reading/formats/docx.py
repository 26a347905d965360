"""DOCX: paragraphs, headings by style, tables as lines, and the document's properties."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from embeddings.articles.content import Paragraph, Role
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import take_imprint
from embeddings.cleaning.characters import is_numbered
from embeddings.cleaning.headlines import is_title_like
from embeddings.documents import Article, Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title
from embeddings.reading.formats.word_document import WordText, read_word
from embeddings.reading.formats.zip_archive import open_archive

_TITLE = re.compile(r"title|标题", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题)\s?\d", re.IGNORECASE)
_PLACEHOLDER_TITLE = re.compile(
    r"microsoft word|word document|未命名|无标题|untitled|\.docx?$|文档\s?\d*$", re.I
)
_TOP = 5  # lines in which a title is printed
_PLACEHOLDER_AUTHOR = re.compile(
    r"python-docx|microsoft|windows|user|administrator|admin|wps", re.I
)


def read_docx(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the one article of a Word document.

    Raises:
        UnreadableFileError: the archive is damaged or exceeds the limits, or it contains no text.
    """
    with open_archive(stream, source):
        pass  # checks the limits, because python-docx unpacks everything
    stream.seek(0)
    document = read_word(stream)
    properties = _build_imprint(document, source)
    stated, paragraphs = take_imprint(
        (
            Paragraph(text, Role.HEADING if _HEADING.match(style) else Role.BODY)
            for style, text in document.styled
        ),
        properties.title,
        read_page_imprint(source, ()),
    )
    imprint = Imprint(properties.title).complete(stated).complete(properties)
    article = ArticleBuilder(source).build(imprint, paragraphs)
    if article is None:
        raise UnreadableFileError(
            source, "the document contains no text. If its pages are images, run OCR first."
        )
    yield article


def _build_imprint(document: WordText, source: str) -> Imprint:
    styled = document.styled
    printed = next((text for style, text in styled[:_TOP] if _TITLE.fullmatch(style)), "")
    stated = "" if _PLACEHOLDER_TITLE.search(document.title) else document.title
    if stated not in {text for _, text in styled[:_TOP]}:  # properties are often another file's
        stated = _find_headline(document) or stated
    return Imprint(
        title=printed or stated or derive_title(source),
        byline="" if _PLACEHOLDER_AUTHOR.fullmatch(document.author) else document.author,
        date=document.date,
        date_origin=Origin.DOCUMENT_PROPERTY,
        byline_origin=Origin.DOCUMENT_PROPERTY,
    )


def _find_headline(document: WordText) -> str:
    """Return the first line if it is a headline by its style or by its words, or ""."""
    if len(document.styled) < 2:  # noqa: PLR2004 - a headline heads something
        return ""
    style, text = document.styled[0]
    is_headline = is_title_like(text) and not is_numbered(text) and " | " not in text
    return text if _HEADING.match(style) or is_headline else ""
