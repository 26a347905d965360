"""The vectors that one transformer made, by passage key. They outlive every index.

A transformer takes hours for a large library. A passage never changes and its key is never reused,
so a vector remains right whatever happens to the index. Each addition is durable when it returns.

A change writes new segments, then the record of what the store contains, then removes segments that
were merged into others. So a killed process leaves the store as it was before or after the change.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

import numpy as np

from embeddings.encoding.vectors import FloatMatrix
from embeddings.errors import IndexMismatchError, StorageError
from embeddings.index.vector_index import VectorIndex
from embeddings.index.vector_segment import VectorSegment
from embeddings.library.records import Keys
from embeddings.meaning.contents import NAME, Contents, Maker, is_damage
from embeddings.storage.atomic import compute_checksum, remove, sync_folder, translate_os_errors

_log = logging.getLogger(__name__)
_NONE = np.zeros(0, dtype=np.int64)
_NO_VECTORS = np.zeros((0, 0), dtype=np.float32)
_Stamp = tuple[int, ...]


@dataclass
class VectorStore:
    """The folder of one encoder's vectors.

    To change it, the caller must hold ``LockFile.MEANING`` of the data folder. Safe to use from
    many threads at once.

    Attributes:
        folder: contains only this store.
        maker: the encoder.
    """

    folder: Path
    maker: Maker
    _vectors: VectorIndex = field(default_factory=VectorIndex, repr=False)
    _contents: Contents = field(init=False, repr=False)
    _stamp: _Stamp = ()
    _changing: Lock = field(default_factory=Lock, repr=False)

    def __post_init__(self) -> None:
        self._contents = Contents(self.maker)

    @classmethod
    def open(cls, folder: Path, maker: Maker) -> "VectorStore":
        """Open the vectors of ``maker`` in ``folder``; a damaged segment is left out."""
        store = cls(folder, maker)
        store.refresh()
        return store

    @property
    def path(self) -> Path:
        """The file that records what the store contains."""
        return self.folder / NAME

    @property
    def vectors(self) -> VectorIndex:
        """All vectors as of the last change or ``refresh``."""
        return self._vectors

    @property
    def revision(self) -> int | None:
        """The library revision of which every key was a passage; None after an addition."""
        return self._contents.revision

    def has_leftovers(self) -> bool:
        """Return whether a killed process left files behind, unless another one is writing them."""
        return any(self._list_leftovers())

    def refresh(self) -> None:
        """Read what another process has changed, unless another thread is doing so.

        This costs one ``stat`` if nothing has changed. What cannot be read at the moment is read
        the next time.
        """
        if not self._changing.acquire(blocking=False):
            return
        try:
            self._read()
        except OSError as error:
            _log.warning("%s cannot be read at the moment: %s", self.path, error)
        finally:
            self._changing.release()

    def catch_up(self) -> None:
        """Read what another process has changed, before changing the store.

        Raises:
            StorageError: it cannot be read at the moment.
        """
        with self._begin_change():
            pass

    def add(self, keys: Keys, vectors: FloatMatrix) -> None:
        """Store ``(n, dim)`` unit vectors under ``keys``; those that the store has already stay.

        Raises:
            StorageError: the disk is full or cannot be written; the store is unchanged.
        """
        with self._begin_change():
            new = ~self._vectors.holds(keys)
            if new.any():
                self._change(self._vectors.apply_changes(keys[new], vectors[new], _NONE), None)

    def retain(self, keys: Keys, revision: int) -> None:
        """Remove all vectors but those of ``keys``, all that a library has at ``revision``.

        Remove also what a killed process left behind.

        Raises:
            StorageError: the disk is full or cannot be written; the store is unchanged.
        """
        with self._begin_change():
            removed = np.setdiff1d(self._vectors.keys, keys, assume_unique=True)
            if len(removed) or revision != self.revision:
                self._change(self._vectors.apply_changes(_NONE, _NO_VECTORS, removed), revision)
            else:
                self._remove_leftovers()

    def forget_damaged(self) -> None:
        """Remove damaged segments for good, so that their vectors are made again.

        Raises:
            StorageError: the disk is full or cannot be written; the store is unchanged.
        """
        with self._begin_change():
            self._change(self._vectors, self.revision)

    @contextmanager
    def _begin_change(self) -> Iterator[None]:
        """Keep other threads from reading or changing the store, and read what is there."""
        with self._changing, translate_os_errors(self.path):
            self._read()
            yield

    def _change(self, vectors: VectorIndex, revision: int | None) -> None:
        """Make ``vectors`` the contents of the store."""
        self._create_folder()
        self._remove_leftovers()
        vectors.save(self.folder)
        known = self._contents.checksums
        checksums = {
            name: known.get(name) or compute_checksum(get_segment_path(self.folder, name))
            for name in vectors.names
        }
        contents = Contents(self.maker, checksums, tuple(vectors.hidden.tolist()), revision)
        contents.write(self.folder)
        self._vectors, self._contents, self._stamp = vectors, contents, _read_stamp(self.path)
        with suppress(StorageError):  # else the next change removes them
            self._remove_leftovers()

    def _create_folder(self) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder.parent)
            sync_folder(self.folder.parent.parent)

    def _remove_leftovers(self) -> None:
        """Remove damaged segments, and what a killed process wrote in vain.

        A segment's name depends on its keys only, so the next one might have the same.
        """
        for path in self._list_leftovers():
            remove(path)

    def _list_leftovers(self) -> list[Path]:
        known = {self.path} | {get_segment_path(self.folder, name) for name in self._vectors.names}
        return [path for path in self.folder.glob("*") if path not in known]

    def _read(self) -> None:
        """Read the store if it has changed.

        Raises:
            OSError: it cannot be read at the moment; what is known stays.
        """
        while (stamp := _read_stamp(self.path)) != self._stamp:
            problems: list[str] = []
            contents = self._read_contents(problems)
            segments = tuple(self._read_segments(contents, problems))
            if problems and _read_stamp(self.path) != stamp:
                continue  # a segment was merged into another one meanwhile
            for problem in problems:
                _log.warning("%s: its vectors are made again", problem)
            checksums = {segment.name: contents.checksums[segment.name] for segment in segments}
            self._contents = replace(contents, checksums=checksums)
            self._vectors = VectorIndex(segments).hide(np.asarray(contents.hidden, dtype=np.int64))
            self._stamp = stamp

    def _read_contents(self, problems: list[str]) -> Contents:
        """Read the record of the store; nothing is in it if it is missing or damaged."""
        try:
            contents = Contents.read(self.folder)
        except FileNotFoundError:
            return Contents(self.maker)
        except IndexMismatchError as error:
            problems.append(str(error))
            return Contents(self.maker)
        if contents.maker.fingerprint != self.maker.fingerprint:
            problems.append(f"{self.path} is of another encoder, {contents.maker.name}")
            return Contents(self.maker)
        return contents

    def _read_segments(self, contents: Contents, problems: list[str]) -> Iterator[VectorSegment]:
        """Yield the intact segments; those that are known are not read again."""
        known = {segment.name: segment for segment in self._vectors.segments}
        for name, checksum in contents.checksums.items():
            path = get_segment_path(self.folder, name)
            if name in known and self._contents.checksums[name] == checksum:
                yield known[name]
            elif not _is_intact(path, checksum):
                problems.append(f"{path} is damaged or missing")
            else:
                try:
                    yield VectorSegment.load(path)
                except IndexMismatchError as error:
                    problems.append(str(error))


def find_maker(folder: Path) -> Maker | None:
    """Return the encoder whose vectors are in ``folder``; None if that cannot be read."""
    try:
        return Contents.read(folder).maker
    except (OSError, IndexMismatchError):
        return None


def find_damaged(folder: Path) -> Iterator[Path]:
    """Yield the files of a store that are missing or have changed since they were written.

    Raises:
        OSError: one of them cannot be read at the moment.
    """
    try:
        contents = Contents.read(folder)
    except FileNotFoundError:
        return
    except IndexMismatchError:
        yield folder / NAME
        return
    for name, checksum in contents.checksums.items():
        if not _is_intact(path := get_segment_path(folder, name), checksum):
            yield path


def get_segment_path(folder: Path, name: str) -> Path:
    """Return the file of a segment of the store in ``folder``."""
    return folder / (name + VectorIndex.SUFFIX)


def _is_intact(path: Path, checksum: str) -> bool:
    try:
        return compute_checksum(path) == checksum
    except FileNotFoundError:
        return False
    except OSError as error:
        if is_damage(error):
            return False
        raise


def _read_stamp(path: Path) -> _Stamp:
    """Return a value that changes with every change of a store; () if there is none."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return (status.st_mtime_ns, status.st_ino, status.st_size)
