"""What a peer program speaks: one JSON object a line on standard input, one on standard output.

    {"call": "load", "encoder": FOLDER}                   → loads libraries and models
    {"call": "index", "passages": FILE, "folder": FOLDER} → forgets all, indexes lines of {id, text}
    {"call": "search", "query": TEXT, "limit": N}         → "result": ids of passages, best first

Every reply has "seconds", "cpu_seconds" (of all threads and child processes) and "peak_bytes" of
memory, or "error". The clock runs while the library works, not while lines are read or written.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be indexed."""

    id: str
    text: str


class Peer(Protocol):
    """What an adapter offers."""

    def load(self, encoder: str) -> None:
        """Load everything that indexing and searching need; ``encoder`` is a model's folder."""

    def index(self, passages: list[Passage], folder: str) -> None:
        """Index passages, and nothing else, so that they can be searched; keep files in folder."""

    def search(self, query: str, limit: int) -> list[str]:
        """Return the ids of the passages that match best."""


def serve(peer: Peer) -> None:
    """Answer requests until standard input ends."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print
    for line in sys.stdin:
        _send(replies, answer(peer, json.loads(line)))


def answer(peer: Peer, request: dict[str, Any]) -> dict[str, Any]:
    """Do what a request asks for, and measure it."""
    try:
        work = _prepare(peer, request)
        wall, processor = time.perf_counter(), _cpu_seconds()
        result = work()
        seconds, cpu_seconds = time.perf_counter() - wall, _cpu_seconds() - processor
    except Exception as error:  # whatever a library raises
        return {"error": f"{type(error).__name__}: {error}"}
    reply = {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_bytes": _peak_bytes()}
    return reply | {"result": result}


def _prepare(peer: Peer, request: dict[str, Any]) -> Callable[[], object]:
    match request["call"]:
        case "load":
            return lambda: peer.load(request["encoder"])
        case "index":
            passages = read_passages(Path(request["passages"]))
            return lambda: peer.index(passages, request["folder"])
        case "search":
            return lambda: peer.search(request["query"], request["limit"])
        case call:
            raise ValueError(f"expected load, index or search, got {call!r}")


def read_passages(path: Path) -> list[Passage]:
    """Read lines of {id, text}."""
    with path.open(encoding="utf-8") as lines:
        return [Passage(**json.loads(line)) for line in lines]


def _send(replies: TextIO, reply: dict[str, Any]) -> None:
    replies.write(json.dumps(reply, ensure_ascii=False) + "\n")
    replies.flush()


def _cpu_seconds() -> float:
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
