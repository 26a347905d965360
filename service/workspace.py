"""What one data folder holds, opened: the library, its index, and the tools that made it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from embeddings.encoder import load_encoder
from embeddings.errors import IndexMismatchError
from embeddings.files import only_one_process
from embeddings.index import Index, Tools
from embeddings.indexing import IndexingReport, store_files, store_passages
from embeddings.library import Library
from embeddings.terms import Segmenter, read_user_words
from service.settings import Settings


class Watcher(Protocol):
    """Is told how far long work has come."""

    def files(self, done: int, total: int, source: str) -> None:
        """``done`` of ``total`` files are read; ``source`` is next."""

    def passages(self, done: int, total: int) -> None:
        """``done`` of ``total`` passages are indexed."""


@dataclass
class Workspace:
    """The library and its newest index. ``index`` is replaced whole, never changed.

    Many processes may open one data folder; they change it one at a time.
    """

    settings: Settings
    library: Library
    tools: Tools
    index: Index

    @classmethod
    def open(cls, settings: Settings, watcher: Watcher) -> "Workspace":
        """Open the data folder; index the starting collection when it was never filled.

        An index that is missing, damaged or made with other settings is rebuilt.
        """
        library = Library(settings.library_path)
        tools = load_tools(settings)
        try:
            index = Index.open(settings.index_folder, tools.recipe, library.revision)
        except IndexMismatchError:
            with _change(settings):
                index = _bring_up(settings, library, tools, watcher)
        return cls(settings, library, tools, index)

    def add(self, paths: Sequence[Path], watcher: Watcher) -> IndexingReport:
        """Store the files at or below ``paths`` and bring the index up to date."""
        with _change(self.settings):
            report = store_files(self.library, paths, self.settings.passages, watcher.files)
            if self.index.manifest.revision != self.library.revision:
                self.index = _build(self.settings, self.library, self.tools, watcher)
        return report

    def snapshot(self) -> Index:
        """Return the newest index, also when another process built it since this one was opened."""
        revision = self.library.revision
        if self.index.manifest.revision != revision:
            with suppress(IndexMismatchError):  # still being built: the old one answers till then
                self.index = Index.open(self.settings.index_folder, self.tools.recipe, revision)
        return self.index


def load_tools(settings: Settings) -> Tools:
    """Load the segmenter and the encoder that ``settings`` name."""
    user_words = read_user_words(settings.user_words) if settings.user_words else ()
    return Tools(Segmenter(user_words), load_encoder(settings.encoder), settings.passages)


def _bring_up(settings: Settings, library: Library, tools: Tools, watcher: Watcher) -> Index:
    """Fill a new library, cut passages anew where the settings changed, and build the index."""
    new = library.revision == 0
    if library.passage_settings != settings.passages:
        store_passages(library, settings.passages)
    if new:
        store_files(library, [settings.collection], settings.passages, watcher.files)
    try:  # another process may have built it while this one waited
        return Index.open(settings.index_folder, tools.recipe, library.revision)
    except IndexMismatchError:
        return _build(settings, library, tools, watcher)


def _build(settings: Settings, library: Library, tools: Tools, watcher: Watcher) -> Index:
    return Index.build(settings.index_folder, library, tools, watcher.passages)


def _change(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock that whoever changes the data folder must have."""
    return only_one_process(settings.data / "change.lock")
