"""Run an application under uvicorn."""

import socket

import uvicorn
from starlette.types import ASGIApp

_FAREWELL_SECONDS = 3  # for replies under way when the server is told to stop


def listen(app: ASGIApp, host: str, port: int, path: str = "") -> None:
    """Serve ``app`` until interrupted, and print where: its address, with the ``path`` to use."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
    )
    _Server(config, path).run()


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
