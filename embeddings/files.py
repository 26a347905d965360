"""The one place that writes files: whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a crash leaves the old file or the new one.

    The data is on the disk (fsync of file and folder) when the call returns.
    """
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


@contextmanager
def replaced_when_whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write to that takes the place of ``path`` when the block ends well."""
    temporary = path.with_name(path.name + ".tmp")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Put renames and new names in ``folder`` on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def link_tree(folder: Path, copy: Path) -> None:
    """Make ``copy`` a folder of the same files, linked, or copied where that cannot be done.

    It may be changed by adding, removing and replacing files, not by writing into one.
    """
    for path in folder.rglob("*"):
        target = copy / path.relative_to(folder)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not path.name.endswith((".lock", ".tmp")):
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(path, target)


def _link(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copyfile(path, target)


class Lock:
    """A lock file that a process holds until it ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._lock = FileLock(path, thread_local=False)

    def try_acquire(self) -> bool:
        """Return whether this process holds the lock now; never wait."""
        try:
            if not self._lock.is_locked:
                self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Let others have it."""
        self._lock.release()


@contextmanager
def only_one_process(path: Path) -> Iterator[None]:
    """Wait until no other thread or process holds the lock file ``path``, and hold it."""
    with FileLock(path):
        yield


def checksum(path: Path) -> str:
    """Return the BLAKE2b-128 digest of the file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
