"""Back up a data folder to one file, while it is served, and restore it."""

import dataclasses
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from embeddings.errors import IndexMismatchError, WenbaoError
from embeddings.index.generations import Generations
from embeddings.index.manifest import Manifest
from embeddings.library.bundle import (
    INDEX,
    LIBRARY,
    MEANING,
    ORIGINALS,
    read_bundle,
    write_bundle,
)
from embeddings.library.database import Database
from embeddings.library.library import Library
from embeddings.library.portable import localize, make_portable, strip_private_data
from embeddings.library.schema import SCHEMA_VERSION
from embeddings.meaning.portable import forget_locations, link_stores
from embeddings.storage.atomic import link_tree
from embeddings.storage.locks import Lock, LockFile, exclusive_lock
from service.settings import Settings
from service.workspace.meaning import hold_meaning_lock

_FORMAT = 1
_STAGING = "restore.tmp"


def backup(settings: Settings, library: Library, file: Path) -> dict[str, Any]:
    """Write everything in the data folder to one file; return its description.

    Raises:
        WenbaoError: the file cannot be written.
    """
    with _copy_consistently(settings) as copy:
        return _write(settings, library, copy, file, "backup")


def export(settings: Settings, library: Library, file: Path) -> dict[str, Any]:
    """Write articles, passages and vectors to one file, without conversations, jobs or paths.

    Raises:
        WenbaoError: the file cannot be written.
    """
    with _copy_consistently(settings) as copy:
        strip_private_data(copy / LIBRARY, library.passages.settings)
        _forget_origin(copy / INDEX)
        forget_locations(copy / MEANING)
        return _write(settings, library, copy, file, "export")


@contextmanager
def _copy_consistently(settings: Settings) -> Iterator[Path]:
    """Yield a folder with copies of vectors, index and library, at the same or a later revision.

    The library is copied last: it then contains everything in the index, and no key in the index
    or of a vector can be assigned to another passage later.
    """
    copy = settings.data.absolute() / "backup.tmp"
    with exclusive_lock(settings.data / LockFile.BACKUP):
        shutil.rmtree(copy, ignore_errors=True)  # left by an interrupted backup
        copy.mkdir()
        try:
            with hold_meaning_lock(settings):
                link_stores(settings.meaning_folder, copy / MEANING)
            _link_index(settings, copy / INDEX)
            Database(settings.library_path).copy_to(copy / LIBRARY)
            make_portable(copy / LIBRARY, settings.originals)
            yield copy
        finally:
            shutil.rmtree(copy, ignore_errors=True)


def _link_index(settings: Settings, folder: Path) -> None:
    with exclusive_lock(
        settings.data / LockFile.CHANGE
    ):  # keeps others from removing the generation
        generations = Generations(settings.index_folder)
        name = generations.standing.current
        if name and generations.current.is_dir():
            link_tree(generations.current, folder / name)
            Generations(folder).publish(folder / name)


def _forget_origin(folder: Path) -> None:
    """Remove the path of the encoder from a copied index."""
    generation = Generations(folder).current
    with suppress(IndexMismatchError):  # there is no index yet
        dataclasses.replace(Manifest.read(generation), origin=None).write(generation)


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
    files = _list_files(copy, LIBRARY, INDEX, MEANING) | _list_files(settings.data, ORIGINALS)
    write_bundle(file, about, files)
    return about


def _list_files(folder: Path, *names: str) -> dict[str, Path]:
    """Return the files at or below the named entries of ``folder``, by relative path."""
    paths = (path for name in names for path in (folder / name, *(folder / name).rglob("*")))
    return {
        path.relative_to(folder).as_posix(): path
        for path in paths
        if path.is_file() and not path.is_symlink() and path.suffix not in (".lock", ".tmp")
    }


def restore(file: Path, data: Path, *, replace: bool) -> Path | None:
    """Restore a backup to ``data``; return where its previous content was moved, if any.

    Raises:
        WenbaoError: the backup is damaged, the folder is not empty, or a server is using it.
    """
    data = data.absolute()
    present = [path for path in data.glob("*") if path.name != _STAGING]
    if present and not replace:
        raise WenbaoError(f"{data} is not empty: use --replace to move its content aside")
    with _ensure_unused(data, present):
        staging = data.with_name(f"{data.name}.{_STAGING}") if present else data / _STAGING
        shutil.rmtree(staging, ignore_errors=True)
        try:
            staging.mkdir(parents=True)
            unpack(file, staging, "backup")
            localize(staging / LIBRARY, data / ORIGINALS)
            return _swap_in(staging, data, present)
        except OSError as error:
            raise WenbaoError(f"{file} cannot be restored to {data}: {error}") from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def unpack(file: Path, folder: Path, kind: str) -> dict[str, Any]:
    """Extract a file of ``backup`` or ``export`` to ``folder`` and check its integrity.

    Raises:
        WenbaoError: it is of another kind, from a newer version, or damaged.
    """
    about = read_bundle(file, folder)
    if about.get("kind") != kind:
        raise WenbaoError(
            f"{file} was created by `wenbao {about.get('kind')}`, not `wenbao {kind}`"
        )
    if about.get("format") != _FORMAT:
        raise WenbaoError(f"{file} was created by a newer version: install that version")
    database = Database(folder / LIBRARY)
    if problems := database.check_integrity():
        raise WenbaoError(f"{file} contains a damaged library: {problems[0]}")
    database.close()
    return about


@contextmanager
def _ensure_unused(data: Path, present: list[Path]) -> Iterator[None]:
    """Hold the worker lock, so that no server uses the folder; an empty folder needs no lock."""
    if not present:
        yield
        return
    lock = Lock(data / LockFile.WORKER)
    if not lock.try_acquire():
        raise WenbaoError(f"a server is using {data}: stop it first")
    try:
        yield
    finally:
        lock.release()


def _swap_in(staging: Path, data: Path, present: list[Path]) -> Path | None:
    if not present:  # the folder itself stays: it may be a mount
        for path in sorted(staging.iterdir(), key=lambda path: path.name == LIBRARY):
            path.rename(data / path.name)  # last, so that an incomplete folder has no library
        return None
    aside = data.with_name(f"{data.name}.before-restore-{time.strftime('%Y%m%d-%H%M%S')}")
    data.rename(aside)
    staging.rename(data)
    return aside
