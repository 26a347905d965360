"""Import: merge an exported library and its vectors into a data folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.errors import IndexMismatchError, WenbaoError
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.library.bundle import INDEX, LIBRARY, MEANING, ORIGINALS
from embeddings.library.library import Library
from embeddings.library.merging import Merged, merge
from embeddings.library.portable import localize
from embeddings.library.records import Change
from embeddings.meaning.vector_store import VectorStore
from embeddings.storage.locks import Lock, LockFile
from service.workspace.backup import unpack
from service.workspace.index_maintenance import Progress
from service.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """The outcome of an import.

    Attributes:
        encoded: how many passages had to be encoded, because the file had no usable vectors.
    """

    files: tuple[Merged, ...]
    encoded: int

    @property
    def change(self) -> Change:
        """The changes of all files together."""
        return sum((file.change for file in self.files), Change())


def import_library(workspace: Workspace, file: Path, progress: Progress) -> Imported:
    """Merge the library in ``file`` into the library of ``workspace``.

    Raises:
        WenbaoError: the file is damaged, or a server is using the data folder.
    """
    settings = workspace.settings
    with _hold_worker_lock(settings.data) as staging:
        unpack(file, staging, "export")
        _move_originals(staging / ORIGINALS, settings.originals)
        localize(staging / LIBRARY, settings.originals)
        other = Library(staging / LIBRARY)
        files = tuple(merge(workspace.library, other))
        encoded = _index(workspace, other, staging / INDEX, progress)
        _copy_meaning(workspace, other, staging / MEANING)
        return Imported(files, encoded)


def _index(workspace: Workspace, other: Library, folder: Path, progress: Progress) -> int:
    """Index what was merged; return how many passages had to be encoded."""
    encoder = _find_caching_encoder(workspace, other, folder)
    if encoder is None:
        before = len(workspace.index.vectors)
        workspace.catch_up(progress)
        return max(0, len(workspace.index.vectors) - before)
    workspace.catch_up_with(encoder, progress)
    return encoder.made


def _find_caching_encoder(
    workspace: Workspace, other: Library, folder: Path
) -> CachingEncoder | None:
    """Return an encoder that reuses the vectors in the file, if the same encoder made them."""
    analyzer = workspace.analyzer
    recipe = replace(analyzer.recipe, passages=other.passages.settings or analyzer.passages)
    with suppress(IndexMismatchError):
        index = Index.open(Generations(folder).current, recipe)
        return CachingEncoder.of(analyzer.encoder, index.vectors, other)
    return None


def _copy_meaning(workspace: Workspace, other: Library, folder: Path) -> None:
    """Copy the transformer's vectors from the file, if the same encoder made them."""
    if (source := workspace.meaning) is None:
        return
    store = VectorStore.open(folder / source.store.folder.name, source.store.maker)
    known = CachingEncoder.of(source.encoder, store.vectors, other)
    source.copy_known(workspace.snapshot().index, workspace.library, known)


def _move_originals(imported: Path, originals: Path) -> None:
    """Move over the originals that are missing here; their names are hashes of their content."""
    originals.mkdir(exist_ok=True)
    for path in imported.glob("*"):
        if not (originals / path.name).exists():
            path.rename(originals / path.name)


@contextmanager
def _hold_worker_lock(data: Path) -> Iterator[Path]:
    """Yield an empty folder while no server can use the data folder."""
    lock = Lock(data / LockFile.WORKER)
    if not lock.try_acquire():
        raise WenbaoError(f"a server is using {data}: stop it, import, and start it again")
    staging = data / "import.tmp"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir()
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        lock.release()
