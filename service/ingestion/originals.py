"""The uploaded files as received, named by the hash of their bytes."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from embeddings.library.library import Library
from embeddings.storage.atomic import NewFile, find_partial_files
from embeddings.storage.locks import exclusive_lock
from service.ingestion.job_store import JobStore

_RETRY_DAYS = 7  # to keep the original of a failed file for a retry
_DAY_SECONDS = 86_400.0
_ABANDONED_SECONDS = 3_600.0  # without progress, after which an upload counts as abandoned
_NAME = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,8})?")


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder of the uploaded files, and the references to them.

    Files are identified by their names in the folder, so that it can be moved.

    Attributes:
        folder: absolute path; its last part distinguishes originals from other files.
    """

    folder: Path
    library: Library
    jobs: JobStore

    def begin(self) -> NewFile:
        """Start writing a new file."""
        return NewFile(self.folder)

    @contextmanager
    def hold_off_sweep(self) -> Iterator[None]:
        """Prevent the sweep from removing new files before anything refers to them."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive_lock(self.folder.with_name(self.folder.name + ".lock")):
            yield

    def keep(self, file: NewFile, name: str) -> Path:
        """Store a closed file that was uploaded as ``name``, and return its path."""
        return file.keep(file.digest + sanitize_suffix(name))

    def is_original(self, origin: str) -> bool:
        """Return whether ``origin`` is the path of an uploaded file."""
        path = PurePath(origin)
        return path.parent.name == self.folder.name and bool(_NAME.fullmatch(path.name))

    def find(self, origin: str) -> Path | None:
        """Return the current path of the file read from ``origin``; None if it is gone."""
        path = self.folder / PurePath(origin).name if self.is_original(origin) else Path(origin)
        return path if origin and path.is_file() else None

    def remove_emptied(self) -> None:
        """Remove the uploads whose articles were all deleted, and their originals."""
        while emptied := [
            file for file in self.library.files.find_emptied() if self.is_original(file.origin)
        ]:
            for file in emptied:
                self.library.delete_file(file.source)
                self._drop(file.origin)

    def _drop(self, origin: str) -> None:
        """Remove the original at ``origin`` unless something refers to it."""
        path = self.folder / PurePath(origin).name
        with self.hold_off_sweep():
            known = any(self.library.files.find_by_origin(name) for name in (origin, str(path)))
            if not known and path.name not in self._find_needed():
                path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove all originals that nothing refers to, and abandoned uploads."""
        self.remove_emptied()
        with self.hold_off_sweep():
            origins = {PurePath(origin).name for origin in self.library.files.list_origins()}
            needed = self._find_needed() | origins
            for path in self.folder.iterdir():
                if _NAME.fullmatch(path.name) and path.name not in needed:
                    path.unlink(missing_ok=True)
        _remove_abandoned(self.folder)

    def _find_needed(self) -> set[str]:
        since = time.time() - _RETRY_DAYS * _DAY_SECONDS
        return {PurePath(path).name for path in self.jobs.find_needed_paths(since)}


def sanitize_suffix(name: str) -> str:
    """Return the suffix of an uploaded name in lower case, or "" if it is unusual."""
    suffix = PurePath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _remove_abandoned(folder: Path) -> None:
    for path in find_partial_files(folder):
        if path.exists() and time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
            path.unlink(missing_ok=True)
