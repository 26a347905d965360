"""A Python client for the HTTP API.

The types of its replies are in ``service.client_replies``.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypedDict, Unpack, cast

import httpx2

from embeddings.errors import WenbaoError
from service.client_replies import Answer, Collections, Document, Found, Job, Listed, Timeline


@dataclass(frozen=True)
class Event:
    """One event of a stream: ``sources``, ``delta``, ``final``; or ``progress``, ``final``."""

    name: str
    data: dict[str, Any]


class Filters(TypedDict, total=False):
    """Limits a request to some articles; dates are ISO: 2017-10-11, 2017-10 or 2017.

    An article must have all of the ``tags``; ``article_ids`` are the only articles.
    """

    source: str
    title: str
    date_from: str
    date_to: str
    collection: str
    tags: list[str]
    article_ids: list[str]


class ListOptions(TypedDict, total=False):
    """Limits a list of articles; each must have all of the ``tags``."""

    collection: str
    tags: list[str]
    date: str


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
        params = {**_to_query(options), "q": query}
        return cast(Timeline, self._json(self._request("GET", "/v1/timeline", params=params)))

    def add(self, *files: str | Path, collection: str = "") -> str:
        """Upload files to a collection, and return the id of the job that reads them."""
        with ExitStack() as opened:
            parts = [("files", opened.enter_context(Path(file).open("rb"))) for file in files]
            form = {"collection": collection}
            request = self._request("POST", "/v1/documents", files=parts, data=form)
            return str(self._json(request)["job_id"])

    def wait(self, job_id: str) -> Job:
        """Return the job once it has finished."""
        *_, last = self._events(self._request("GET", f"/v1/jobs/{job_id}/events"))
        return cast(Job, last.data)

    def document(self, article_id: str) -> Document:
        """Return an article with its text."""
        return cast(Document, self._json(self._request("GET", f"/v1/documents/{article_id}")))

    def collections(self) -> Collections:
        """Return the collections and tags with the numbers of their articles."""
        return cast(Collections, self._json(self._request("GET", "/v1/collections")))

    def documents(self, q: str = "", **options: Unpack[ListOptions]) -> Iterator[Listed]:
        """Yield the articles with ``q`` in title or source; pages are fetched as needed."""
        cursor: str | None = ""
        while cursor is not None:
            query = {**_to_query(options), "q": q, "cursor": cursor}
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
        with self._send(request) as response:
            yield from _read_events(response)

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


def _to_query(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as a query, in which the values of a list are given one by one."""
    names = {"tags": "tag", "article_ids": "article_id"}
    return {names.get(name, name): value for name, value in options.items()}


def _read_events(response: httpx2.Response) -> Iterator[Event]:
    """Yield events up to ``final``; a stream without it is incomplete."""
    for received in httpx2.EventSource(response):
        event = Event(received.event, cast(dict[str, Any], received.json()))
        if event.name == "error":
            raise WenbaoRefusedError.from_body(event.data["status"], received.data)
        yield event
        if event.name == "final":
            return
    raise httpx2.RemoteProtocolError("the stream is incomplete")
