"""An open data folder: the library, its index, and the analyzer that built it."""

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
from service.settings import Settings, Switch
from service.workspace import index_maintenance
from service.workspace.index_maintenance import Progress
from service.workspace.index_process import WORTH_IT, IndexProcess
from service.workspace.meaning import MeaningSource
from service.workspace.question_reader import QuestionReader, start_reader
from service.workspace.snapshot import Snapshot, open_former

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """The progress of a rebuild in the background, in passages."""

    done: int
    total: int


@dataclass
class Workspace:
    """The library and its newest snapshot. ``current`` is replaced, never modified.

    Several processes may open a data folder; only one at a time changes it.

    Attributes:
        meaning: the transformer's vectors, or None if that is switched off.
        reranker: reranks the top hits, or None.
        index_process: indexes large amounts, so that answers stay fast.
        pending_recipe: that of the current settings, while an index of former ones answers.
    """

    settings: Settings
    library: Library
    current: Snapshot
    meaning: MeaningSource | None = None
    reranker: Reranker | None = None
    pending_recipe: Recipe | None = None
    index_process: IndexProcess = field(init=False, repr=False)
    _progress: Rebuilding | None = None
    _stamp: tuple[int, ...] = ()
    _composed: Snapshot | None = None
    _replacing: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self.index_process = IndexProcess(self.settings)

    @classmethod
    def open(cls, settings: Settings, progress: Progress) -> "Workspace":
        """Open the data folder; an index that does not match the settings is rebuilt first."""
        library, analyzer = _prepare_library(settings), index_maintenance.load_analyzer(settings)
        meaning, reranker = _open_meaning(settings, library), _load_reranker(settings)
        current = index_maintenance.bring_up_to_date(settings, library, analyzer, progress)
        index_maintenance.align_passages(settings, library, current)
        index_maintenance.sweep(settings, current)
        return cls(settings, library, current, meaning, reranker)

    @classmethod
    def open_to_serve(cls, settings: Settings, progress: Progress) -> "Workspace":
        """Open the data folder as ``open`` does, but accept an index of former settings.

        The workspace is then ``outdated`` and must be rebuilt in the background. If the former
        encoder cannot be loaded, this waits for the new index.
        """
        library, analyzer = _prepare_library(settings), index_maintenance.load_analyzer(settings)
        meaning, reranker = _open_meaning(settings, library), _load_reranker(settings)
        folder = Generations(settings.index_folder)
        former = None if folder.standing.held else open_former(folder.current, library, analyzer)
        if former and meaning:
            meaning.adopt(former.index)
        current = former or index_maintenance.bring_up_to_date(
            settings, library, analyzer, progress
        )
        index_maintenance.align_passages(settings, library, current)
        index_maintenance.sweep(settings, current)
        pending = analyzer.recipe if former else None
        return cls(settings, library, current, meaning, reranker, pending)

    @property
    def outdated(self) -> bool:
        """Whether the current index was built with other settings than the current ones."""
        return self.pending_recipe is not None

    @property
    def rebuilding(self) -> Rebuilding | None:
        """The progress of a running or pending rebuild; None if there is none."""
        pending = Rebuilding(0, self.library.passages.count()) if self.outdated else None
        return self._progress or pending

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
    def reader(self) -> QuestionReader:
        """What reads the top hits together with the question."""
        return start_reader(2 * self.settings.threads)

    def prepare_to_answer(self) -> None:
        """Load what the first question would wait for; the reader loads in the background."""
        _ = self.reader
        self.analyzer.segmenter.load_whole()

    @property
    def behind(self) -> int:
        """Roughly how many passages the index lacks, or has in excess."""
        return abs(self.library.passages.count() - len(self.snapshot().index.vectors))

    def catch_up(self, progress: Progress = lambda *_: None) -> None:
        """Bring the index up to date with the library."""
        self._publish(
            index_maintenance.catch_up(self.settings, self.library, self.snapshot(), progress)
        )

    def catch_up_with(self, encoder: Encoder, progress: Progress) -> None:
        """Bring the index up to date with ``encoder``, which yields the same vectors as usual."""
        snapshot = self.snapshot()
        caching = replace(snapshot, analyzer=replace(snapshot.analyzer, encoder=encoder))
        newer = index_maintenance.catch_up(self.settings, self.library, caching, progress)
        self._publish(replace(newer, analyzer=snapshot.analyzer))

    def rebuild(self, progress: Progress = lambda *_: None) -> None:
        """Rebuild the index with the current settings; the former one answers until it is done.

        Raises:
            WenbaoError: the new index is useless, or there is no disk space for it.
        """
        self._progress = Rebuilding(0, self.library.passages.count())
        former = self.analyzer.encoder.name
        level = logging.WARNING if self.outdated else logging.INFO  # the rebuild is unrequested

        def record(done: int, total: int) -> None:
            self._progress = Rebuilding(done, total)
            progress(done, total)

        try:
            analyzer = index_maintenance.load_analyzer(self.settings, self.analyzer)
            new = analyzer.encoder.name
            _log.log(
                level, "rebuilding the index with %s; %s answers until it is done", new, former
            )
            self._rebuild(analyzer, record)
            _log.log(level, "the index is rebuilt; %s answers now", new)
        finally:
            self._progress = self.pending_recipe = None

    def _rebuild(self, analyzer: Analyzer, progress: Progress) -> None:
        if self.library.passages.count() < WORTH_IT:
            self._publish(
                index_maintenance.rebuild(self.settings, self.library, analyzer, progress)
            )
            return
        self.index_process.rebuild(progress)
        self.index_process.wait()
        folder = Generations(self.settings.index_folder).current
        self._publish(Snapshot.open_as_made(folder, self.library, analyzer))

    def stop_indexing(self) -> None:
        """Stop the indexing process; the current index stays."""
        self.index_process.stop()

    def roll_back(self) -> None:
        """Answer from the index before the last reindexing.

        Raises:
            WenbaoError: there is none to go back to.
        """
        self._publish(
            index_maintenance.roll_back(self.settings, self.library, self.analyzer, lambda *_: None)
        )

    def snapshot(self) -> Snapshot:
        """Return the newest snapshot, even if another process published it."""
        stamp = Generations(self.settings.index_folder).stamp
        if stamp != self._stamp and self._replacing.acquire(blocking=False):
            try:
                self._reload(stamp)
            finally:
                self._replacing.release()
        if self.meaning is None:
            return self.current
        current, composed = self.current, self._composed
        meaning = self.meaning.of(current.index)
        if not composed or composed.index is not current.index or composed.meaning is not meaning:
            self._composed = composed = replace(current, meaning=meaning)
        return composed

    def _reload(self, stamp: tuple[int, ...]) -> None:
        current = Generations(self.settings.index_folder).current
        if current != self.current.index.folder:
            with suppress(IndexMismatchError, EncoderError):  # then keep the old snapshot
                self.current = Snapshot.open_as_made(current, self.library, self.current.analyzer)
            if self.current.manifest.recipe == self.pending_recipe:
                self.pending_recipe = None  # another process has built it
        self._stamp = stamp

    def _publish(self, newer: Snapshot) -> None:
        """Use ``newer``, an index that this process wrote."""
        with self._replacing:
            self.current = newer


def open_existing_library(settings: Settings) -> Library:
    """Open the library of a data folder that has one.

    Raises:
        WenbaoError: there is none.
    """
    if not settings.library_path.exists():
        raise WenbaoError(f"there is no library in {settings.data}: specify its folder with --data")
    return Library(settings.library_path)


def _prepare_library(settings: Settings) -> Library:
    """Open the library; a new one uses the passage settings from the start."""
    path = settings.library_path
    if Generations(settings.index_folder).list_newest_first() and not (
        path.exists() and path.stat().st_size
    ):
        raise WenbaoError(
            f"{path} is missing or empty, but {settings.index_folder} contains its index. {RESTORE}"
            " To start from scratch, remove the folder of the index."
        )
    library = Library(path)
    if library.passages.settings is None:
        library.chunk(settings.passages)
        library.use_chunking(settings.passages)
    return library


def _open_meaning(settings: Settings, library: Library) -> MeaningSource | None:
    return MeaningSource.open(settings, library) if settings.meaning is Switch.ON else None


def _load_reranker(settings: Settings) -> Reranker | None:
    return load_reranker(settings.reranker) if settings.reranker else None
