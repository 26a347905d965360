"""What one data folder holds, opened: the library, its index, and the tools that made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from embeddings.encoder import load_encoder
from embeddings.errors import IndexMismatchError
from embeddings.index import Index, Tools
from embeddings.indexing import IndexingReport, store_files, store_passages
from embeddings.library import Library
from embeddings.manifest import Manifest
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
    """The library and its newest index. ``index`` is replaced whole, never changed."""

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
        if library.revision == 0:
            store_files(library, [settings.collection], settings.passages, watcher.files)
        return cls(settings, library, tools, _open_index(settings, library, tools, watcher))

    def add(self, paths: Sequence[Path], watcher: Watcher) -> IndexingReport:
        """Store the files at or below ``paths`` and bring the index up to date."""
        report = store_files(self.library, paths, self.settings.passages, watcher.files)
        if self.index.manifest.revision != self.library.revision:
            self.index = _build_index(self.settings, self.library, self.tools, watcher)
        return report

    def refresh(self) -> None:
        """Take over an index that another process built since this one was opened."""
        revision = self.library.revision
        if self.index.manifest.revision == revision:
            return
        try:
            self.index = Index.open(self.settings.index_folder, self.tools.recipe, revision)
        except IndexMismatchError:
            return  # still being built: the old one answers until then


def load_tools(settings: Settings) -> Tools:
    """Load the segmenter and the encoder that ``settings`` name."""
    user_words = read_user_words(settings.user_words) if settings.user_words else ()
    return Tools(Segmenter(user_words), load_encoder(settings.encoder), settings.passages)


def _open_index(settings: Settings, library: Library, tools: Tools, watcher: Watcher) -> Index:
    try:
        return Index.open(settings.index_folder, tools.recipe, library.revision)
    except IndexMismatchError:
        if _made_with_other_passages(settings):
            store_passages(library, settings.passages)
        return _build_index(settings, library, tools, watcher)


def _made_with_other_passages(settings: Settings) -> bool:
    try:
        return Manifest.read(settings.index_folder).recipe.passages != settings.passages
    except IndexMismatchError:
        return True  # nothing tells how the stored passages were cut


def _build_index(settings: Settings, library: Library, tools: Tools, watcher: Watcher) -> Index:
    return Index.build(settings.index_folder, library, tools, watcher.passages)
