"""Web pages: the main text without menus, and the metadata of the page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

import trafilatura
from lxml import html
from trafilatura.settings import Document

from embeddings.articles.content import Element, Table
from embeddings.articles.imprint import read_page_imprint
from embeddings.articles.paragraph_imprint import drop_repeated, take_imprint
from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint
from embeddings.reading.formats.html_imprint import Known, WebImprint, read_web_imprint
from embeddings.reading.formats.html_main_part import select_main_part, select_text
from embeddings.reading.formats.html_title import choose_title, find_site
from embeddings.reading.formats.markup import Markup, decode_markup
from embeddings.reading.limits import MOST_MARKUP_BYTES
from embeddings.reading.results import Extent, Read


def read_html(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the one article of a web page.

    Raises:
        UnreadableFileError: the page is too big, has an unknown encoding, or contains no text.
    """
    text = decode_markup(stream.read(MOST_MARKUP_BYTES + 1), source)
    page, main = Markup(text), _extract_main_part(text)
    headline, stated = page.find_text("h1"), page.find_text("title")
    elements = list(page.iterate_page())
    address = (main.url or "") if main else ""
    extracted = (main.title or "") if main else ""
    kept = select_main_part(elements, (main.text or "") if main else "")
    title = choose_title(source, elements, headline, stated, extracted)
    shown = [item.element for item in elements]
    author = (main.author or "") if main else ""
    known = Known(title, find_site(stated, title), address, author)
    web = read_web_imprint(page, shown, known)
    imprint = replace(Imprint(title), url=address).complete(web.stated)
    builder = ArticleBuilder(source)
    for choice in (kept, select_text(elements), shown):
        article = _build(choice, imprint, web, builder)
        if article is not None:
            yield article
            yield from _count_tables(choice)
            return
    raise UnreadableFileError(source, "the page contains no text. Use a page that does.")


def _count_tables(elements: Sequence[Element]) -> Iterator[Extent]:
    tables = sum(isinstance(element, Table) for element in elements)
    if tables:
        yield Extent(tables)


def _build(
    elements: Iterable[Element], imprint: Imprint, web: WebImprint, builder: ArticleBuilder
) -> Article | None:
    """Return the article of these elements, without those that only state its imprint."""
    page = read_page_imprint(builder.source, ())
    stated, others = take_imprint(drop_repeated(elements, web.lines), imprint.title, page)
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
