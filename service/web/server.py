"""Run the application under uvicorn."""

import socket

import uvicorn

from service.archive import Archive
from service.assistant import Assistant
from service.web.app import create_app

_FAREWELL_SECONDS = 3  # for replies under way when the server is told to stop


def run(assistant: Assistant, archive: Archive) -> None:
    """Serve until interrupted; a job under way goes on at the next start."""
    settings = assistant.workspace.settings
    config = uvicorn.Config(
        create_app(assistant, archive),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_FAREWELL_SECONDS,
    )
    try:
        _Server(config).run()
    finally:
        archive.worker.stop()


class _Server(uvicorn.Server):
    """Says where it listens once it does, also when the port was chosen by the system."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for server in self.servers:
            for listener in server.sockets:
                host, port = listener.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                print(f"Wenbao answers at http://{shown}:{port}", flush=True)  # noqa: T201
