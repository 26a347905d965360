"""Web pages: the main text without menus, and the metadata of the page."""

import re
from collections.abc import Iterator, Set
from typing import BinaryIO

import trafilatura
from lxml import html

from embeddings.articles.typesetting import Paragraph
from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title, iterate_lines
from embeddings.reading.formats.markup import Markup, decode_markup
from embeddings.reading.limits import MOST_MARKUP_BYTES

_AUTHOR = ("meta[name='author' i]", "meta[property='article:author' i]")
_CELLS = re.compile(r"\| (.*?)[ |]*")


def read_html(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the one article of a web page.

    Raises:
        UnreadableFileError: the page is too big, has an unknown encoding, or contains no text.
    """
    text = decode_markup(stream.read(MOST_MARKUP_BYTES + 1), source)
    page, builder = Markup(text), ArticleBuilder(source)
    byline = next(filter(None, (page.find_attribute(tag, "content") for tag in _AUTHOR)), "")
    imprint = Imprint(
        page.find_text("h1") or page.find_text("title") or derive_title(source), byline
    )
    headings = set(page.find_texts("h1, h2, h3, h4, h5, h6"))
    article = _extract_main_article(text, imprint, headings, builder)
    article = article or builder.build(imprint, page.iterate_paragraphs())
    if article is None:
        raise UnreadableFileError(source, "the page contains no text. Use a page that does.")
    yield article


def _extract_main_article(
    text: str, imprint: Imprint, headings: Set[str], builder: ArticleBuilder
) -> Article | None:
    """Return the main text of a page, or None if it cannot be identified."""
    try:
        tree = html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        main = trafilatura.bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # odd pages raise anything; the plain text is used instead
        return None
    if main is None or isinstance(main, dict) or not main.text:
        return None
    found = Imprint(
        main.title or imprint.title,
        main.author or imprint.byline,
        main.date or "",
        main.url or "",
    )
    return builder.build(found, _split_main_text(main.text, headings))


def _split_main_text(text: str, headings: Set[str]) -> Iterator[Paragraph]:
    for line in iterate_lines(text):
        row = _CELLS.fullmatch(line)
        plain = row[1] if row else line.removeprefix("- ")
        if plain:
            yield Paragraph(plain, plain in headings)
