"""Serve the page and the HTTP API under uvicorn."""

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.web.app import create_app

_SHUTDOWN_SECONDS = 3  # for pending replies when the server is stopped
_HEADER_SECONDS = 10.0  # from opening a connection, or the last reply, to the next request
_HEADER_BYTES = 32 * 1024  # for all headers together
_IDLE_SECONDS = 5  # that a connection stays open between two requests
_BACKLOG = 512  # connections that wait to be accepted


def run(assistant: Assistant, ingestion: Ingestion) -> None:
    """Serve until interrupted; an unfinished job continues at the next start."""
    settings = assistant.workspace.settings
    try:
        listen(create_app(assistant, ingestion), settings.host, settings.port)
    finally:
        ingestion.stop()


def listen(app: ASGIApp, host: str, port: int, path: str = "") -> None:
    """Serve ``app`` until interrupted, and print its address followed by ``path``."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        log_config=None,  # uvicorn's records go through our logging
        server_header=False,
        http=_HeaderTimeoutProtocol,
        ws="none",
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_keep_alive=_IDLE_SECONDS,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    _Server(config, path).run()


class _HeaderTimeoutProtocol(H11Protocol):
    """Closes a connection that does not send a complete request line and headers in time.

    uvicorn itself waits forever for the first request, and for the rest of an incomplete one.
    """

    _timeout: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._update_timeout()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timeout:
            self._timeout.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        super().handle_events()
        self._update_timeout()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._update_timeout()

    def _update_timeout(self) -> None:
        """Start the timeout, or stop it while a request is being handled."""
        if self.cycle and not self.cycle.response_complete:
            if self._timeout:
                self._timeout.cancel()
            self._timeout = None
        elif self._timeout is None:
            self._timeout = self.loop.call_later(_HEADER_SECONDS, self.transport.close)


class _Server(uvicorn.Server):
    """Prints its address once it listens, including a port chosen by the system."""

    def __init__(self, config: uvicorn.Config, path: str) -> None:
        super().__init__(config)
        self._path = path

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for server in self.servers:
            for listener in server.sockets:
                host, port = listener.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                print(f"Wenbao answers at http://{shown}:{port}{self._path}", flush=True)  # noqa: T201
