"""The one place that writes files: whole or not at all."""

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
    """Write ``data`` to ``path`` so that a crash leaves the old file or the new one.

    The data is on the disk (fsync of file and folder) when the call returns.

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
    """A file that grows beside its future place, and takes it whole or not at all.

    Attributes:
        size: how many bytes were written.
    """

    def __init__(self, folder: Path) -> None:
        """Begin a file in ``folder``.

        Raises:
            StorageError: the disk is full or the folder cannot be written; as in all methods.
        """
        self._folder = folder
        self._hash = hashlib.blake2b(digest_size=16)
        self.size = 0
        with _storing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._file = NamedTemporaryFile(dir=folder, suffix=_PARTIAL, delete=False)  # noqa: SIM115

    @property
    def digest(self) -> str:
        """BLAKE2b-128 of what was written, as hex."""
        return self._hash.hexdigest()

    def write(self, data: bytes | memoryview) -> None:
        """Add ``data``."""
        with _storing(self._folder):
            self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def close(self) -> None:
        """Put what was written on the disk; nothing can be added any more."""
        with _storing(self._folder):
            self._file.flush()
            failpoint(Step.FSYNC, self._folder)
            os.fsync(self._file.fileno())
            self._file.close()

    def keep(self, name: str) -> Path:
        """Give the closed file its ``name``, unless there is one of that name already."""
        path = self._folder / name
        with _storing(self._folder):
            if path.exists():
                self.discard()
            else:
                failpoint(Step.RENAME, path)
                Path(self._file.name).replace(path)
                sync_folder(self._folder)
        return path

    def discard(self) -> None:
        """Remove it, unless it was kept."""
        with suppress(OSError):
            self._file.close()
        Path(self._file.name).unlink(missing_ok=True)


def find_partial_files(folder: Path) -> list[Path]:
    """Return the files of ``folder`` that were begun and neither kept nor discarded."""
    return list(folder.glob("*" + _PARTIAL))


@contextmanager
def _storing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        told = f"{folder} cannot take the file ({error.strerror}). {_advice(error)}"
        raise StorageError(f"{told}, and send it again.") from error


def _advice(error: OSError) -> str:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return "Make room on the disk" if full else "Check the disk and the folder's permissions"


@contextmanager
def replace_atomically(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file to write to that takes the place of ``path`` when the block ends well.

    Only its owner may read it.
    """
    temporary = path.with_name(path.name + ".tmp")
    temporary.unlink(missing_ok=True)
    try:
        # O_EXCL: in a shared folder somebody may put a link in its place.
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
    """Tell what the system says against a change as ``StorageError``."""
    try:
        yield
    except OSError as error:
        reason = f"{path} cannot be written ({error.strerror or error}). {_advice(error)}."
        raise StorageError(reason) from error


def sync_folder(folder: Path) -> None:
    """Put renames and new names in ``folder`` on the disk.

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
    """Give a file or folder another name on the same disk, where nothing has that name.

    Raises:
        StorageError: the disk cannot be written.
    """
    with translate_os_errors(to):
        failpoint(Step.RENAME, to)
        path.rename(to)


def remove(path: Path) -> None:
    """Remove a file, or a folder with all below it; one that is not there is no fault.

    Raises:
        StorageError: it cannot be removed.
    """
    with translate_os_errors(path), suppress(FileNotFoundError):
        failpoint(Step.REMOVE, path)
        shutil.rmtree(path) if path.is_dir() else path.unlink()


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
    failpoint(Step.LINK, target)
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copyfile(path, target)


@contextmanager
def remove_on_failure(folder: Path) -> Iterator[None]:
    """Write a folder: when that fails, what there is of it is removed.

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
    """Return the bytes of all files below ``folder``; 0 when it is not there."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def check_free_space(folder: Path, wanted: int) -> None:
    """Make sure that so many bytes can be written to ``folder``, and some to spare.

    Raises:
        StorageError: says how much is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < wanted + _SPARE_BYTES:
        raise StorageError(
            f"the disk of {folder} has {free // 1_000_000} MB free, and this takes about "
            f"{(wanted + _SPARE_BYTES) // 1_000_000} MB: free some, then try again"
        )


def compute_checksum(path: Path) -> str:
    """Return the BLAKE2b-128 digest of the file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
