"""Serve the page and the HTTP API under uvicorn."""

import asyncio
import socket

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.web.app import create_app

_FAREWELL_SECONDS = 3  # for replies under way when the server is told to stop
_HEADER_SECONDS = 10.0  # from opening a connection, or the last reply, to the next request
_HEADER_BYTES = 32 * 1024  # of all headers together
_IDLE_SECONDS = 5  # that a connection is kept between two requests
_BACKLOG = 512  # connections that wait to be accepted


def run(assistant: Assistant, ingestion: Ingestion) -> None:
    """Serve until interrupted; a job under way goes on at the next start."""
    settings = assistant.workspace.settings
    try:
        listen(create_app(assistant, ingestion), settings.host, settings.port)
    finally:
        ingestion.worker.stop()


def listen(app: ASGIApp, host: str, port: int, path: str = "") -> None:
    """Serve ``app`` until interrupted, and print where: its address, with the ``path`` to use."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        log_config=None,  # its events go where all others do
        server_header=False,
        http=_Impatient,
        ws="none",
        h11_max_incomplete_event_size=_HEADER_BYTES,
        timeout_keep_alive=_IDLE_SECONDS,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
    )
    _Server(config, path).run()


class _Impatient(H11Protocol):
    """Closes a connection that does not send a whole request line with its headers in time.

    uvicorn itself waits for ever for the first request, and for the end of any that has begun.
    """

    _given_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._given_up:
            self._given_up.cancel()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        super().handle_events()
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def _look(self) -> None:
        """Begin to wait for a request, unless one is here or is waited for already."""
        if self.cycle and not self.cycle.response_complete:
            if self._given_up:
                self._given_up.cancel()
            self._given_up = None
        elif self._given_up is None:
            self._given_up = self.loop.call_later(_HEADER_SECONDS, self.transport.close)


class _Server(uvicorn.Server):
    """Says where it listens once it does, also when the port was chosen by the system."""

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
