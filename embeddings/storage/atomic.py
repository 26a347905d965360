"""Atomic file operations: a file is written whole or not at all. All writing happens here."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from embeddings.errors import StorageError
from embeddings.storage.failpoints import Step, failpoint

_SPARE_BYTES = 20_000_000
_PARTIAL = ".partial"


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a crash leaves either the old file or the new one.

    When the call returns, the data is on disk (fsync of file and folder).

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    temporary = path.with_name(path.name + ".tmp")
    with translate_os_errors(path):
        failpoint(Step.WRITE, temporary)
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            failpoint(Step.FSYNC, temporary)
            os.fsync(file.fileno())
        failpoint(Step.RENAME, path)
        temporary.replace(path)
    sync_folder(path.parent)


class NewFile:
    """A file written under a temporary name, then renamed whole or not at all.

    Attributes:
        size: the number of bytes written.
    """

    def __init__(self, folder: Path) -> None:
        """Create the file in ``folder``.

        Raises:
            StorageError: the disk is full or the folder cannot be written; any method may raise it.
        """
        self._folder = folder
        self._hash = hashlib.blake2b(digest_size=16)
        self.size = 0
        with _explain_os_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._file = NamedTemporaryFile(dir=folder, suffix=_PARTIAL, delete=False)  # noqa: SIM115

    @property
    def digest(self) -> str:
        """BLAKE2b-128 digest of the written data, as hex."""
        return self._hash.hexdigest()

    def write(self, data: bytes | memoryview) -> None:
        """Append ``data``."""
        with _explain_os_errors(self._folder):
            self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def close(self) -> None:
        """Flush the data to disk; no more can be written."""
        with _explain_os_errors(self._folder):
            self._file.flush()
            failpoint(Step.FSYNC, self._folder)
            os.fsync(self._file.fileno())
            self._file.close()

    def keep(self, name: str) -> Path:
        """Rename the closed file to ``name``; discard it if that name already exists."""
        path = self._folder / name
        with _explain_os_errors(self._folder):
            if path.exists():
                self.discard()
            else:
                failpoint(Step.RENAME, path)
                Path(self._file.name).replace(path)
                sync_folder(self._folder)
        return path

    def discard(self) -> None:
        """Remove the file, unless ``keep`` has renamed it."""
        with suppress(OSError):
            self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


def find_partial_files(folder: Path) -> list[Path]:
    """Return the files in ``folder`` that were created and neither kept nor discarded."""
    return list(folder.glob("*" + _PARTIAL))


@contextmanager
def _explain_os_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"{folder} cannot store the file ({error.strerror}). {_advise(error)}"
        raise StorageError(f"{reason}, then send it again.") from error


def _advise(error: OSError) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return "Make room on the disk" if full else "Check the disk and the folder's permissions"


@contextmanager
def replace_atomically(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write to that replaces ``path`` when the block succeeds.

    Only its owner can read it.
    """
    temporary = path.with_name(path.name + ".tmp")
    temporary.unlink(missing_ok=True)
    try:
        # O_EXCL: in a shared folder someone could plant a link under this name.
        new = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(new, "wb") as file:
            yield file
            file.flush()
            failpoint(Step.FSYNC, temporary)
            os.fsync(file.fileno())
        failpoint(Step.RENAME, path)
        temporary.replace(path)
        sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def translate_os_errors(path: Path) -> Iterator[None]:
    """Raise the system's errors as ``StorageError``."""
    try:
        yield
    except OSError as error:
        reason = f"{path} cannot be written ({error.strerror or error}). {_advise(error)}."
        raise StorageError(reason) from error


def sync_folder(folder: Path) -> None:
    """Flush new and changed names in ``folder`` to disk.

    Raises:
        StorageError: the disk cannot be written.
    """
    with translate_os_errors(folder):
        failpoint(Step.FSYNC, folder)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def move(path: Path, to: Path) -> None:
    """Rename a file or folder on the same disk; the new name must not exist.

    Raises:
        StorageError: the disk cannot be written.
    """
    with translate_os_errors(to):
        failpoint(Step.RENAME, to)
        path.rename(to)


def remove(path: Path) -> None:
    """Remove a file, or a folder with its contents; do nothing if it does not exist.

    Raises:
        StorageError: it cannot be removed.
    """
    with translate_os_errors(path), suppress(FileNotFoundError):
        failpoint(Step.REMOVE, path)
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def link_tree(folder: Path, copy: Path) -> None:
    """Hard-link the files of ``folder`` into ``copy``; copy them if linking is impossible.

    Then add, remove or replace files in ``copy``, but never write into an existing one.
    """
    for path in folder.rglob("*"):
        target = copy / path.relative_to(folder)
        if path.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not path.name.endswith((".lock", ".tmp")):
            target.parent.mkdir(parents=True, exist_ok=True)
            _link(path, target)


def _link(path: Path, target: Path) -> None:
    failpoint(Step.LINK, target)
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, target)


@contextmanager
def remove_on_failure(folder: Path) -> Iterator[None]:
    """Remove ``folder`` if the block that writes it fails.

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    try:
        with translate_os_errors(folder):
            yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def measure_folder(folder: Path) -> int:
    """Return the total size in bytes of all files below ``folder``; 0 if it does not exist."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def check_free_space(folder: Path, required: int) -> None:
    """Check that ``folder`` has room for ``required`` bytes, with some to spare.

    Raises:
        StorageError: there is not enough room; says how much is needed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < required + _SPARE_BYTES:
        raise StorageError(
            f"the disk of {folder} has {free // 1_000_000} MB free, but this takes about "
            f"{(required + _SPARE_BYTES) // 1_000_000} MB: free some space, then try again"
        )


def compute_checksum(path: Path) -> str:
    """Return the BLAKE2b-128 digest of the file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
