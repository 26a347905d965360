"""Plain text and Markdown: a page, cleaned and split into its stories."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from embeddings.articles import split_articles
from embeddings.documents import Article, Origin, Page
from embeddings.errors import UnreadableFileError
from embeddings.reading.encodings import decode
from embeddings.reading.formats.front_matter import FrontMatter, take_front_matter
from embeddings.reading.limits import MOST_PAGE_CHARACTERS, MOST_PAGE_LINES

_MOST_BYTES = 4 * MOST_PAGE_CHARACTERS  # a character takes at most four
_LINE = re.compile(r"\S[^\n]*")
_HEADLINE = re.compile(r"\s*#\s")


def read_text(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the stories of a text file.

    Raises:
        UnreadableFileError: the file is empty, binary, too long, without a story, or of unknown
            encoding.
    """
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise build_length_error(source)
    stated, text = take_front_matter(decode(data, source))
    if stated.title and not _HEADLINE.match(text):
        text = f"# {stated.title}\n\n{text}"
    yield from (_add_front_matter(article, stated) for article in read_stories(Page(source, text)))


def read_stories(page: Page) -> tuple[Article, ...]:
    """Return the stories of a page.

    Raises:
        UnreadableFileError: the page is too long, or contains no story.
    """
    if len(page.text) > MOST_PAGE_CHARACTERS or _has_too_many_lines(page.text):
        raise build_length_error(page.source)
    articles = split_articles(page)
    if not articles:
        raise UnreadableFileError(
            page.source, "contains nothing but page furniture; nothing to index"
        )
    return articles


def _add_front_matter(article: Article, stated: FrontMatter) -> Article:
    """Return the article with date and author of the front matter where it prints none itself."""
    if stated.date and article.date_origin is not Origin.PRINTED:
        article = replace(article, date=stated.date, date_origin=Origin.PRINTED)
    if stated.byline and not article.byline:
        article = replace(article, byline=stated.byline, byline_origin=Origin.PRINTED)
    return article


def build_length_error(source: str) -> UnreadableFileError:
    """Return the error for a text that is too long to be cleaned as one page."""
    return UnreadableFileError(
        source,
        f"it contains more than {MOST_PAGE_CHARACTERS:,} characters or {MOST_PAGE_LINES:,} lines."
        " Split it into smaller files, or put its articles into rows of a JSONL file.",
    )


def _has_too_many_lines(text: str) -> bool:
    if text.count("\n") < MOST_PAGE_LINES:
        return False
    return sum(1 for _ in _LINE.finditer(text)) > MOST_PAGE_LINES
