"""What one data folder holds, opened: the library, its index, and the analyzer that made it."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.reranker import Reranker, load_reranker
from embeddings.errors import EncoderError, IndexMismatchError, WenbaoError
from embeddings.index.analyzer import Analyzer
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.index.manifest import Recipe
from embeddings.library.database import RESTORE
from embeddings.library.library import Library
from service.settings import Settings
from service.workspace import index_maintenance as upkeep
from service.workspace.index_maintenance import Progress
from service.workspace.index_process import WORTH_IT, IndexProcess
from service.workspace.snapshot import Snapshot, open_former

__all__ = ["Progress", "Rebuilding", "Workspace"]

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
        index_process: what indexes much, so that answers stay quick.
        wanted: what the settings ask for, while the index of former settings answers.
    """

    settings: Settings
    library: Library
    current: Snapshot
    reranker: Reranker | None = None
    wanted: Recipe | None = None
    index_process: IndexProcess = field(init=False, repr=False)
    _progress: Rebuilding | None = None
    _stamp: tuple[int, ...] = ()
    _replacing: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self.index_process = IndexProcess(self.settings)

    @classmethod
    def open(cls, settings: Settings, progress: Progress) -> "Workspace":
        """Open the data folder; an index that does not fit is brought up first."""
        library, analyzer = _prepared(settings), upkeep.load_analyzer(settings)
        current = upkeep.bring_up(settings, library, analyzer, progress)
        upkeep.settle(settings, library, current)
        upkeep.sweep(settings, current)
        return cls(settings, library, current, _reranker(settings))

    @classmethod
    def open_to_serve(cls, settings: Settings, progress: Progress) -> "Workspace":
        """Open the data folder as ``open`` does, but let an index of former settings answer.

        It is then ``outdated``, and to be rebuilt in the background. Where the former encoder
        cannot be loaded, this waits for the new index.
        """
        library, analyzer = _prepared(settings), upkeep.load_analyzer(settings)
        folder = Generations(settings.index_folder)
        former = None if folder.standing.held else open_former(folder.current, library, analyzer)
        current = former or upkeep.bring_up(settings, library, analyzer, progress)
        upkeep.settle(settings, library, current)
        upkeep.sweep(settings, current)
        wanted = analyzer.recipe if former else None
        return cls(settings, library, current, _reranker(settings), wanted)

    @property
    def outdated(self) -> bool:
        """Whether the current index was made with other settings than are wanted now."""
        return self.wanted is not None

    @property
    def rebuilding(self) -> Rebuilding | None:
        """How far the index is that is built, or to be built, while the current one answers."""
        waiting = Rebuilding(0, self.library.passages.count()) if self.outdated else None
        return self._progress or waiting

    @property
    def has_former_index(self) -> bool:
        """Whether there is an index from before the last reindexing to go back to."""
        return Generations(self.settings.index_folder).previous is not None

    @property
    def analyzer(self) -> Analyzer:
        """The analyzer of the newest snapshot."""
        return self.current.analyzer

    @property
    def index(self) -> Index:
        """The index of the newest snapshot."""
        return self.current.index

    @property
    def behind(self) -> int:
        """How many passages the index lacks, or holds too many of, about."""
        return abs(self.library.passages.count() - len(self.snapshot().index.vectors))

    def catch_up(self, progress: Progress = lambda *_: None) -> None:
        """Bring the index up to the library."""
        self._take(upkeep.catch_up(self.settings, self.library, self.snapshot(), progress))

    def catch_up_with(self, encoder: Encoder, progress: Progress) -> None:
        """Bring the index up with ``encoder``, which gives the vectors that the usual one gives."""
        snapshot = self.snapshot()
        knowing = replace(snapshot, analyzer=replace(snapshot.analyzer, encoder=encoder))
        newer = upkeep.catch_up(self.settings, self.library, knowing, progress)
        self._take(replace(newer, analyzer=snapshot.analyzer))

    def rebuild(self, progress: Progress = lambda *_: None) -> None:
        """Build the index anew with what the settings name now; the former one answers meanwhile.

        Raises:
            WenbaoError: the new index is of no use, or there is no room for it.
        """
        self._progress = Rebuilding(0, self.library.passages.count())
        former = self.analyzer.encoder.name
        level = logging.WARNING if self.outdated else logging.INFO  # nobody asked: tell them

        def record(done: int, total: int) -> None:
            self._progress = Rebuilding(done, total)
            progress(done, total)

        try:
            analyzer = upkeep.load_analyzer(self.settings, self.analyzer)
            new = analyzer.encoder.name
            _log.log(level, "rebuilding the index with %s; %s answers meanwhile", new, former)
            self._rebuild(analyzer, record)
            _log.log(level, "the index is rebuilt; %s answers now", new)
        finally:
            self._progress = self.wanted = None

    def _rebuild(self, analyzer: Analyzer, progress: Progress) -> None:
        if self.library.passages.count() < WORTH_IT:
            self._take(upkeep.rebuild(self.settings, self.library, analyzer, progress))
            return
        self.index_process.rebuild(progress)
        self.index_process.wait()
        folder = Generations(self.settings.index_folder).current
        self._take(Snapshot.open_as_made(folder, self.library, analyzer))

    def stop_indexing(self) -> None:
        """End what is indexed in a process of its own; the index that answers stays."""
        self.index_process.stop()

    def roll_back(self) -> None:
        """Answer from the index before the last reindexing.

        Raises:
            WenbaoError: there is none to go back to.
        """
        self._take(upkeep.roll_back(self.settings, self.library, self.analyzer, lambda *_: None))

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot, also when another process published it."""
        stamp = Generations(self.settings.index_folder).stamp
        if stamp != self._stamp and self._replacing.acquire(blocking=False):
            try:
                self._look_again(stamp)
            finally:
                self._replacing.release()
        return self.current

    def _look_again(self, stamp: tuple[int, ...]) -> None:
        current = Generations(self.settings.index_folder).current
        if current != self.current.index.folder:
            with suppress(IndexMismatchError, EncoderError):  # then the known one answers on
                self.current = Snapshot.open_as_made(current, self.library, self.current.analyzer)
            if self.current.manifest.recipe == self.wanted:
                self.wanted = None  # another process has built it
        self._stamp = stamp

    def _take(self, newer: Snapshot) -> None:
        """Answer from ``newer``, which this process published."""
        with self._replacing:
            self.current = newer


def open_existing_library(settings: Settings) -> Library:
    """Open the library of a data folder that has one.

    Raises:
        WenbaoError: there is none.
    """
    if not settings.library_path.exists():
        raise WenbaoError(f"there is no library in {settings.data}: name its folder with --data")
    return Library(settings.library_path)


def _prepared(settings: Settings) -> Library:
    """Open the library; one without any articles is cut as the settings say from the start."""
    path = settings.library_path
    if Generations(settings.index_folder).found() and not (path.exists() and path.stat().st_size):
        raise WenbaoError(
            f"{path} is missing or empty, but {settings.index_folder} holds its index. {RESTORE}"
            " To begin anew, remove the folder of the index."
        )
    library = Library(path)
    if library.passages.settings is None:
        library.chunk(settings.passages)
        library.use_chunking(settings.passages)
    return library


def _reranker(settings: Settings) -> Reranker | None:
    return load_reranker(settings.reranker) if settings.reranker else None
