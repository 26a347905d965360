"""Serve the page and the HTTP API."""

from service.archive.archive import Archive
from service.assistant import Assistant
from service.web.app import create_app
from service.web.gates.listening import listen


def run(assistant: Assistant, archive: Archive) -> None:
    """Serve until interrupted; a job under way goes on at the next start."""
    settings = assistant.workspace.settings
    try:
        listen(create_app(assistant, archive), settings.host, settings.port)
    finally:
        archive.worker.stop()
