"""A client of the HTTP interface for programs in Python."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Unpack, cast

import httpx2

from service.client_refusals import WenbaoRefusedError
from service.client_replies import Answer, AskOptions, Document, Event, Filters, Found, Job, Listed


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
