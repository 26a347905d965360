"""Locks between processes, and the names of a data folder's lock files."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from embeddings.storage.atomic import translate_os_errors


class LockFile(StrEnum):
    """The lock files of a data folder.

    Attributes:
        CHANGE: held while a new index generation is published.
        REBUILD: held while the index is rebuilt.
        WORKER: held by the process whose worker runs the jobs.
        BACKUP: held while a backup or an export is written.
        DEEPENING: held by the process that encodes passages in the background.
        MEANING: held while the transformer's vectors are changed or copied.
        SERVER: held by the server that commands of the same machine find.
    """

    CHANGE = "change.lock"
    REBUILD = "rebuild.lock"
    WORKER = "worker.lock"
    BACKUP = "backup.lock"
    DEEPENING = "deepening.lock"
    MEANING = "meaning.lock"
    SERVER = "server.lock"


class Lock:
    """A lock file; the lock is released when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = FileLock(path, thread_local=False)

    def try_acquire(self, seconds: float = 0.0) -> bool:
        """Try for so long to acquire the lock; return whether this process now holds it."""
        with translate_os_errors(self.path):
            try:
                if not self._lock.is_locked:
                    self._lock.acquire(timeout=seconds)
            except Timeout:
                return False
        return True

    @property
    def is_held(self) -> bool:
        """Whether this process holds the lock."""
        return self._lock.is_locked

    def release(self) -> None:
        """Release the lock."""
        self._lock.release()


@contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` during the block, waiting for other threads and processes."""
    lock = FileLock(path)
    with translate_os_errors(path):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
