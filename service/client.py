"""A client of the HTTP API for programs in Python.

The types name the fields that programs mostly need; a reply holds all that ``/openapi.json`` lists.
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


class WenbaoRefusedError(WenbaoError):
    """A request that brought nothing.

    Attributes:
        status: of the reply; 0 when none came.
        code: the problem's stable name; ``unreachable`` when no whole reply came.
        detail: what was expected, what came, what to do.
    """

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{detail} ({status} {code})" if status else detail)
        self.status = status
        self.code = code
        self.detail = detail

    @classmethod
    def told_by(cls, status: int, body: str | bytes) -> Self:
        """Read the body of a refusal; a proxy in between may send something else."""
        try:
            problem = json.loads(body)
        except ValueError:
            problem = None
        known = problem if isinstance(problem, dict) else {}
        detail = str(known.get("detail") or "The server refused without a reason.")
        return cls(status, str(known.get("code", "")), detail)


class Wenbao:
    """The server at ``url``; what it refuses raises ``WenbaoRefusedError``.

    After ``timeout`` seconds without a sign of life a request is given up. No proxy is used.
    """

    def __init__(self, url: str, key: str | None = None, timeout: float = 60) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        limits = httpx2.Limits(max_keepalive_connections=0)  # so nothing is left to be closed
        self._http = httpx2.Client(
            base_url=url, headers=headers, timeout=timeout, trust_env=False, limits=limits
        )
        self._request = self._http.build_request

    def ask(self, question: str, **options: Unpack[AskOptions]) -> Answer:
        """Return the answer; with a conversation's id, it is read as a follow-up."""
        body = {"question": question, **options}
        return cast(Answer, self._json(self._request("POST", "/v1/ask", json=body)))

    def stream(self, question: str, **options: Unpack[AskOptions]) -> Iterator[Event]:
        """Yield the events of an answer as they come; the last is ``final``, the whole answer."""
        body = {"question": question, **options, "stream": True}
        return self._events(self._request("POST", "/v1/ask", json=body))

    def search(self, query: str, top_k: int = 10, filters: Filters | None = None) -> Found:
        """Return the passages nearest to the query."""
        body = {"query": query, "top_k": top_k, "filters": filters}
        return cast(Found, self._json(self._request("POST", "/v1/search", json=body)))

    def add(self, *files: str | Path) -> str:
        """Send files, and return the id of the job that reads them."""
        with ExitStack() as opened:
            parts = [("files", opened.enter_context(Path(one).open("rb"))) for one in files]
            return str(self._json(self._request("POST", "/v1/documents", files=parts))["job_id"])

    def wait(self, job_id: str) -> Job:
        """Return the job once it has ended."""
        *_, last = self._events(self._request("GET", f"/v1/jobs/{job_id}/events"))
        return cast(Job, last.data)

    def document(self, article_id: str) -> Document:
        """Return one article whole."""
        return cast(Document, self._json(self._request("GET", f"/v1/documents/{article_id}")))

    def documents(self, q: str = "") -> Iterator[Listed]:
        """Yield all articles, or those with ``q`` in title or source; pages come as needed."""
        cursor: str | None = ""
        while cursor is not None:
            query = {"q": q, "cursor": cursor}
            page = self._json(self._request("GET", "/v1/documents", params=query))
            yield from page["documents"]
            cursor = page["next_cursor"]

    def delete(self, article_id: str) -> None:
        """Delete an article; for ten minutes it can be restored."""
        with self._sent(self._request("DELETE", f"/v1/documents/{article_id}")):
            pass

    def _json(self, request: httpx2.Request) -> dict[str, Any]:
        with self._sent(request) as response:
            response.read()
            return cast(dict[str, Any], response.json())

    def _events(self, request: httpx2.Request) -> Iterator[Event]:
        """Yield up to ``final``; without it the stream has broken off."""
        with self._sent(request) as response:
            for found in httpx2.EventSource(response):
                event = Event(found.event, cast(dict[str, Any], found.json()))
                if event.name == "error":
                    raise WenbaoRefusedError.told_by(event.data["status"], found.data)
                yield event
                if event.name == "final":
                    return
            raise httpx2.RemoteProtocolError("the stream broke off")

    @contextmanager
    def _sent(self, request: httpx2.Request) -> Iterator[httpx2.Response]:
        """Send a request and yield its good reply."""
        try:
            with closing(self._http.send(request, stream=True)) as response:
                if response.is_error:
                    raise WenbaoRefusedError.told_by(response.status_code, response.read())
                yield response
        except (httpx2.HTTPError, ValueError) as error:
            detail = f"{self._http.base_url} gave no whole reply: {error}"
            raise WenbaoRefusedError(0, "unreachable", detail) from error
