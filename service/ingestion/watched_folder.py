"""The watched folder: the library follows its additions, changes and deletions."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import watchfiles

from embeddings.documents import Filing
from embeddings.errors import UnreadableFileError
from embeddings.ingestion import (
    FoundFile,
    discover,
    discover_outward_links,
    hash_file,
    make_readable,
)
from embeddings.library.library import Library
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import JobKind, PlannedFile

_log = logging.getLogger(__name__)
# Notifications of the operating system can get lost, so everything is also compared regularly.
_COMPARE_SECONDS = 60
_SETTLE_MILLISECONDS = 600  # without further changes, before changes are processed

_Stamp = tuple[int, int, Filing]  # time of change in ns, size in bytes, how it is filed


@dataclass
class Comparison:
    """Compares a folder with the library.

    Contents are compared by hash; a known or unreadable file is read again only when its time or
    size has changed, or how it is filed. Symbolic links that lead out of the folder are not
    followed: otherwise anyone who can write there could publish any file of the host.
    """

    library: Library
    folder: Path
    _stamps: dict[Path, _Stamp] = field(default_factory=dict)
    _reported_links: set[Path] = field(default_factory=set)

    def find_changes(self) -> list[PlannedFile]:
        """Return the files to read again and those to remove.

        Nothing is removed while the folder is missing or has no readable file at all: then a disk
        is more likely unmounted than every file deleted.
        """
        try:
            found = discover(self.library, [self.folder])
        except UnreadableFileError as error:
            _log.warning("the watched folder cannot be read, so nothing is changed: %s", error)
            return []
        self._report_links()
        changed = [
            PlannedFile(file.source, str(file.path), filing=file.filing)
            for file in found
            if self._has_changed(file)
        ]
        return changed + self._find_gone(found)

    def _report_links(self) -> None:
        """Log each link that is not followed, once."""
        for link in set(discover_outward_links([self.folder])) - self._reported_links:
            self._reported_links.add(link)
            _log.warning(
                "%s is a symbolic link that leads out of the watched folder and is not followed;"
                " put the file itself there",
                link,
            )

    def _has_changed(self, file: FoundFile) -> bool:
        try:
            status = file.path.stat()
            stamp = (status.st_mtime_ns, status.st_size, file.filing)
            if self._stamps.get(file.path) == stamp:
                return False
            self._stamps[file.path] = stamp
            known = self.library.files.get(file.source)
            if known is None or known.content_hash != hash_file(file):
                return True
            return file.filing.complete(known.filing) != known.filing
        except (OSError, UnreadableFileError):
            return True  # the job reports what is wrong with it

    def _find_gone(self, found: list[FoundFile]) -> list[PlannedFile]:
        present = {make_readable(file.path) for file in found}
        known = self.library.files.find_below(make_readable(self.folder.absolute()))
        gone = [file for file in known if file.origin not in present]
        if gone and not present:
            _log.warning(
                "%s no longer contains any file; its %d files stay in the library until it does",
                self.folder,
                len(gone),
            )
            return []
        return [PlannedFile(file.source, "") for file in gone]


@dataclass
class FolderWatch:
    """Creates a job whenever the folder and the library differ."""

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
        for _ in self._wait_for_changes():
            try:
                if changes := comparison.find_changes():
                    self.ingestion.create(JobKind.REFRESH, changes)
            except Exception:
                _log.exception("%s could not be compared with the library", self.folder)

    def _wait_for_changes(self) -> Iterator[None]:
        """Yield at once, at every change in the folder, and at regular intervals."""
        yield
        while not self._stopped.is_set():
            notifications = watchfiles.watch(
                self.folder,
                debounce=_SETTLE_MILLISECONDS,
                stop_event=self._stopped,
                rust_timeout=_COMPARE_SECONDS * 1000,
                yield_on_timeout=True,
                raise_interrupt=False,
            )
            for _ in notifications:
                yield
