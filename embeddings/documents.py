"""What a collection consists of: pages, articles, headings, passages. No IO, no third party."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from embeddings.places import NOWHERE, Places


class Span(NamedTuple):
    """A character range ``start:end`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The text of one file as printed, before cleaning.

    Attributes:
        source: where it came from, as shown to users: a path relative to the indexed folder.
        text: the decoded text; lines end with a line feed.
    """

    source: str
    text: str


class PageStart(NamedTuple):
    """Where a printed page begins in an article's text: its first character, its number."""

    offset: int
    number: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: the range ``start:end`` of its article's text, always a whole line."""

    start: int
    end: int


class Origin(StrEnum):
    """Where an article's date or byline was found."""

    PRINTED = "printed"  # on the page
    WEB = "web"  # in what a web page tells programs
    FILE_NAME = "file_name"
    DOCUMENT_PROPERTY = "document_property"  # set by the program that made the file; often stale
    GIVEN = "given"  # by whoever added the article: a column of a table, the HTTP API
    UNKNOWN = "unknown"  # an earlier version read it and did not say
    NONE = "none"  # there is none


@dataclass(frozen=True, slots=True)
class Filing:
    """How the articles of a file are filed when they are read, unless they tell it themselves.

    Attributes:
        collection: the collection they belong to, or "".
        source: the source shown instead of the file's name, or "".
        is_fixed: whether the articles belong to the collection whatever they tell themselves.
    """

    collection: str = ""
    source: str = ""
    is_fixed: bool = False

    def complete(self, other: "Filing") -> "Filing":
        """Return this filing, with what ``other`` says where it says nothing."""
        decisive = self if self.collection else other
        return Filing(decisive.collection, self.source or other.source, decisive.is_fixed)


NOT_FILED = Filing()


@dataclass(frozen=True, slots=True)
class Article:
    """One story, cleaned. All offsets in the program count characters of ``text``.

    Attributes:
        id: stable hex derived from the source and the title.
        source: the ``Page.source`` it was found on.
        title: the headline as printed, or "" when the page has none.
        byline: who wrote it, as printed, or "".
        date: ISO date (``2017-10-11``, ``2017-10``, ``2017``) when the page states one, or "".
        text: one paragraph per line; headings are paragraphs of their own.
        headings: the section headings in ``text``, in order.
        url: the address stated in its file, or "".
        pages: where printed pages begin, in order; empty when the file has no pages.
        date_origin: where the date was found.
        byline_origin: where the byline was found.
        collection: the collection it belongs to, or "".
        tags: each only once, compared folded.
        as_read: for each field that an editor has set, what the file says there; see
            ``embeddings.library.edited_fields``.
        places: where it is printed, and which characters are in doubt. The library keeps them apart
            from the article, which it returns without them.
    """

    id: str
    source: str
    title: str
    byline: str
    date: str
    text: str
    headings: tuple[Heading, ...] = ()
    url: str = ""
    pages: tuple[PageStart, ...] = ()
    date_origin: Origin = Origin.NONE
    byline_origin: Origin = Origin.NONE
    collection: str = ""
    tags: tuple[str, ...] = ()
    as_read: tuple[tuple[str, str], ...] = ()
    places: Places = field(default=NOWHERE, compare=False)

    @property
    def publication_date(self) -> str:
        """The date; "" if only a property of the file tells it, which is no date of publication."""
        return "" if self.date_origin is Origin.DOCUMENT_PROPERTY else self.date

    @property
    def publication_byline(self) -> str:
        """The byline; "" if only a property of the file tells it, often the owner of a computer."""
        return "" if self.byline_origin is Origin.DOCUMENT_PROPERTY else self.byline

    def page_at(self, offset: int) -> int | None:
        """Return the number of the printed page that contains ``offset``; None without pages."""
        before = [page.number for page in self.pages if page.offset <= offset]
        return before[-1] if before else None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: the range ``start:end`` of its article's text.

    Attributes:
        id: ``<article id>-<ordinal>``.
        article_id: its article.
        ordinal: its place in the article, from 0.
        heading: the section heading above it, or "".
        start: first character in ``Article.text``.
        end: one past the last character in ``Article.text``.
    """

    id: str
    article_id: str
    ordinal: int
    heading: str
    start: int
    end: int

    def text_in(self, article: Article) -> str:
        """Return the passage's text exactly as in ``article``."""
        return article.text[self.start : self.end]
