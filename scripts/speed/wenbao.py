"""Run the product as its users do: its server over HTTP, its commands as processes."""

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scripts.speed.processes import Usage, read_usage

_ROOT = Path(__file__).parent.parent.parent
_GREETING = "Wenbao answers at "
_PATIENCE_SECONDS = 30
_DATA = b"data:"
_BOUNDARY = "wenbao-benchmark"


class Connection:
    """One client of the server, which keeps its connection open."""

    def __init__(self, url: str) -> None:
        self._http = http.client.HTTPConnection(urlsplit(url).netloc, timeout=600)

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Any:  # noqa: ANN401 - JSON
        """Send a request and return the JSON of its reply.

        Raises:
            RuntimeError: the server refused it.
        """
        received = self._send(method, path, body, kind)
        return json.loads(received) if received else None

    def follow(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """Wait until a stream of events has ended, and return the JSON of the last one."""
        lines = self._send("GET", path, b"", "").splitlines()
        return json.loads(
            next(line for line in reversed(lines) if line.startswith(_DATA))[len(_DATA) :]
        )

    def _send(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        self._http.request(method, path, body or None, {"Content-Type": kind} if kind else {})
        response = self._http.getresponse()
        received = response.read()
        if response.status >= http.client.BAD_REQUEST:
            raise RuntimeError(f"{method} {path}: {response.status} {received[:500]!r}")
        return received

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """Post JSON and return that of the reply."""
        data = json.dumps(body, ensure_ascii=False).encode()
        return self.request("POST", path, data, "application/json")

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes:
        ready: seconds from its start until it said that it was ready.
    """

    url: str
    pid: int
    ready: float

    @property
    def usage(self) -> Usage:
        """What the server and its children have used so far."""
        return read_usage(self.pid)

    def connect(self) -> Connection:
        """Return a new client."""
        return Connection(self.url)

    def add(self, articles: Path) -> None:
        """Upload a file of articles, and wait until they can be searched."""
        with self.connect() as client:
            body, kind = _build_upload(articles)
            reply = client.request("POST", f"/v1/documents?name={articles.name}", body, kind)
            state = client.follow(f"/v1/jobs/{reply['job_id']}/events")
            if state["state"] != "done":
                raise RuntimeError(f"indexing {articles.name} failed: {state}")


def _build_upload(file: Path) -> tuple[bytes, str]:
    """Return the body of an upload and its type: JSON lines as they are, another file as a form."""
    content = file.read_bytes()
    if file.suffix == ".jsonl":
        return content, "application/x-ndjson"
    head = f'Content-Disposition: form-data; name="files"; filename="{file.name}"'
    parts = (f"--{_BOUNDARY}\r\n{head}\r\n\r\n".encode(), content, f"\r\n--{_BOUNDARY}--".encode())
    return b"".join(parts), f"multipart/form-data; boundary={_BOUNDARY}"


@contextmanager
def serve(data: Path, settings: Mapping[str, str]) -> Iterator[Server]:
    """Start a server on a data folder, without the bundled collection, and stop it at the end."""
    nothing = data.parent / "nothing"
    nothing.mkdir(exist_ok=True)
    environment = {**_clean_environment(), "WENBAO_COLLECTION": str(nothing), **settings}
    start = time.perf_counter()
    with (
        (data.parent / "server.log").open("a", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 - no untrusted input
            [_find_wenbao(), "serve", "--port", "0", "--data", str(data)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            assert process.stdout is not None  # noqa: S101 - it is a pipe
            line = process.stdout.readline()
            if not line.startswith(_GREETING):
                raise RuntimeError(f"the server did not start; see {log.name}")
            url = line.removeprefix(_GREETING).strip()
            with Connection(url) as client:
                client.request("GET", "/readyz")
            yield Server(url, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def run_command(arguments: list[str], settings: Mapping[str, str]) -> tuple[float, float]:
    """Run ``wenbao`` to its end; return its wall-clock and processor seconds.

    Raises:
        RuntimeError: it failed.
    """
    before = os.times()
    start = time.perf_counter()
    finished = subprocess.run(  # noqa: S603 - no untrusted input
        [_find_wenbao(), *arguments],
        env={**_clean_environment(), **settings},
        check=False,
        capture_output=True,
        text=True,
    )
    seconds, after = time.perf_counter() - start, os.times()
    if finished.returncode:
        raise RuntimeError(f"wenbao {' '.join(arguments)}: {finished.stderr.strip()}")
    used = after.children_user + after.children_system
    return seconds, used - before.children_user - before.children_system


def _find_wenbao() -> str:
    return str(Path(sys.executable).with_name("wenbao"))


def _clean_environment() -> dict[str, str]:
    """Return the environment without the settings of the person who measures."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WENBAO_")}
