"""Serve the page and the HTTP API under uvicorn."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import ExitStack

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from embeddings.errors import WenbaoError
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.web.app import create_app
from service.workspace.running_server import announce

_SHUTDOWN_SECONDS = 3  # for pending replies when the server is stopped
_CANCELLATION_SECONDS = 2  # for the replies of those that are cancelled then
_HEADER_SECONDS = 10.0  # from opening a connection, or the last reply, to the next request
_HEADER_BYTES = 32 * 1024  # for all headers together
_IDLE_SECONDS = 5  # that a connection stays open between two requests
_BACKLOG = 512  # connections that wait to be accepted
_LOCAL = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - where all addresses are reached


def run(assistant: Assistant, ingestion: Ingestion) -> None:
    """Serve until interrupted; an unfinished job continues at the next start."""
    settings = assistant.workspace.settings
    app = create_app(assistant, ingestion)
    with ExitStack() as announced:

        def announce_to_commands(url: str) -> None:
            announced.enter_context(announce(settings.data, url))

        try:
            listen(app, settings.host, settings.port, on_listening=announce_to_commands)
        finally:
            ingestion.stop()


def listen(
    app: ASGIApp,
    host: str,
    port: int,
    path: str = "",
    on_listening: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve ``app`` until interrupted, and print its address followed by ``path``.

    ``on_listening`` is told the address for programs on this machine.
    """
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
    _Server(config, path, on_listening).run()


def check_address(host: str, port: int) -> None:
    """Check that a server can listen there, before anything is loaded.

    Raises:
        WenbaoError: it cannot; the message says why and what to do.
    """
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind, protocol) as listener:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                listener.bind(address)
    except OSError as error:
        remedy = (
            "stop the program that listens there, or choose another port with --port"
            if error.errno == errno.EADDRINUSE
            else "check --host and --port"
        )
        reason = (error.strerror or str(error)).lower()
        raise WenbaoError(f"cannot listen at {host}:{port}: {reason}; {remedy}") from error


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

    def __init__(
        self, config: uvicorn.Config, path: str, on_listening: Callable[[str], None]
    ) -> None:
        super().__init__(config)
        self._path, self._on_listening = path, on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for server in self.servers:
            for listener in server.sockets:
                host, port = listener.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                self._on_listening(f"http://{_LOCAL.get(shown, shown)}:{port}")
                print(f"Wenbao answers at http://{shown}:{port}{self._path}", flush=True)  # noqa: T201

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # uvicorn cancels what is late, but ends the process before its clients have been told.
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=_CANCELLATION_SECONDS)
