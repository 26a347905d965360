"""Keep the index of a data folder in step with its library and the settings."""

from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Protocol

from embeddings.encoder import load_encoder
from embeddings.errors import IndexMismatchError
from embeddings.files import only_one_process
from embeddings.index import Tools
from embeddings.indexing import store_files, store_passages
from embeddings.library import Library
from embeddings.manifest import Origin
from embeddings.terms import Segmenter, read_user_words
from service.settings import Settings
from service.snapshot import Snapshot


class Watcher(Protocol):
    """Is told how far long work has come."""

    def files(self, done: int, total: int, source: str) -> None:
        """``done`` of ``total`` files are read; ``source`` is next."""

    def passages(self, done: int, total: int) -> None:
        """``done`` of ``total`` passages are indexed."""


def load_tools(settings: Settings) -> Tools:
    """Load the segmenter and the encoder that ``settings`` name."""
    words = read_user_words(settings.user_words) if settings.user_words else ()
    folder = Path(settings.encoder)
    place = str(folder.resolve()) if folder.is_dir() else settings.encoder
    encoder = load_encoder(settings.encoder)
    return Tools(Segmenter(words), encoder, settings.passages, Origin(place, words))


def bring_up(settings: Settings, library: Library, tools: Tools, watcher: Watcher) -> Snapshot:
    """Return a snapshot that fits ``settings``, from the disk or made."""
    with suppress(IndexMismatchError):
        return Snapshot.open(settings.index_folder, library, tools)
    with change(settings):
        _fill(settings, library, watcher)
        with suppress(IndexMismatchError):  # another process may have built it meanwhile
            return Snapshot.open(settings.index_folder, library, tools)
        return build(settings, library, tools, watcher)


def _fill(settings: Settings, library: Library, watcher: Watcher) -> None:
    """Fill a new library; cut passages anew where the settings changed."""
    new = library.revision == 0
    if library.passage_settings != settings.passages:
        store_passages(library, settings.passages)
    if new:
        store_files(library, [settings.collection], settings.passages, watcher.files)


def build(settings: Settings, library: Library, tools: Tools, watcher: Watcher) -> Snapshot:
    """Build the index anew; whoever calls holds the lock of ``change``."""
    return Snapshot.build(settings.index_folder, library, tools, watcher.passages)


def change(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock that whoever changes the data folder must have."""
    return only_one_process(settings.data / "change.lock")
