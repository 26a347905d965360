"""Keep the index of a data folder in step with its library and the settings."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

from embeddings.encoding.encoder import load_encoder
from embeddings.encoding.model_folder import STATIC_ENCODER
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
_SAMPLE = 50  # passages that a rebuilt index must find before it is used


def load_analyzer(settings: Settings, known: Analyzer | None = None) -> Analyzer:
    """Load the segmenter of ``settings`` and the static encoder; reuse the encoder of ``known``."""
    words = read_user_words(settings.user_words) if settings.user_words else ()
    encoder = load_encoder()
    if known and known.encoder.fingerprint == encoder.fingerprint:
        encoder = known.encoder
    origin = Origin(str(STATIC_ENCODER), words)
    return Analyzer(load_segmenter(words), encoder, settings.passages, origin)


def open_current(settings: Settings, library: Library, analyzer: Analyzer) -> Snapshot:
    """Open the current index, if it matches ``analyzer`` or the owner rolled back to it.

    Raises:
        IndexMismatchError: there is none, or it does not match ``analyzer``.
        EncoderError: the encoder of an index rolled back to can no longer be loaded.
    """
    generations = Generations(settings.index_folder)
    if generations.standing.held:
        return Snapshot.open_as_made(generations.current, library, analyzer)
    return Snapshot.open(generations.current, library, analyzer)


def bring_up_to_date(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    """Return a snapshot that matches ``settings`` and the current library."""
    with suppress(IndexMismatchError):
        return catch_up(settings, library, open_current(settings, library, analyzer), progress)
    with exclusive_lock(settings.data / LockFile.REBUILD):
        try:  # another process may have built it in the meantime
            return catch_up(settings, library, open_current(settings, library, analyzer), progress)
        except IndexMismatchError as error:
            if adopted := _adopt_generation(settings, library, analyzer):
                return catch_up(settings, library, adopted, progress)
            if Generations(settings.index_folder).list_newest_first():
                _log.warning("%s; rebuilding the index", error)
        return _rebuild(settings, library, analyzer, progress)


def _adopt_generation(settings: Settings, library: Library, analyzer: Analyzer) -> Snapshot | None:
    """Make the newest intact generation current if the record of the current one is lost."""
    generations = Generations(settings.index_folder)
    if generations.current.is_dir():
        return None
    for folder in generations.list_newest_first():
        with suppress(IndexMismatchError), hold_change_lock(settings):
            snapshot = Snapshot.open(folder, library, analyzer)
            _log.warning(
                "%s is missing or damaged; using %s, which matches", generations.path, folder
            )
            generations.publish(folder)
            return snapshot
    return None


def align_passages(settings: Settings, library: Library, snapshot: Snapshot) -> None:
    """Make the chunking of the current index the library's current one again after a crash."""
    if library.passages.settings == snapshot.analyzer.passages:
        return
    with hold_change_lock(settings):
        if Generations(settings.index_folder).current == snapshot.index.folder:
            library.chunk(snapshot.analyzer.passages)
            library.use_chunking(snapshot.analyzer.passages)


def rebuild(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    """Rebuild the index while the current one answers, check it, and replace the current one.

    Raises:
        WenbaoError: the new index does not find what it should; the current one stays.
    """
    with exclusive_lock(settings.data / LockFile.REBUILD):
        return _rebuild(settings, library, analyzer, progress)


def _rebuild(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    generations = Generations(settings.index_folder)
    check_free_space(generations.folder, 2 * measure_folder(generations.current))
    library.chunk(analyzer.passages)
    with remove_on_failure(generations.rebuild_folder):
        index = build_index(generations.rebuild_folder, library, analyzer, progress)
    try:
        check_finds_itself(index, library, analyzer, _SAMPLE)
    except IndexMismatchError as error:
        raise WenbaoError(_explain_useless(settings.index_folder, analyzer, error)) from error
    with hold_change_lock(settings):
        folder = generations.begin()
        move(index.folder, folder)
        index = replace(index, folder=folder)
        # Add what was stored during the build.
        with remove_on_failure(further := generations.begin()):
            index = update_index(index, further, library, analyzer, progress) or index
        library.use_chunking(analyzer.passages)
        if _is_intact(generations.current):
            generations.supersede(index.folder)
        else:
            generations.replace_damaged(index.folder)
        _drop_unused(generations, library)
    return Snapshot(index, analyzer)


def _is_intact(generation: Path) -> bool:
    try:
        return not any(Manifest.read(generation).damaged(generation))
    except IndexMismatchError:
        return False


def catch_up(
    settings: Settings, library: Library, snapshot: Snapshot, progress: Progress
) -> Snapshot:
    """Return a snapshot of the current library; ``snapshot`` itself if it is up to date.

    If another process has published a newer index, this continues from that one.
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
        generations.publish(index.folder)
        generations.sweep()
    return Snapshot(index, snapshot.analyzer)


def roll_back(
    settings: Settings, library: Library, analyzer: Analyzer, progress: Progress
) -> Snapshot:
    """Make the index before the last reindexing current, and bring it up to date.

    Raises:
        WenbaoError: there is none, or it can no longer be used.
    """
    with hold_change_lock(settings):
        generations = Generations(settings.index_folder)
        previous = generations.previous
        if previous is None:
            raise WenbaoError(
                "there is no previous index to go back to: only `wenbao reindex` leaves one"
            )
        previous_snapshot = Snapshot.open_as_made(previous, library, analyzer)
        with remove_on_failure(further := generations.begin()):
            index = update_index(
                previous_snapshot.index, further, library, previous_snapshot.analyzer, progress
            )
        folder = index.folder if index else previous
        library.use_chunking(previous_snapshot.analyzer.passages)
        generations.roll_back(folder)
        generations.sweep()
    return Snapshot(index or previous_snapshot.index, previous_snapshot.analyzer)


def _drop_unused(generations: Generations, library: Library) -> None:
    """Drop the generations and chunkings that are neither current nor previous."""
    generations.sweep()
    kept = []
    if previous := generations.previous:
        with suppress(IndexMismatchError):
            kept.append(Manifest.read(previous).recipe.passages)
    library.drop_chunkings(kept)


def sweep(settings: Settings, snapshot: Snapshot) -> None:
    """Remove what a killed process left beside the current index.

    Do nothing while another process is changing the index.
    """
    generations, lock = Generations(settings.index_folder), Lock(_get_change_lock_path(settings))
    if not lock.try_acquire():
        return
    try:
        if generations.current == snapshot.index.folder:
            generations.sweep()
    finally:
        lock.release()


def hold_change_lock(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock required to change the index."""
    return exclusive_lock(_get_change_lock_path(settings))


def _get_change_lock_path(settings: Settings) -> Path:
    return settings.data / LockFile.CHANGE


def _explain_useless(folder: Path, analyzer: Analyzer, error: IndexMismatchError) -> str:
    return (
        f"the index in {folder} was rebuilt, and {error}. The bundled encoder"
        f" {analyzer.encoder.name} may be damaged: install Wenbao again"
    )
