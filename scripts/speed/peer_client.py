"""Run a peer's program and talk to it; see ``scripts/speed/peers/protocol.py``."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.speed.environments import MissingPeerError, PeerSystem

_ROOT = Path(__file__).parent.parent.parent
_PATIENCE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Measured:
    """What one call took.

    Attributes:
        peak_bytes: the most memory that the process had until then.
        result: ids, for a search.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    result: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningPeer:
    """A peer's program that has loaded its models."""

    system: PeerSystem
    process: "subprocess.Popen[str]"
    started: Measured

    def index(self, passages: Path, folder: Path) -> Measured:
        """Index a file of passages, and nothing else."""
        return self._call({"call": "index", "passages": str(passages), "folder": str(folder)})

    def search(self, query: str, limit: int) -> Measured:
        """Return the passages that match best."""
        return self._call({"call": "search", "query": query, "limit": limit})

    def _call(self, request: dict[str, Any]) -> Measured:
        return call(self.process, self.system.title, request)


@contextmanager
def run_peer(
    system: PeerSystem, python: Path, encoder: Path, folder: Path
) -> Iterator[RunningPeer]:
    """Start a peer with an encoder; what it says goes to a file in ``folder``.

    Raises:
        MissingPeerError: it does not start.
    """
    module = f"scripts.speed.peers.{system.name}"
    with (
        (folder / f"{system.name}.log").open("a", encoding="utf-8") as told,
        subprocess.Popen(  # noqa: S603 - no untrusted input
            [str(python), "-m", module],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        try:
            start = time.perf_counter()
            loaded = call(process, system.title, {"call": "load", "encoder": str(encoder)})
            seconds = time.perf_counter() - start
            started = Measured(seconds, loaded.cpu_seconds, loaded.peak_bytes)
            yield RunningPeer(system, process, started)
        finally:
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            process.stdin.close()
            try:
                process.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def call(process: "subprocess.Popen[str]", title: str, request: dict[str, Any]) -> Measured:
    """Send a request and return its reply.

    Raises:
        MissingPeerError: the program has ended, or could not do it.
    """
    assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - pipes
    try:
        process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
        process.stdin.flush()
    except BrokenPipeError as error:
        raise MissingPeerError(f"{title} has ended before `{request['call']}`") from error
    line = process.stdout.readline()
    if not line:
        raise MissingPeerError(f"{title} has ended during `{request['call']}`")
    reply = json.loads(line)
    if "error" in reply:
        raise MissingPeerError(f"{title}: `{request['call']}` failed: {reply['error']}")
    figures = (reply["seconds"], reply["cpu_seconds"], reply["peak_bytes"])
    return Measured(*figures, tuple(reply["result"] or ()))
