"""What one data folder holds, opened: the library, its index, and the tools that made it."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread

from embeddings.errors import IndexMismatchError
from embeddings.index import Index, Tools
from embeddings.indexing import IndexingReport, store_files
from embeddings.library import Library
from embeddings.reranker import Reranker, load_reranker
from service.settings import Settings
from service.snapshot import Snapshot, open_former
from service.upkeep import Watcher, bring_up, build, change, load_tools

__all__ = ["Rebuilding", "Watcher", "Workspace"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """How far a rebuild in the background has come, in passages."""

    done: int
    total: int


@dataclass
class Workspace:
    """The library and its newest snapshot. ``current`` is replaced whole, never changed.

    Many processes may open one data folder; they change it one at a time.

    Attributes:
        reranker: reads the first hits again, or None.
        rebuilding: set while another index than the current one is built in the background.
    """

    settings: Settings
    library: Library
    current: Snapshot
    reranker: Reranker | None = None
    rebuilding: Rebuilding | None = None
    _replacing: Lock = field(default_factory=Lock, repr=False)

    @classmethod
    def open(cls, settings: Settings, watcher: Watcher) -> "Workspace":
        """Open the data folder; index the starting collection when it was never filled.

        An index that is missing, damaged or made with other settings is rebuilt.
        """
        library, tools = Library(settings.library_path), load_tools(settings)
        current = bring_up(settings, library, tools, watcher)
        return cls(settings, library, current, _reranker(settings))

    @classmethod
    def open_to_serve(cls, settings: Settings, watcher: Watcher) -> "Workspace":
        """Open the data folder as ``open`` does, but let an index of former settings answer.

        The one for the new settings is then built in the background and takes its place. Passages
        of other sizes are other passages, which the former index cannot name: for them, and where
        the former encoder cannot be loaded, this waits for the new index.
        """
        library, tools = Library(settings.library_path), load_tools(settings)
        same_passages = settings.passages == library.passage_settings
        former = open_former(settings.index_folder, library, tools) if same_passages else None
        current = former or bring_up(settings, library, tools, watcher)
        workspace = cls(settings, library, current, _reranker(settings))
        if former:
            workspace.rebuilding = Rebuilding(0, library.count_passages())
            Thread(target=workspace._switch, args=(tools,), name="rebuild", daemon=True).start()
        return workspace

    @property
    def tools(self) -> Tools:
        """The tools of the newest snapshot."""
        return self.current.tools

    @property
    def index(self) -> Index:
        """The index of the newest snapshot."""
        return self.current.index

    def add(self, paths: Sequence[Path], watcher: Watcher) -> IndexingReport:
        """Store the files at or below ``paths`` and bring the index up to date."""
        with change(self.settings):
            report = store_files(self.library, paths, self.settings.passages, watcher.files)
            if self.current.manifest.revision != self.library.revision:
                self._take(build(self.settings, self.library, self.tools, watcher))
        return report

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot, also when another process built its index."""
        known = self.current
        if known.manifest.revision != self.library.revision:
            with suppress(IndexMismatchError):  # still being built: the old one answers till then
                newer = Snapshot.open(self.settings.index_folder, self.library, known.tools)
                self._take(newer, instead_of=known)
        return self.current

    def _take(self, newer: Snapshot, instead_of: Snapshot | None = None) -> None:
        """Answer from ``newer``; not when another than ``instead_of`` was taken meanwhile."""
        with self._replacing:
            if instead_of is None or self.current is instead_of:
                self.current = newer

    def _switch(self, tools: Tools) -> None:
        """Build the index for ``tools`` and take it. A failure leaves the former one answering."""
        _log.warning(
            "rebuilding the index with %s; %s answers meanwhile",
            tools.encoder.name,
            self.tools.encoder.name,
        )
        try:
            self._take(bring_up(self.settings, self.library, tools, _Recorder(self)))
            _log.warning("the index is rebuilt; %s answers now", tools.encoder.name)
        except Exception:
            _log.exception("the index could not be rebuilt; the former one answers on")
        finally:
            self.rebuilding = None


@dataclass(frozen=True, slots=True)
class _Recorder:
    """Lets a workspace say how far its rebuild is."""

    workspace: Workspace

    def files(self, done: int, total: int, source: str) -> None:
        """Do nothing: a rebuild reads the library."""

    def passages(self, done: int, total: int) -> None:
        self.workspace.rebuilding = Rebuilding(done, total)


def _reranker(settings: Settings) -> Reranker | None:
    return load_reranker(settings.reranker) if settings.reranker else None
