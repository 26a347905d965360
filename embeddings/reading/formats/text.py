"""Plain text and Markdown: a page, cleaned and parted into its stories."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from embeddings.articles import split_articles
from embeddings.documents import Article, Page
from embeddings.errors import UnreadableFileError
from embeddings.reading.encodings import decode
from embeddings.reading.limits import MOST_PAGE_CHARACTERS, MOST_PAGE_LINES

_MOST_BYTES = 4 * MOST_PAGE_CHARACTERS  # a character takes at most four
_LINE = re.compile(r"\S[^\n]*")


def read_text(stream: BinaryIO, source: str) -> Iterator[Article]:
    """Yield the stories of a text file.

    Raises:
        UnreadableFileError: an empty, binary or too long file, an unknown encoding, no story.
    """
    data = stream.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise too_long(source)
    yield from read_stories(Page(source, decode(data, source)))


def read_stories(page: Page) -> tuple[Article, ...]:
    """Return the stories of a page of bounded length; none is an error, too.

    Raises:
        UnreadableFileError: the page is too long, or holds no story.
    """
    if len(page.text) > MOST_PAGE_CHARACTERS or _holds_many_lines(page.text):
        raise too_long(page.source)
    articles = split_articles(page)
    if not articles:
        raise UnreadableFileError(page.source, "holds nothing but page furniture; nothing to index")
    return articles


def too_long(source: str) -> UnreadableFileError:
    """Return the error for a text that is too long to be cleaned as one page."""
    return UnreadableFileError(
        source,
        f"it holds more than {MOST_PAGE_CHARACTERS:,} characters or {MOST_PAGE_LINES:,} lines."
        " Split it into smaller files, or give its articles as rows of a JSONL file.",
    )


def _holds_many_lines(text: str) -> bool:
    if text.count("\n") < MOST_PAGE_LINES:
        return False
    return sum(1 for _ in _LINE.finditer(text)) > MOST_PAGE_LINES
