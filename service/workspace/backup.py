"""Carry a data folder away in one file, while it is served, and put it back."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from embeddings.errors import WenbaoError
from embeddings.index.generations import Generations
from embeddings.library.bundle import INDEX, LIBRARY, ORIGINALS, read_bundle, write_bundle
from embeddings.library.database import Database
from embeddings.library.library import Library
from embeddings.library.portable import leave_at_home, make_portable, settle
from embeddings.library.schema import SCHEMA_VERSION
from embeddings.storage.atomic import link_tree
from embeddings.storage.locks import Lock, LockFile, exclusive_lock
from service.settings import Settings

_FORMAT = 1
_STAGING = "restore.tmp"


def backup(settings: Settings, library: Library, file: Path) -> dict[str, Any]:
    """Write all that the data folder holds to one file; return what it tells about itself.

    Raises:
        WenbaoError: the file cannot be written.
    """
    with _standing_still(settings) as copy:
        return _write(settings, library, copy, file, "backup")


def export(settings: Settings, library: Library, file: Path) -> dict[str, Any]:
    """Write articles, passages and vectors to one file: no conversations, jobs or paths.

    Raises:
        WenbaoError: the file cannot be written.
    """
    with _standing_still(settings) as copy:
        leave_at_home(copy / LIBRARY, library.passages.settings)
        return _write(settings, library, copy, file, "export")


@contextmanager
def _standing_still(settings: Settings) -> Iterator[Path]:
    """Yield a folder with a copy of the library, and of the index that it showed, or a later one.

    The index is taken first: the library then holds all that the index does, and no key of the
    index can be given to another passage later.
    """
    copy = settings.data.absolute() / "backup.tmp"
    with exclusive_lock(settings.data / LockFile.BACKUP):
        shutil.rmtree(copy, ignore_errors=True)  # of one that was interrupted
        copy.mkdir()
        try:
            _link_index(settings, copy / INDEX)
            Database(settings.library_path).copy_to(copy / LIBRARY)
            make_portable(copy / LIBRARY, settings.originals)
            yield copy
        finally:
            shutil.rmtree(copy, ignore_errors=True)


def _link_index(settings: Settings, folder: Path) -> None:
    with exclusive_lock(settings.data / LockFile.CHANGE):  # nothing is swept meanwhile
        generations = Generations(settings.index_folder)
        name = generations.standing.current
        if name and generations.current.is_dir():
            link_tree(generations.current, folder / name)
            Generations(folder).follow(folder / name)


def _write(
    settings: Settings, library: Library, copy: Path, file: Path, kind: str
) -> dict[str, Any]:
    about = {
        "kind": kind,
        "format": _FORMAT,
        "version": version("wenbao"),
        "schema": SCHEMA_VERSION,
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "articles": Library(copy / LIBRARY).articles.count(),
    }
    files = _below(copy, LIBRARY, INDEX) | _below(settings.data, ORIGINALS)
    write_bundle(file, about, files)
    return about


def _below(folder: Path, *names: str) -> dict[str, Path]:
    """Return the files below those of ``folder``'s entries, by name."""
    found = (path for name in names for path in (folder / name, *(folder / name).rglob("*")))
    return {
        path.relative_to(folder).as_posix(): path
        for path in found
        if path.is_file() and not path.is_symlink() and path.suffix not in (".lock", ".tmp")
    }


def restore(file: Path, data: Path, *, replace: bool) -> Path | None:
    """Put a backup back into ``data``; return where the folder that was there is now.

    Raises:
        WenbaoError: the backup is damaged, the folder is not empty, or a server works there.
    """
    data = data.absolute()
    held = [path for path in data.glob("*") if path.name != _STAGING]
    if held and not replace:
        raise WenbaoError(f"{data} is not empty: give --replace to move what it holds aside")
    with _unused(data, held):
        staging = data.with_name(f"{data.name}.{_STAGING}") if held else data / _STAGING
        shutil.rmtree(staging, ignore_errors=True)
        try:
            staging.mkdir(parents=True)
            unpack(file, staging, "backup")
            settle(staging / LIBRARY, data / ORIGINALS)
            return _swap_in(staging, data, held)
        except OSError as error:
            raise WenbaoError(f"{file} cannot be put back to {data}: {error}") from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def unpack(file: Path, folder: Path, kind: str) -> dict[str, Any]:
    """Take a file of ``backup`` or ``export`` out to ``folder`` and check that all is well.

    Raises:
        WenbaoError: it is of another kind, of a newer program, or damaged.
    """
    about = read_bundle(file, folder)
    if about.get("kind") != kind:
        raise WenbaoError(f"{file} was made by `wenbao {about.get('kind')}`, not `wenbao {kind}`")
    if about.get("format") != _FORMAT:
        raise WenbaoError(f"{file} was made by a newer program: install that one")
    database = Database(folder / LIBRARY)
    if faults := database.faults():
        raise WenbaoError(f"{file} holds a damaged library: {faults[0]}")
    database.close()
    return about


@contextmanager
def _unused(data: Path, held: list[Path]) -> Iterator[None]:
    """Make sure that no process works in the folder, if it holds anything."""
    if not held:
        yield
        return
    lock = Lock(data / LockFile.WORKER)
    if not lock.try_acquire():
        raise WenbaoError(f"a server works in {data}: stop it first")
    try:
        yield
    finally:
        lock.release()


def _swap_in(staging: Path, data: Path, held: list[Path]) -> Path | None:
    if not held:  # the folder itself stays: it may be a mount
        for path in sorted(staging.iterdir(), key=lambda path: path.name == LIBRARY):
            path.rename(data / path.name)  # the library last: until then there is none
        return None
    aside = data.with_name(f"{data.name}.before-restore-{time.strftime('%Y%m%d-%H%M%S')}")
    data.rename(aside)
    staging.rename(data)
    return aside
