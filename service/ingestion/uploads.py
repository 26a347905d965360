"""Uploads: give each file a name, and create the job that reads them."""

import time
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from embeddings.documents import NOT_FILED, Filing
from embeddings.ingestion import FoundFile
from embeddings.library.database import Collections
from embeddings.reading.discovery import leads_out
from embeddings.storage.atomic import NewFile
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job
from service.ingestion.originals import Originals
from service.ingestion.page_images import PageImages

UNDO_SECONDS = 600.0  # in which a deleted article can be restored
_UNNAMED = "未命名"
_LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as received.

    Attributes:
        name: the name its sender gave it; never used as a path.
        file: its bytes, completely on disk.
        filing: what its articles belong to; what it leaves open is that of the file it replaces.
    """

    name: str
    file: NewFile
    filing: Filing = NOT_FILED


@dataclass(frozen=True, slots=True)
class Original:
    """The file that an article was read from.

    Attributes:
        path: where it is.
        name: its own name, without folders.
        content_hash: of its bytes as they were read.
    """

    path: Path
    name: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Uploads:
    """Accepts uploads, and deletes and restores articles."""

    ingestion: Ingestion
    originals: Originals
    page_images: PageImages = field(default_factory=PageImages)

    @classmethod
    def open(cls, ingestion: Ingestion) -> "Uploads":
        """Open the folder of originals, and remove what nothing refers to."""
        workspace = ingestion.workspace
        folder = workspace.settings.originals.absolute()
        originals = Originals(folder, workspace.library, ingestion.jobs)
        uploads = cls(ingestion, originals)
        uploads.remove_deleted(time.time())
        originals.sweep()
        ingestion.worker.chores.append(uploads.page_images.rest)
        ingestion.worker.chores.append(lambda: uploads.remove_deleted(time.time()))
        return uploads

    def accept(
        self, uploads: Sequence[Upload], within: Collections = None
    ) -> tuple[Job, list[str]]:
        """Store the files, create the job that reads them, and return their names.

        No file is replaced with articles outside the collections ``within``; None means all.

        Raises:
            StorageError: there is no disk space for them.
        """
        found: list[FoundFile] = []
        with self.originals.hold_off_sweep():
            taken: set[str] = set()
            for upload in uploads:
                name = self._choose_name(sanitize_name(upload.name), taken, within)
                taken.add(name)
                path = self.originals.keep(upload.file, upload.name)
                found.append(FoundFile(path, name, upload.filing))
            return self.ingestion.add_files(found), [file.source for file in found]

    def _choose_name(self, name: str, taken: Container[str], within: Collections) -> str:
        """Return ``name``, numbered if a file read from a path, or of others, already has it.

        An earlier upload of that name is replaced.
        """
        number, candidate = 1, name
        while (
            candidate in taken
            or self._is_from_path(candidate)
            or self.has_others(candidate, within)
        ):
            number += 1
            candidate = number_name(name, number)
        return candidate

    def has_others(self, name: str, within: Collections) -> bool:
        """Return whether a file holds articles outside the collections ``within``."""
        library = self.ingestion.workspace.library
        seen, files = library.limited_to(within).files, library.files
        return files.get(name) != seen.get(name) or (
            files.count_articles(name) != seen.count_articles(name)
        )

    def _is_from_path(self, name: str) -> bool:
        known = self.ingestion.workspace.library.files.get(name)
        origins = [known.origin if known else "", self.ingestion.jobs.find_waiting_path(name) or ""]
        return any(origin and not self.originals.is_original(origin) for origin in origins)

    def delete_article(self, article_id: str) -> bool:
        """Delete an article; it can be restored for ``UNDO_SECONDS``. False if there is none."""
        deleted = bool(self.ingestion.workspace.library.delete_article(article_id))
        self.ingestion.worker.wake()
        return deleted

    def restore_article(self, article_id: str) -> bool:
        """Restore a deleted article; False if it is too late, or was never there."""
        restored = bool(self.ingestion.workspace.library.restore_article(article_id))
        self.ingestion.worker.wake()
        return restored

    def remove_deleted(self, now: float) -> None:
        """Remove the articles past restoring, and each original with its last article."""
        if self.ingestion.workspace.library.remove_deleted(now - UNDO_SECONDS):
            self.originals.remove_emptied()

    def original_of(self, article_id: str) -> Original | None:
        """Return the file an article was read from, if it still exists."""
        library, watched = self.ingestion.workspace.library, self.ingestion.workspace.settings.watch
        source = library.files.of_article(article_id)
        file = library.files.get(source) if source else None
        if file is None:
            return None
        path = self.originals.find(file.origin)
        if path is None or (watched and leads_out(path, watched)):  # a link has replaced it
            return None
        return Original(path, PurePath(file.source).name, file.content_hash)


def sanitize_name(name: str) -> str:
    """Return the base name of an upload in NFC, without control and format characters."""
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in base if unicodedata.category(c) not in _INVISIBLE).strip()
    if not visible.strip("."):
        return _UNNAMED
    return visible if len(visible) <= _LONGEST_NAME else _shorten(visible)


_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_LONGEST_SUFFIX = 20  # characters of the suffix in a shortened name


def _shorten(name: str) -> str:
    suffix = PurePath(name).suffix[:_LONGEST_SUFFIX]
    return name[: _LONGEST_NAME - len(suffix)].rstrip() + suffix


def number_name(name: str, number: int) -> str:
    """Return ``报道 (2).txt`` for ``报道.txt`` and 2."""
    path = PurePath(name)
    return f"{path.stem} ({number}){path.suffix}"
