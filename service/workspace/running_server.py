"""Where the server of a data folder listens, for commands on the same machine."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from embeddings.storage.atomic import remove, write_bytes
from embeddings.storage.locks import Lock, LockFile

_NAME = "server.json"
_WAIT_SECONDS = 1.0  # for a command that is just looking whether there is a server


@contextmanager
def announce(data: Path, url: str) -> Iterator[None]:
    """Let commands find the server at ``url`` during the block.

    Of several servers of one data folder, the first is found. What a killed one leaves behind is
    ignored, because its lock is gone.

    Raises:
        StorageError: the data folder cannot be written.
    """
    lock = Lock(data / LockFile.SERVER)
    if not lock.try_acquire(_WAIT_SECONDS):
        yield
        return
    try:
        write_bytes(data / _NAME, json.dumps({"url": url}).encode())
        yield
        remove(data / _NAME)
    finally:
        lock.release()


def find_server(data: Path) -> str | None:
    """Return the URL of the server that answers from a data folder, or None."""
    path = data / _NAME
    if not path.exists():
        return None
    lock = Lock(data / LockFile.SERVER)
    if lock.try_acquire():
        lock.release()
        return None
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(path.read_text(encoding="utf-8"))["url"])
    return None
