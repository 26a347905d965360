"""Uploads: the name that each file is known by, and the job that reads them."""

import time
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from embeddings.ingestion import FoundFile
from embeddings.reading.discovery import leads_out
from embeddings.storage.atomic import NewFile
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job
from service.ingestion.originals import Originals

UNDO_SECONDS = 600.0  # that a deleted article is kept, to be restored
_UNNAMED = "未命名"
_LONGEST_NAME = 200  # characters


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was received.

    Attributes:
        name: as its sender calls it; never used as a path.
        file: its bytes, all on the disk.
    """

    name: str
    file: NewFile


@dataclass(frozen=True, slots=True)
class Uploads:
    """Takes in what is uploaded to an archive."""

    ingestion: Ingestion
    originals: Originals

    @classmethod
    def open(cls, ingestion: Ingestion) -> "Uploads":
        """Open the folder of the originals, and remove what nobody refers to."""
        workspace = ingestion.workspace
        folder = workspace.settings.originals.absolute()
        originals = Originals(folder, workspace.library, ingestion.jobs)
        uploads = cls(ingestion, originals)
        uploads.remove_deleted(time.time())
        originals.sweep()
        ingestion.worker.chores.append(lambda: uploads.remove_deleted(time.time()))
        return uploads

    def accept(self, uploads: Sequence[Upload]) -> tuple[Job, list[str]]:
        """Keep the files, write down that they are to be read, and return their names.

        Raises:
            StorageError: there is no room for them.
        """
        found: list[FoundFile] = []
        with self.originals.changing():
            taken: set[str] = set()
            for upload in uploads:
                name = self._free_name(sanitize_name(upload.name), taken)
                taken.add(name)
                found.append(FoundFile(self.originals.keep(upload.file, upload.name), name))
            return self.ingestion.add_files(found), [one.source for one in found]

    def _free_name(self, name: str, taken: Container[str]) -> str:
        """Return ``name``, with a number behind it where a file from a path has it.

        A file that was uploaded under that name gets another version.
        """
        number, candidate = 1, name
        while candidate in taken or self._is_from_path(candidate):
            number += 1
            candidate = number_name(name, number)
        return candidate

    def _is_from_path(self, name: str) -> bool:
        known = self.ingestion.workspace.library.files.get(name)
        origins = [known.origin if known else "", self.ingestion.jobs.waiting_path(name) or ""]
        return any(origin and not self.originals.holds(origin) for origin in origins)

    def delete_article(self, article_id: str) -> bool:
        """Delete an article; it can be restored for ``UNDO_SECONDS``. False when there is none."""
        deleted = bool(self.ingestion.workspace.library.delete_article(article_id))
        self.ingestion.worker.wake()
        return deleted

    def restore_article(self, article_id: str) -> bool:
        """Bring a deleted article back; False when it is too late, or there is none."""
        restored = bool(self.ingestion.workspace.library.restore_article(article_id))
        self.ingestion.worker.wake()
        return restored

    def remove_deleted(self, now: float) -> None:
        """Remove what can no longer be restored, and an original with its last article."""
        if self.ingestion.workspace.library.remove_deleted(now - UNDO_SECONDS):
            self.originals.forget_emptied()

    def original_of(self, article_id: str) -> tuple[Path, str] | None:
        """Return where the file of an article is, and what it is called."""
        library, watched = self.ingestion.workspace.library, self.ingestion.workspace.settings.watch
        source = library.files.of_article(article_id)
        file = library.files.get(source) if source else None
        path = self.originals.find(file.origin) if file else None
        if path and watched and leads_out(path, watched):  # a link has taken its place
            return None
        return (path, PurePath(file.source).name) if file and path else None


def sanitize_name(given: str) -> str:
    """Return the base name of an upload: composed, without control and format characters."""
    base = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    shown = "".join(one for one in base if unicodedata.category(one) not in _UNSHOWN).strip()
    if not shown.strip("."):
        return _UNNAMED
    suffix = PurePath(shown).suffix
    return shown if len(shown) <= _LONGEST_NAME else _shortened(shown, suffix[:_SUFFIX])


_UNSHOWN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SUFFIX = 20  # characters of a suffix that a shortened name keeps


def _shortened(name: str, suffix: str) -> str:
    return name[: _LONGEST_NAME - len(suffix)].rstrip() + suffix


def number_name(name: str, number: int) -> str:
    """Return ``报道 (2).txt`` for ``报道.txt`` and 2."""
    path = PurePath(name)
    return f"{path.stem} ({number}){path.suffix}"
