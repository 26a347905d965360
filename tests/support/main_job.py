"""The main job in one process, for ``test_offline``: index the seeds, ask, and serve one request.

Prints one JSON object: the answer, what HTTP said, and which heavy libraries were imported. With a
folder that is filled already it does the same without indexing.
"""

import json
import sys
import threading
from pathlib import Path

import httpx
import uvicorn

from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.web.app import create_app
from tests.support.workspaces import Silent, open_ingestion

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
HEAVY = ("torch", "transformers", "sentence_transformers", "httpx2", "mcp")


class Server(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        self.listening.set()

    @property
    def port(self) -> int:
        port: int = self.servers[0].sockets[0].getsockname()[1]
        return port


def ask_over_http(assistant: Assistant, ingestion: Ingestion) -> str:
    """Serve on a loopback port, ask one question, and stop."""
    server = Server(uvicorn.Config(create_app(assistant, ingestion), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    server.listening.wait(60)
    address = f"http://127.0.0.1:{server.port}/v1/ask"
    reply = httpx.post(address, json={"question": QUESTION}, timeout=60, trust_env=False).json()
    server.should_exit = True
    thread.join()
    return str(reply["answer"])


def main(data: Path) -> None:
    """Do the job on the folder ``data``."""
    watcher = Silent()
    ingestion = open_ingestion(data, watcher)
    assistant = Assistant(ingestion.workspace)
    filled = assistant.workspace.library.passages.count() if watcher.jobs else 0
    report = {
        "indexed": watcher.passages_indexed + filled,
        "answer": assistant.ask(QUESTION).text,
        "http": ask_over_http(assistant, ingestion),
        "heavy": [name for name in HEAVY if name in sys.modules],
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
