"""What goes to the server and what it replies, for programs that use ``service.client``.

The fields that programs mostly need; the contract at ``/openapi.json`` has all, and a reply holds
them too.
"""

from dataclasses import dataclass
from typing import Any, TypedDict


@dataclass(frozen=True)
class Event:
    """One event of a stream: ``sources``, ``delta``, ``final``; or ``progress``, ``final``."""

    name: str
    data: dict[str, Any]


class Filters(TypedDict, total=False):
    """Which articles a request is about; dates are ISO: 2017-10-11, 2017-10 or 2017."""

    source: str
    title: str
    date_from: str
    date_to: str


class AskOptions(TypedDict, total=False):
    """What a question may come with."""

    conversation_id: str | None
    filters: Filters | None
    top_k: int
    strictness: str
    mode: str


class Source(TypedDict):
    """A passage of an article: its text from character ``start`` to ``end``."""

    n: int
    article_id: str
    passage_id: str
    title: str
    byline: str
    date: str
    source: str
    text: str
    start: int
    end: int
    highlights: list[tuple[int, int]]


class ShortAnswer(TypedDict):
    """The words of a quote that answer, with their place in the article of source n."""

    source: int
    start: int
    end: int
    text: str


class Answer(TypedDict):
    """The reply to a question; ``confidence`` is 0 to 100, ``reason`` says why there is none."""

    answer: str
    answered: bool
    reason: str | None
    confidence: float
    short_answer: ShortAnswer | None
    sources: list[Source]
    conversation_id: str | None


class Found(TypedDict):
    """The reply to a search, nearest passage first."""

    results: list[Source]


class Job(TypedDict):
    """What became of files that were added; ``files`` counts them by state."""

    id: str
    state: str
    reason: str
    files: dict[str, int]
    searchable: int


class Listed(TypedDict):
    """An article of the list."""

    id: str
    title: str
    byline: str
    date: str
    source: str
    file: str
    characters: int


class Document(Listed):
    """An article whole: paragraphs, one a line."""

    text: str
    headings: list[dict[str, Any]]
