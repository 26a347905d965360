"""The watched folder: the library follows what is put, changed or deleted there."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import watchfiles

from embeddings.errors import UnreadableFileError
from embeddings.ingestion import FoundFile, discover, hash_file, make_readable, outward_links
from embeddings.library.library import Library
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import JobKind, PlannedFile

_log = logging.getLogger(__name__)
# The system's own notices can be lost, so everything is also compared from time to time.
_COMPARE_SECONDS = 60
_SETTLE_MILLISECONDS = 600  # in which nothing more must happen before a change is looked at

_Stamp = tuple[int, int]


@dataclass
class Comparison:
    """Compares a folder with what the library holds of it.

    Contents are compared by hash; a file that was looked at is read again only when its time or
    size has changed, and one that could not be read is tried again only then. Symbolic links that
    lead out of the folder are not followed: who may write there could publish any file of the host.
    """

    library: Library
    folder: Path
    _looked_at: dict[Path, _Stamp] = field(default_factory=dict)
    _reported_links: set[Path] = field(default_factory=set)

    def changes(self) -> list[PlannedFile]:
        """Return the files to read again and those to forget.

        Nothing is forgotten while the folder is missing or has no readable file at all: then a
        disk is not there, more likely than every file was deleted.
        """
        try:
            found = discover(self.library, [self.folder])
        except UnreadableFileError as error:
            _log.warning("the watched folder cannot be read, so nothing is changed: %s", error)
            return []
        self._report_links()
        changed = [PlannedFile(file.source, str(file.path)) for file in found if self._is_new(file)]
        return changed + self._gone(found)

    def _report_links(self) -> None:
        """Log each link that is not followed, once."""
        for link in set(outward_links([self.folder])) - self._reported_links:
            self._reported_links.add(link)
            _log.warning(
                "%s is a symbolic link that leads out of the watched folder and is not followed;"
                " put the file itself there",
                link,
            )

    def _is_new(self, file: FoundFile) -> bool:
        try:
            status = file.path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if self._looked_at.get(file.path) == stamp:
                return False
            self._looked_at[file.path] = stamp
            known = self.library.files.get(file.source)
            return known is None or known.content_hash != hash_file(file)
        except (OSError, UnreadableFileError):
            return True  # the job says what is wrong with it

    def _gone(self, found: list[FoundFile]) -> list[PlannedFile]:
        here = {make_readable(file.path) for file in found}
        known = self.library.files.below(make_readable(self.folder.absolute()))
        gone = [file for file in known if file.origin not in here]
        if gone and not here:
            _log.warning(
                "%s holds no file any more; its %d files stay in the library until it does",
                self.folder,
                len(gone),
            )
            return []
        return [PlannedFile(file.source, "") for file in gone]


@dataclass
class FolderWatch:
    """Writes a job down whenever the folder and the library differ."""

    ingestion: Ingestion
    folder: Path
    _stopped: Event = field(default_factory=Event)

    def start(self) -> Thread:
        """Watch in the background until ``stop``."""
        thread = Thread(target=self._watch, name="watch", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Stop watching."""
        self._stopped.set()

    def _watch(self) -> None:
        comparison = Comparison(self.ingestion.workspace.library, self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in self._occasions():
            try:
                if changes := comparison.changes():
                    self.ingestion.create(JobKind.REFRESH, changes)
            except Exception:
                _log.exception("%s could not be compared with the library", self.folder)

    def _occasions(self) -> Iterator[None]:
        """Yield at once, at every change in the folder, and from time to time."""
        yield
        while not self._stopped.is_set():
            notices = watchfiles.watch(
                self.folder,
                debounce=_SETTLE_MILLISECONDS,
                stop_event=self._stopped,
                rust_timeout=_COMPARE_SECONDS * 1000,
                yield_on_timeout=True,
                raise_interrupt=False,
            )
            for _ in notices:
                yield
