"""Keep the index of a data folder in step with its library and the settings."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from embeddings.encoding.encoder import load_encoder
from embeddings.errors import IndexMismatchError, WenbaoError
from embeddings.index.analyzer import Analyzer
from embeddings.index.builder import build_index, update_index
from embeddings.index.generations import Generations
from embeddings.index.manifest import Manifest, Origin
from embeddings.index.self_check import check_finds_itself
from embeddings.library.library import Library
from embeddings.storage.atomic import check_free_space, measure_folder, move, remove_on_failure
from embeddings.storage.locks import Lock, LockFile, exclusive_lock
from embeddings.text.terms import load_segmenter, read_user_words
from service.settings import Settings
from service.workspace.snapshot import Snapshot

Progress = Callable[[int, int], None]
_log = logging.getLogger(__name__)
_SAMPLE = 50  # passages that a rebuilt index must find before it answers


def load_analyzer(settings: Settings, known: Analyzer | None = None) -> Analyzer:
    """Load the segmenter and the encoder that ``settings`` name; not twice what is ``known``."""
    words = read_user_words(settings.user_words) if settings.user_words else ()
    folder = Path(settings.encoder)
    place = str(folder.resolve()) if folder.is_dir() else settings.encoder
    encoder = load_encoder(settings.encoder)
    if known and known.encoder.fingerprint == encoder.fingerprint:
        encoder = known.encoder
    return Analyzer(load_segmenter(words), encoder, settings.passages, Origin(place, words))


def open_current(settings: Settings, library: Library, analyzer: Analyzer) -> Snapshot:
    """Open the index that answers, if it fits ``analyzer`` or the owner went back to it.

    Raises:
        IndexMismatchError: there is none, or it was made with something else.
        EncoderError: the encoder of an index that the owner went back to cannot be had again.
    """
    generations = Generations(settings.index_folder)
    if generations.standing.held:
        return Snapshot.open_as_made(generations.current, library, analyzer)
    return Snapshot.open(generations.current, library, analyzer)


def bring_up(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    """Return a snapshot that fits ``settings`` and shows the library as it is."""
    with suppress(IndexMismatchError):
        return catch_up(settings, library, open_current(settings, library, analyzer), progress)
    with exclusive_lock(settings.data / LockFile.REBUILD):
        try:  # another process may have built it meanwhile
            return catch_up(settings, library, open_current(settings, library, analyzer), progress)
        except IndexMismatchError as error:
            if adopted := _adopted(settings, library, analyzer):
                return catch_up(settings, library, adopted, progress)
            if Generations(settings.index_folder).found():
                _log.warning("%s; the index is built anew", error)
        return _rebuild(settings, library, analyzer, progress)


def _adopted(settings: Settings, library: Library, analyzer: Analyzer) -> Snapshot | None:
    """Let the newest whole generation answer, where nothing tells any more which one is to."""
    generations = Generations(settings.index_folder)
    if generations.current.is_dir():
        return None
    for folder in generations.found():
        with suppress(IndexMismatchError), hold_change_lock(settings):
            snapshot = Snapshot.open(folder, library, analyzer)
            _log.warning(
                "%s is missing or damaged; %s fits and answers", generations.told_in, folder
            )
            generations.follow(folder)
            return snapshot
    return None


def settle(settings: Settings, library: Library, snapshot: Snapshot) -> None:
    """Let the library show the passages of the index that answers, as before a crash."""
    if library.passages.settings == snapshot.analyzer.passages:
        return
    with hold_change_lock(settings):
        if Generations(settings.index_folder).current == snapshot.index.folder:
            library.chunk(snapshot.analyzer.passages)
            library.use_chunking(snapshot.analyzer.passages)


def rebuild(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    """Build the index anew beside the one that answers, check it, and let it take its place.

    Raises:
        WenbaoError: the new index does not find what it should; the former one answers on.
    """
    with exclusive_lock(settings.data / LockFile.REBUILD):
        return _rebuild(settings, library, analyzer, progress)


def _rebuild(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    generations = Generations(settings.index_folder)
    check_free_space(generations.folder, 2 * measure_folder(generations.current))
    library.chunk(analyzer.passages)
    with remove_on_failure(generations.beside):
        index = build_index(generations.beside, library, analyzer, progress)
    try:
        check_finds_itself(index, library, analyzer, _SAMPLE)
    except IndexMismatchError as error:
        raise WenbaoError(_useless(settings.index_folder, analyzer, error)) from error
    with hold_change_lock(settings):
        folder = generations.begin()
        move(index.folder, folder)
        index = replace(index, folder=folder)
        # What was stored while it was built.
        with remove_on_failure(further := generations.begin()):
            index = update_index(index, further, library, analyzer, progress) or index
        library.use_chunking(analyzer.passages)
        if _is_whole(generations.current):
            generations.supersede(index.folder)
        else:
            generations.replace_damaged(index.folder)
        _tidy(generations, library)
    return Snapshot(index, analyzer)


def _is_whole(generation: Path) -> bool:
    try:
        return not any(Manifest.read(generation).damaged(generation))
    except IndexMismatchError:
        return False


def catch_up(
    settings: Settings, library: Library, snapshot: Snapshot, progress: Progress
) -> Snapshot:
    """Return a snapshot that shows the library as it is now; ``snapshot`` itself if it does.

    Where another process has published a newer index of the same kind, that is gone on with.
    """
    if snapshot.manifest.revision == library.revision:
        return snapshot
    with hold_change_lock(settings):
        generations = Generations(settings.index_folder)
        if generations.standing.current and generations.current != snapshot.index.folder:
            snapshot = Snapshot.open_as_made(generations.current, library, snapshot.analyzer)
        with remove_on_failure(folder := generations.begin()):
            index = update_index(snapshot.index, folder, library, snapshot.analyzer, progress)
        if index is None:
            return snapshot
        generations.follow(index.folder)
        generations.sweep()
    return Snapshot(index, snapshot.analyzer)


def roll_back(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    """Answer from the index before the last reindexing, brought up to the library as it is.

    Raises:
        WenbaoError: none was kept, or it can no longer be used.
    """
    with hold_change_lock(settings):
        generations = Generations(settings.index_folder)
        previous = generations.previous
        if previous is None:
            raise WenbaoError(
                "there is no previous index to go back to: one is kept from the first"
                " `wenbao reindex` on"
            )
        former = Snapshot.open_as_made(previous, library, analyzer)
        with remove_on_failure(further := generations.begin()):
            index = update_index(former.index, further, library, former.analyzer, progress)
        folder = index.folder if index else previous
        library.use_chunking(former.analyzer.passages)
        generations.go_back(folder)
        generations.sweep()
    return Snapshot(index or former.index, former.analyzer)


def _tidy(generations: Generations, library: Library) -> None:
    """Drop the generations and cuts that nothing answers from or may go back to."""
    generations.sweep()
    kept = []
    if previous := generations.previous:
        with suppress(IndexMismatchError):
            kept.append(Manifest.read(previous).recipe.passages)
    library.drop_chunkings(kept)


def sweep(settings: Settings, snapshot: Snapshot) -> None:
    """Remove what a process that was ended left lying beside the index that answers.

    While another process changes the index this is left to it.
    """
    generations, lock = Generations(settings.index_folder), Lock(_change_lock(settings))
    if not lock.try_acquire():
        return
    try:
        if generations.current == snapshot.index.folder:
            generations.sweep()
    finally:
        lock.release()


def hold_change_lock(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock that whoever changes the index must have."""
    return exclusive_lock(_change_lock(settings))


def _change_lock(settings: Settings) -> Path:
    return settings.data / LockFile.CHANGE


def _useless(folder: Path, analyzer: Analyzer, error: IndexMismatchError) -> str:
    return (
        f"the index in {folder} was rebuilt, and {error}. The encoder {analyzer.encoder.name} may"
        " produce useless vectors: copy its folder again, or unset WENBAO_ENCODER to use the"
        " bundled one"
    )
