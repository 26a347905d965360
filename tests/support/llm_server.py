"""A real HTTP server that speaks the chat/completions protocol, well or badly, as instructed."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

REFUSAL = b'{"error": {"message": "no"}}'
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True)
class Reply:
    """What the server sends: the head at once, then the parts, then the end of the body.

    ``silent`` keeps the head back, ``hanging`` keeps the connection open after the parts.
    """

    parts: Sequence[bytes] | Callable[[], Iterator[bytes]] = ()
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/event-stream"})
    silent: bool = False
    hanging: bool = False
    breaks: bool = False


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float

    @property
    def prompt(self) -> str:
        """The last message of the user."""
        return str(self.body["messages"][-1]["content"])

    @property
    def rules(self) -> str:
        """The system's message."""
        return str(self.body["messages"][0]["content"])


@dataclass
class LanguageModelServer:
    """The server's address, its script, and what it has seen.

    Attributes:
        script: the replies, in order; the last one serves all later requests.
        received: every request.
        asked: set when a request has come.
        left: set when a client goes away before the reply has ended.
    """

    url: str
    script: list[Reply] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    asked: Event = field(default_factory=Event)
    left: Event = field(default_factory=Event)

    def follow(self, *script: Reply) -> None:
        """Start over with another script."""
        self.script = list(script)
        self.received.clear()
        self.asked.clear()
        self.left.clear()

    def next_reply(self) -> Reply:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


@contextmanager
def llm_server(*script: Reply) -> Iterator[LanguageModelServer]:
    """Run the server on a port of this machine."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    server = LanguageModelServer(f"http://127.0.0.1:{http.server_port}/v1", list(script))
    http.script = server  # type: ignore[attr-defined] # how the handler finds it
    thread = Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def chunk(text: str | None = None, finish: str | None = None, **delta: object) -> bytes:
    """Return one event of a stream."""
    content = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": content | delta, "finish_reason": finish}
    body = {"object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(body)}\n\n".encode()


def saying(text: str, size: int = 3) -> Reply:
    """Return a well-behaved reply that streams ``text`` in pieces of ``size`` characters."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    head, tail = chunk("", role="assistant"), chunk(finish="stop")
    return Reply([head, *map(chunk, pieces), tail, DONE])


def failing(status: int, body: bytes = REFUSAL, headers: dict[str, str] | None = None) -> Reply:
    """Return a refusal."""
    return Reply([body], status, {"Content-Type": "application/json"} | (headers or {}))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        server: LanguageModelServer = self.server.script  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        server.received.append(Received(self.path, headers, body, time.monotonic()))
        server.asked.set()
        self.close_connection = True
        try:
            self._send(server.next_reply())
        except OSError:
            server.left.set()

    def _send(self, reply: Reply) -> None:
        if reply.silent:
            self._wait_until_left()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        parts = reply.parts() if callable(reply.parts) else reply.parts
        for part in parts:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        if reply.hanging:
            self._wait_until_left()
        if not reply.breaks:
            self.wfile.write(b"0\r\n\r\n")

    def _wait_until_left(self) -> None:
        while self.connection.recv(1):
            pass
        raise ConnectionError

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing."""
