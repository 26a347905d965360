"""A client of the HTTP interface for programs in Python, from the standard library alone."""

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

from embeddings.errors import WenbaoError
from service.client_replies import Answer, Document, Filters, Found, Job, Listed

_BAD = 400
_CHUNK = 1 << 20
_PAGE = 200
_JSON = "application/json"


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


@dataclass(frozen=True)
class Event:
    """One event of a stream: ``sources``, ``delta``, ``final``; or ``progress``, ``final``."""

    name: str
    data: dict[str, Any]


class Wenbao:
    """The server at ``url``; what it refuses raises ``WenbaoRefusedError``.

    Args:
        url: such as ``http://127.0.0.1:8000``.
        key: an API key, where the server asks for one.
        timeout: seconds without a sign of life after which a request is given up.
    """

    def __init__(self, url: str, key: str | None = None, timeout: float = 60) -> None:
        self._address = urlsplit(url.rstrip("/"))
        self._key = key
        self._timeout = timeout

    def ask(
        self, question: str, *, conversation_id: str | None = None, filters: Filters | None = None
    ) -> Answer:
        """Return the answer; with a conversation's id, it is read as a follow-up."""
        return cast(
            Answer, self._json("POST", "/v1/ask", _asked(question, conversation_id, filters))
        )

    def stream(
        self, question: str, *, conversation_id: str | None = None, filters: Filters | None = None
    ) -> Iterator[Event]:
        """Yield the events of an answer as they come; the last is ``final``, the whole answer."""
        body = _asked(question, conversation_id, filters) | {"stream": True}
        yield from self._events("POST", "/v1/ask", body)

    def search(self, query: str, *, top_k: int = 10, filters: Filters | None = None) -> Found:
        """Return the passages nearest to the query."""
        body = {"query": query, "top_k": top_k, "filters": filters}
        return cast(Found, self._json("POST", "/v1/search", body))

    def add(self, *files: str | Path) -> str:
        """Send files, and return the id of the job that reads them.

        Raises:
            OSError: a file cannot be read; nothing is sent.
        """
        paths = [Path(file) for file in files]
        for path in paths:
            path.open("rb").close()
        boundary = uuid.uuid4().hex
        body = _multipart(paths, boundary)
        kind = f"multipart/form-data; boundary={boundary}"
        with self._sent("POST", "/v1/documents", body, kind) as response:
            return str(json.load(response)["job_id"])

    def wait(self, job_id: str) -> Job:
        """Return the job once it has ended."""
        path = f"/v1/jobs/{quote(job_id, safe='')}/events"
        return cast(Job, list(self._events("GET", path))[-1].data)

    def document(self, article_id: str) -> Document:
        """Return one article whole."""
        return cast(Document, self._json("GET", f"/v1/documents/{quote(article_id, safe='')}"))

    def documents(self, q: str = "") -> Iterator[Listed]:
        """Yield all articles, or those with ``q`` in title or source; pages come as needed."""
        cursor: str | None = ""
        while cursor is not None:
            query = urlencode({"q": q, "limit": _PAGE, "cursor": cursor})
            page = self._json("GET", f"/v1/documents?{query}")
            yield from page["documents"]
            cursor = page["next_cursor"]

    def delete(self, article_id: str) -> None:
        """Delete an article."""
        with self._sent("DELETE", f"/v1/documents/{quote(article_id, safe='')}"):
            pass

    def _json(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        with self._sent(method, path, data, _JSON) as response:
            reply: dict[str, Any] = json.load(response)
            return reply

    def _events(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> Iterator[Event]:
        """Yield up to ``final``; without it the stream has broken off."""
        data = None if body is None else json.dumps(body).encode()
        with self._sent(method, path, data, _JSON) as response:
            for event in _events_in(response):
                if event.name == "error":
                    raise _problem(event.data["status"], event.data)
                yield event
                if event.name == "final":
                    return
            raise HTTPException("the stream broke off")

    @contextmanager
    def _sent(
        self, method: str, path: str, body: bytes | Iterable[bytes] | None = None, kind: str = _JSON
    ) -> Iterator[HTTPResponse]:
        """Send a request and yield its good reply."""
        headers = {"Content-Type": kind} if body is not None else {}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        connection = self._connection()
        try:
            connection.request(method, self._address.path + path, body, headers)
            response = connection.getresponse()
            if response.status >= _BAD:
                raise _problem(response.status, _read_problem(response))
            yield response
        except (OSError, HTTPException, ValueError) as error:
            detail = f"{self._address.geturl()} gave no whole reply: {error}"
            raise WenbaoRefusedError(0, "unreachable", detail) from error
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        secure = self._address.scheme == "https"
        opened = HTTPSConnection if secure else HTTPConnection
        return opened(self._address.netloc, timeout=self._timeout)


def _asked(question: str, conversation_id: str | None, filters: Filters | None) -> dict[str, Any]:
    return {"question": question, "conversation_id": conversation_id, "filters": filters}


def _multipart(files: list[Path], boundary: str) -> Iterator[bytes]:
    """Yield files as they are sent (RFC 7578), read a piece at a time."""
    for file in files:
        name = file.name.replace("%", "%25").replace('"', "%22")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"'
        yield f"{head}\r\n\r\n".encode()
        with file.open("rb") as opened:
            while piece := opened.read(_CHUNK):
                yield piece
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _events_in(response: HTTPResponse) -> Iterator[Event]:
    name = ""
    for line in map(bytes.decode, response):
        if line.startswith("event: "):
            name = line.removeprefix("event: ").strip()
        elif line.startswith("data: "):
            yield Event(name, json.loads(line.removeprefix("data: ")))


def _read_problem(response: HTTPResponse) -> dict[str, Any]:
    """Return the problem; a proxy in between may send something else."""
    try:
        problem = json.load(response)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _problem(status: int, problem: dict[str, Any]) -> WenbaoRefusedError:
    detail = str(problem.get("detail") or "The server refused without a reason.")
    return WenbaoRefusedError(status, str(problem.get("code", "")), detail)
