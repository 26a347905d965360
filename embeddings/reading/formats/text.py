"""Plain text and Markdown: a page, cleaned and split into its stories."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from embeddings.articles import split_articles
from embeddings.articles.page_articles import derive_article_id
from embeddings.articles.text_tables import label_table_rows
from embeddings.documents import Article, Origin, Page
from embeddings.errors import UnreadableFileError
from embeddings.reading.encodings import decode
from embeddings.reading.formats.front_matter import FrontMatter, take_front_matter
from embeddings.reading.formats.text_parts import split_at_separators
from embeddings.reading.formats.web_residue import remove_web_residue
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
    yield from read_stories_of_text(read_text_file(stream, source), source)


def read_text_file(stream: BinaryIO, source: str) -> str:
    """Return the decoded text of a file.

    Raises:
        UnreadableFileError: the file is empty, binary, too long, or of unknown encoding.
    """
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise build_length_error(source)
    return decode(data, source)


def read_stories_of_text(text: str, source: str) -> Iterator[Article]:
    """Yield the stories of a text with or without front matter.

    Raises:
        UnreadableFileError: the text is too long, or contains no story.
    """
    stated, text = take_front_matter(text)
    if stated.title and not _HEADLINE.match(text):
        text = f"# {stated.title}\n\n{text}"
    check_length(text, source)
    parts = split_at_separators(label_table_rows(remove_web_residue(text)))
    yield from (_add_front_matter(article, stated) for article in read_parts(parts, source))


def read_parts(parts: Sequence[str], source: str) -> Iterator[Article]:
    """Yield the stories of the parts of one text; their ids differ even if their titles do not."""
    uses: Counter[str] = Counter()
    for part in parts:
        for article in read_stories(Page(source, part)):
            uses[article.title] += 1
            if len(parts) == 1:
                yield article
            else:
                identity = derive_article_id(source, article.title, uses[article.title])
                yield replace(article, id=identity)


def check_length(text: str, source: str) -> None:
    """Raise an error if a text is too long to be read as one page."""
    if len(text) > MOST_PAGE_CHARACTERS or _has_too_many_lines(text):
        raise build_length_error(source)


def read_stories(page: Page) -> tuple[Article, ...]:
    """Return the stories of a page.

    Raises:
        UnreadableFileError: the page is too long, or contains no story.
    """
    check_length(page.text, page.source)
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
