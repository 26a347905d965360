"""Web pages: the main text without menus, and what the page says about itself."""

import re
from collections.abc import Iterator, Set
from typing import BinaryIO

import trafilatura
from lxml import html

from embeddings.articles.typesetting import Paragraph
from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, iterate_lines, stem
from embeddings.reading.formats.markup import Markup, decode_markup
from embeddings.reading.limits import MOST_MARKUP_BYTES

_AUTHOR = ("meta[name='author' i]", "meta[property='article:author' i]")
_CELLS = re.compile(r"\| (.*?)[ |]*")


def read_html(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the one article of a web page.

    Raises:
        UnreadableFileError: too big, an unknown encoding, or no text.
    """
    text = decode_markup(stream.read(MOST_MARKUP_BYTES + 1), source)
    page, writer = Markup(text), ArticleBuilder(source)
    byline = next(filter(None, (page.attribute(tag, "content") for tag in _AUTHOR)), "")
    imprint = Imprint(page.first("h1") or page.first("title") or stem(source), byline)
    headings = set(page.texts("h1, h2, h3, h4, h5, h6"))
    article = _main_article(text, imprint, headings, writer)
    article = article or writer.write(imprint, page.paragraphs())
    if article is None:
        raise UnreadableFileError(source, "the page holds no text. Give a page with text in it.")
    yield article


def _main_article(
    text: str, imprint: Imprint, headings: Set[str], writer: ArticleBuilder
) -> Article | None:
    """Return the main text of a page, or None when it cannot be told from the rest."""
    try:
        tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        main = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # whatever an odd page makes of it: the plain text is left
        return None
    if main is None or isinstance(main, dict) or not main.text:
        return None
    found = Imprint(
        main.title or imprint.title,
        main.author or imprint.byline,
        main.date or "",
        main.url or "",
    )
    return writer.write(found, _paragraphs(main.text, headings))


def _paragraphs(text: str, headings: Set[str]) -> Iterator[Paragraph]:
    for line in iterate_lines(text):
        row = _CELLS.fullmatch(line)
        plain = row[1] if row else line.removeprefix("- ")
        if plain:
            yield Paragraph(plain, plain in headings)
