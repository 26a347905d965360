"""The uploaded files as they were received, named by the hash of their bytes."""

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

_RETRY_DAYS = 7  # that the original of a file which failed is kept, so that it can be tried again
_DAY_SECONDS = 86_400.0
_ABANDONED_SECONDS = 3_600.0  # without a byte, after which nobody goes on with a file
_NAME = re.compile(r"[0-9a-f]{32}(\.[a-z0-9]{1,8})?")


@dataclass(frozen=True, slots=True)
class Originals:
    """The folder of the uploaded files, and who refers to them.

    A file is known by its name below the folder, so that the folder can be moved.

    Attributes:
        folder: absolute path; its last part tells originals from files elsewhere.
    """

    folder: Path
    library: Library
    jobs: JobStore

    def begin(self) -> NewFile:
        """Begin a file."""
        return NewFile(self.folder)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold off the sweep, until what was kept is referred to."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive_lock(self.folder.with_name(self.folder.name + ".lock")):
            yield

    def keep(self, file: NewFile, name: str) -> Path:
        """Keep a file that was closed, uploaded as ``name``, and return where it is."""
        return file.keep(file.digest + sanitize_suffix(name))

    def holds(self, origin: str) -> bool:
        """Tell whether the path ``origin`` is that of an uploaded file."""
        path = PurePath(origin)
        return path.parent.name == self.folder.name and bool(_NAME.fullmatch(path.name))

    def find(self, origin: str) -> Path | None:
        """Return where the file is that was read from ``origin``; None when it is gone."""
        path = self.folder / PurePath(origin).name if self.holds(origin) else Path(origin)
        return path if origin and path.is_file() else None

    def forget_emptied(self) -> None:
        """Forget the uploads whose articles were all deleted, with their originals."""
        while emptied := [one for one in self.library.files.emptied() if self.holds(one.origin)]:
            for file in emptied:
                self.library.delete_file(file.source)
                self._drop(file.origin)

    def _drop(self, origin: str) -> None:
        """Remove the original at ``origin`` unless somebody refers to it."""
        path = self.folder / PurePath(origin).name
        with self.changing():
            known = any(self.library.files.read_from(one) for one in (origin, str(path)))
            if not known and path.name not in self._needed():
                path.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what nobody refers to."""
        self.forget_emptied()
        with self.changing():
            needed = self._needed() | {PurePath(one).name for one in self.library.files.origins()}
            for path in self.folder.iterdir():
                if _NAME.fullmatch(path.name) and path.name not in needed:
                    path.unlink(missing_ok=True)
        _remove_abandoned(self.folder)

    def _needed(self) -> set[str]:
        since = time.time() - _RETRY_DAYS * _DAY_SECONDS
        return {PurePath(path).name for path in self.jobs.needed_paths(since)}


def sanitize_suffix(name: str) -> str:
    """Return the suffix of an uploaded name in lower case, or "" if it is of an unusual shape."""
    suffix = PurePath(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _remove_abandoned(folder: Path) -> None:
    for path in find_partial_files(folder):
        if path.exists() and time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
            path.unlink(missing_ok=True)
