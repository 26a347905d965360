"""Run the application under uvicorn."""

import socket

import uvicorn

from service.assistant import Assistant
from service.settings import Settings
from service.web.app import create_app


def run(assistant: Assistant, settings: Settings) -> None:
    """Serve until interrupted."""
    config = uvicorn.Config(
        create_app(assistant),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
    )
    _Server(config).run()


class _Server(uvicorn.Server):
    """Says where it listens once it does, also when the port was chosen by the system."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for server in self.servers:
            for listener in server.sockets:
                host, port = listener.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                print(f"Wenbao answers at http://{shown}:{port}", flush=True)  # noqa: T201
