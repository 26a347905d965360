"""The types of replies that the Python client returns.

They list the most useful fields; a reply contains all that are in ``/openapi.json``.
"""

from typing import Any, TypedDict


class Source(TypedDict):
    """A passage of an article: its text from character ``start`` to ``end``."""

    n: int
    article_id: str
    passage_id: str
    title: str
    byline: str
    date: str
    date_origin: str
    byline_origin: str
    source: str
    collection: str
    tags: list[str]
    text: str
    start: int
    end: int
    highlights: list[tuple[int, int]]


class ShortAnswer(TypedDict):
    """The words of a quote that answer the question; offsets in the article of source n.

    ``date`` is the ISO date that words such as 去年12月 mean.
    """

    source: int
    start: int
    end: int
    text: str
    date: str


class AnswerItem(ShortAnswer):
    """An item of a list, or of a comparison or timeline, where ``label`` names side or time."""

    label: str


class HoldsFor(TypedDict):
    """The ISO period for which an answer holds, and where its article says so."""

    period: str
    basis: str


class Answer(TypedDict):
    """The reply to a question; ``confidence`` is 0 to 100, ``reason`` is set if it was declined.

    ``kind`` is fact, definition, list, reason, comparison, timeline, yes_no, collection or
    smalltalk; ``verdict`` is yes or no, or None if the quote does not say so for certain;
    ``untold`` has those of several questions in one message that the articles do not answer.
    """

    kind: str
    answer: str
    answered: bool
    reason: str | None
    confidence: float
    short_answer: ShortAnswer | None
    items: list[AnswerItem]
    verdict: str | None
    untold: list[str]
    holds_for: HoldsFor | None
    sources: list[Source]
    conversation_id: str | None
    turn: int | None


class Found(TypedDict):
    """The reply to a search, best passage first."""

    results: list[Source]


class TimelineEntry(TypedDict):
    """A sentence of an article, and the ISO period that it tells of."""

    period: str
    year: int
    basis: str
    quote: str
    start: int
    end: int
    article_id: str
    title: str
    date: str
    source: str


class Timeline(TypedDict):
    """What the articles say of a subject, earliest first; ``years`` counts all entries by year."""

    subject: str
    entries: list[TimelineEntry]
    total: int
    years: list[dict[str, int]]
    complete: bool


class Job(TypedDict):
    """The outcome of adding files; ``files`` counts them by state."""

    id: str
    state: str
    reason: str
    files: dict[str, int]
    searchable: int


class Listed(TypedDict):
    """An article without its text."""

    id: str
    title: str
    byline: str
    date: str
    date_origin: str
    byline_origin: str
    source: str
    collection: str
    tags: list[str]
    file: str
    characters: int


class Document(Listed):
    """An article with its text: paragraphs, one per line."""

    text: str
    headings: list[dict[str, Any]]


class Group(TypedDict):
    """A collection or a tag."""

    name: str
    articles: int
    characters: int


class Collections(TypedDict):
    """The collections and tags; ``without`` counts the articles that belong to no collection."""

    collections: list[Group]
    without: int
    tags: list[Group]
