"""A Python client for the HTTP API.

The types list the most useful fields; a reply contains all that are in ``/openapi.json``.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypedDict, Unpack, cast

import httpx2

from embeddings.errors import WenbaoError


@dataclass(frozen=True)
class Event:
    """One event of a stream: ``sources``, ``delta``, ``final``; or ``progress``, ``final``."""

    name: str
    data: dict[str, Any]


class Filters(TypedDict, total=False):
    """Limits a request to some articles; dates are ISO: 2017-10-11, 2017-10 or 2017."""

    source: str
    title: str
    date_from: str
    date_to: str


class TimelineOptions(Filters, total=False):
    """Filters of a timeline, and the year that its sentences tell of."""

    year: int
    limit: int


class AskOptions(TypedDict, total=False):
    """Options of a question."""

    conversation_id: str | None
    after: int
    filters: Filters | None
    top_k: int
    strictness: str
    mode: str
    store: bool


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
    file: str
    characters: int


class Document(Listed):
    """An article with its text: paragraphs, one per line."""

    text: str
    headings: list[dict[str, Any]]


class WenbaoRefusedError(WenbaoError):
    """A request that failed.

    Attributes:
        status: of the reply; 0 if there was none.
        code: stable identifier of the problem; ``unreachable`` without a complete reply.
        detail: what went wrong and what to do.
    """

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{detail} ({status} {code})" if status else detail)
        self.status = status
        self.code = code
        self.detail = detail

    @classmethod
    def from_body(cls, status: int, body: str | bytes) -> Self:
        """Read the body of an error reply, which may come from a proxy and not be a problem."""
        try:
            problem = json.loads(body)
        except ValueError:
            problem = None
        fields = problem if isinstance(problem, dict) else {}
        detail = str(fields.get("detail") or "The server gave no reason.")
        return cls(status, str(fields.get("code", "")), detail)


class Wenbao:
    """A client for the server at ``url``; failed requests raise ``WenbaoRefusedError``.

    A request fails after ``timeout`` seconds without data. Proxy settings are ignored.
    """

    def __init__(self, url: str, key: str | None = None, timeout: float = 60) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        limits = httpx2.Limits(max_keepalive_connections=0)  # so that nothing needs closing
        self._http = httpx2.Client(
            base_url=url, headers=headers, timeout=timeout, trust_env=False, limits=limits
        )
        self._request = self._http.build_request

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """Return the answer; with a ``conversation_id``, the question is a follow-up."""
        body = {"question": question, **options}
        return cast(Answer, self._json(self._request("POST", "/v1/ask", json=body)))

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Event]:
        """Yield the events of an answer as they arrive; the last is ``final``, the whole answer."""
        body = {"question": question, **options, "stream": True}
        return self._events(self._request("POST", "/v1/ask", json=body))

    def search(self, query: str, top_k: int = 10, filters: Filters | None = None) -> Found:
        """Return the passages that best match the query."""
        body = {"query": query, "top_k": top_k, "filters": filters}
        return cast(Found, self._json(self._request("POST", "/v1/search", json=body)))

    def timeline(self, query: str, **options: Unpack[TimelineOptions]) -> Timeline:
        """Return what the articles say of a subject, by date; at most 200 sentences."""
        params = cast(dict[str, str | int], {"q": query, **options})
        return cast(Timeline, self._json(self._request("GET", "/v1/timeline", params=params)))

    def add(self, *files: str | Path) -> str:
        """Upload files, and return the id of the job that reads them."""
        with ExitStack() as opened:
            parts = [("files", opened.enter_context(Path(file).open("rb"))) for file in files]
            return str(self._json(self._request("POST", "/v1/documents", files=parts))["job_id"])

    def wait(self, job_id: str) -> Job:
        """Return the job once it has finished."""
        *_, last = self._events(self._request("GET", f"/v1/jobs/{job_id}/events"))
        return cast(Job, last.data)

    def document(self, article_id: str) -> Document:
        """Return an article with its text."""
        return cast(Document, self._json(self._request("GET", f"/v1/documents/{article_id}")))

    def documents(self, q: str = "") -> Iterator[Listed]:
        """Yield all articles, or those with ``q`` in title or source, fetching pages as needed."""
        cursor: str | None = ""
        while cursor is not None:
            query = {"q": q, "cursor": cursor}
            page = self._json(self._request("GET", "/v1/documents", params=query))
            yield from page["documents"]
            cursor = page["next_cursor"]

    def delete(self, article_id: str) -> None:
        """Delete an article; for ten minutes it can be restored."""
        with self._send(self._request("DELETE", f"/v1/documents/{article_id}")):
            pass

    def _json(self, request: httpx2.Request) -> dict[str, Any]:
        with self._send(request) as response:
            return cast(dict[str, Any], json.loads(response.read()))

    def _events(self, request: httpx2.Request) -> Iterator[Event]:
        """Yield events up to ``final``; a stream without it is incomplete."""
        with self._send(request) as response:
            for received in httpx2.EventSource(response):
                event = Event(received.event, cast(dict[str, Any], received.json()))
                if event.name == "error":
                    raise WenbaoRefusedError.from_body(event.data["status"], received.data)
                yield event
                if event.name == "final":
                    return
            raise httpx2.RemoteProtocolError("the stream is incomplete")

    @contextmanager
    def _send(self, request: httpx2.Request) -> Iterator[httpx2.Response]:
        """Send a request and yield its successful reply."""
        try:
            with closing(self._http.send(request, stream=True)) as response:
                if response.is_error:
                    raise WenbaoRefusedError.from_body(response.status_code, response.read())
                yield response
        except (httpx2.HTTPError, ValueError) as error:
            detail = f"{self._http.base_url} sent no complete reply: {error}"
            raise WenbaoRefusedError(0, "unreachable", detail) from error
