"""Web pages: the main text without menus, and the metadata of the page."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from typing import BinaryIO

import trafilatura
from lxml import html
from trafilatura.settings import Document

from embeddings.articles.content import Paragraph, Role
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import drop_repeated, take_imprint
from embeddings.documents import Article, Origin
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title, iterate_lines
from embeddings.reading.formats.html_imprint import WebImprint, read_web_imprint
from embeddings.reading.formats.markup import Markup, decode_markup
from embeddings.reading.limits import MOST_MARKUP_BYTES

_CELLS = re.compile(r"\| (.*?)[ |]*")


def read_html(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the one article of a web page.

    Raises:
        UnreadableFileError: the page is too big, has an unknown encoding, or contains no text.
    """
    text = decode_markup(stream.read(MOST_MARKUP_BYTES + 1), source)
    page, main = Markup(text), _extract_main_part(text)
    title = page.find_text("h1") or page.find_text("title") or derive_title(source)
    address = (main.url or "") if main else ""
    web = read_web_imprint(text, (main.title if main else "") or title, address)
    imprint = Imprint(title).complete(web.stated)
    article, builder = None, ArticleBuilder(source)
    if main:
        found = replace(imprint, title=main.title or title, url=address)
        if not found.byline and main.author:
            found = replace(found, byline=main.author, byline_origin=Origin.WEB)
        headings = set(page.find_texts("h1, h2, h3, h4, h5, h6"))
        article = _build(_split_main_text(main.text or "", headings), found, web, builder)
    article = article or _build(page.iterate_paragraphs(), imprint, web, builder)
    if article is None:
        raise UnreadableFileError(source, "the page contains no text. Use a page that does.")
    yield article


def _build(
    paragraphs: Iterable[Paragraph], imprint: Imprint, web: WebImprint, builder: ArticleBuilder
) -> Article | None:
    """Return the article of these paragraphs, without those that only state its imprint."""
    page = read_page_imprint(builder.source, ())
    stated, others = take_imprint(drop_repeated(paragraphs, web.lines), imprint.title, page)
    return builder.build(imprint.complete(stated), others)


def _extract_main_part(text: str) -> Document | None:
    """Return the main part of a page, or None if it cannot be identified."""
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
    return None if main is None or isinstance(main, dict) or not main.text else main


def _split_main_text(text: str, headings: Set[str]) -> Iterator[Paragraph]:
    for line in iterate_lines(text):
        row = _CELLS.fullmatch(line)
        plain = row[1] if row else line.removeprefix("- ")
        if plain:
            yield Paragraph(plain, Role.HEADING if plain in headings else Role.BODY)
