"""Import: merge an exported library into the one of the data folder, with its vectors."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from embeddings.errors import IndexMismatchError, WenbaoError
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.library.bundle import INDEX, LIBRARY, ORIGINALS
from embeddings.library.library import Library
from embeddings.library.merging import Merged, merge
from embeddings.library.portable import settle
from embeddings.library.records import Change
from embeddings.storage.locks import Lock, LockFile
from service.workspace.backup import unpack
from service.workspace.index_maintenance import Progress
from service.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        encoded: how many vectors had to be made, for want of fitting ones in the file.
    """

    files: tuple[Merged, ...]
    encoded: int

    @property
    def change(self) -> Change:
        """How many articles changed."""
        return sum((file.change for file in self.files), Change())


def import_library(workspace: Workspace, file: Path, progress: Progress) -> Imported:
    """Merge the library in ``file`` into that of ``workspace``.

    Raises:
        WenbaoError: the file is damaged, or a server works in the data folder.
    """
    settings = workspace.settings
    with _working_alone(settings.data) as staging:
        unpack(file, staging, "export")
        _keep_originals(staging / ORIGINALS, settings.originals)
        settle(staging / LIBRARY, settings.originals)
        other = Library(staging / LIBRARY)
        files = tuple(merge(workspace.library, other))
        knowing = _knowing(workspace, other, staging / INDEX)
        if knowing is None:
            before = len(workspace.index.vectors)
            workspace.catch_up(progress)
            return Imported(files, max(0, len(workspace.index.vectors) - before))
        workspace.catch_up_with(knowing, progress)
        return Imported(files, knowing.made)


def _knowing(workspace: Workspace, other: Library, folder: Path) -> CachingEncoder | None:
    """Return an encoder that knows the vectors of the file, if the same one made them."""
    analyzer = workspace.analyzer
    recipe = replace(analyzer.recipe, passages=other.passages.settings or analyzer.passages)
    with suppress(IndexMismatchError):
        index = Index.open(Generations(folder).current, recipe)
        return CachingEncoder.of(analyzer.encoder, index, other)
    return None


def _keep_originals(brought: Path, originals: Path) -> None:
    """Copy the originals that are not here yet; their names tell their content."""
    originals.mkdir(exist_ok=True)
    for path in brought.glob("*"):
        if not (originals / path.name).exists():
            path.rename(originals / path.name)


@contextmanager
def _working_alone(data: Path) -> Iterator[Path]:
    """Yield an empty folder, and keep the worker of a server from starting meanwhile."""
    lock = Lock(data / LockFile.WORKER)
    if not lock.try_acquire():
        raise WenbaoError(f"a server works in {data}: stop it, import, and start it again")
    staging = data / "import.tmp"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        staging.mkdir()
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        lock.release()
