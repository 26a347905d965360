"""The transformer's vectors of a data folder, and which of them answer."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from embeddings.encoding.encoder import Encoder, load_encoder
from embeddings.encoding.vectors import FloatMatrix
from embeddings.errors import EncoderError, StorageError
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.index.index import Index
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.meaning.contents import Maker
from embeddings.meaning.deepening import find_known, find_missing
from embeddings.meaning.meaning import Meaning
from embeddings.meaning.vector_store import VectorStore, find_maker
from embeddings.storage.atomic import remove
from embeddings.storage.locks import Lock, LockFile, exclusive_lock
from service.settings import Settings

_TEXTS = ("城管清理路边摊贩", "the weather is fine")  # any usable encoder tells them apart
_ALIKE = 0.9999


@dataclass(frozen=True, slots=True)
class _Deep:
    """An encoder and the vectors that it has made."""

    encoder: Encoder
    store: VectorStore

    def count(self, keys: Keys) -> int:
        """Return how many of ``keys`` have a vector."""
        return int(self.store.vectors.holds(keys).sum())


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What answers, and what it was chosen for: an index, and the vectors there were."""

    reasons: tuple[object, ...]
    meaning: Meaning


@dataclass
class MeaningSource:
    """The vectors of the current encoder, and those of a former one that answer until then.

    A change waits while another process changes or copies the vectors.

    Attributes:
        folder: one folder for each encoder, by fingerprint.
        lock: the file to lock while the folder is changed.
    """

    folder: Path
    lock: Path
    current: _Deep
    former: _Deep | None = None
    _chosen: _Chosen | None = field(default=None, repr=False)

    @classmethod
    def open(cls, settings: Settings, library: Library) -> "MeaningSource":
        """Open the vectors of the encoder in ``settings``.

        Raises:
            EncoderError: it cannot be loaded, or its vectors are useless.
        """
        encoder = load_encoder(settings.encoder)
        _check_usable(encoder)
        folder, current = settings.meaning_folder, _Deep(encoder, open_store(settings, encoder))
        lock = settings.data / LockFile.MEANING
        source = cls(folder, lock, current, _find_former(folder, current))
        source._drop_deleted_at_once(library)
        return source

    @property
    def encoder(self) -> Encoder:
        """The encoder in the settings."""
        return self.current.encoder

    @property
    def store(self) -> VectorStore:
        """The vectors of the encoder in the settings."""
        return self.current.store

    def of(self, index: Index) -> Meaning:
        """Return what answers for ``index``: the vectors of whichever encoder has made more."""
        self.store.refresh()
        vectors = self.store.vectors
        reasons, chosen = (index.folder, vectors, self.former), self._chosen
        if chosen is None or not _is_same(reasons, chosen.reasons):
            self._chosen = chosen = _Chosen(reasons, self._choose(index))
        return chosen.meaning

    def _choose(self, index: Index) -> Meaning:
        keys, deep, former = index.vectors.keys, self.current, self.former
        if former and former.count(keys) > deep.count(keys):
            deep = former
        vectors = deep.store.vectors
        beyond = np.setdiff1d(vectors.keys, keys, assume_unique=True)
        return Meaning(deep.encoder, vectors.hide(beyond))

    def find_missing(self, index: Index) -> Keys:
        """Return the keys of ``index`` that still lack a vector of the current encoder."""
        self.store.refresh()
        return find_missing(index.vectors.keys, self.store.vectors.keys)

    def add(self, keys: Keys, vectors: FloatMatrix) -> None:
        """Store ``(n, dim)`` vectors that the current encoder made.

        Raises:
            StorageError: the disk is full or cannot be written.
        """
        with exclusive_lock(self.lock):
            self.store.add(keys, vectors)

    def adopt(self, index: Index) -> None:
        """Take over the vectors of ``index`` if this encoder made them, as in former releases.

        Raises:
            StorageError: the disk is full or cannot be written.
        """
        if index.manifest.recipe.encoder_fingerprint == self.encoder.fingerprint:
            keys = np.sort(self.find_missing(index))
            if len(keys):
                self.add(keys, index.vectors.vectors(keys))

    def copy_known(self, index: Index, library: Library, known: CachingEncoder) -> None:
        """Store the missing vectors of ``index`` that ``known`` can look up.

        Raises:
            StorageError: the disk is full or cannot be written.
        """
        with exclusive_lock(self.lock):
            for keys, vectors in find_known(library, self.find_missing(index), known):
                self.store.add(keys, vectors)

    def is_tidy(self, library: Library) -> bool:
        """Return whether there are vectors of this encoder and of existing passages only."""
        store = self.store
        store.refresh()
        is_current = store.revision == library.revision
        return is_current and not self._list_others() and not store.has_leftovers()

    def tidy(self, library: Library) -> None:
        """Remove the vectors of deleted passages, and those of former encoders.

        Raises:
            StorageError: the disk is full or cannot be written.
        """
        with exclusive_lock(self.lock):
            self.former = None
            _drop_deleted(library, [self.store])
            for path in self._list_others():
                remove(path)

    def _drop_deleted_at_once(self, library: Library) -> None:
        """Drop the vectors of passages that the library lacks, before it can reuse their keys.

        It never does, unless an older or an empty library was put in its place.
        """
        stores = [deep.store for deep in (self.current, self.former) if deep]
        untidy = [one for one in stores if one.vectors and one.revision != library.revision]
        lock = Lock(self.lock)
        with suppress(StorageError):  # the disk may be full: then it has to wait
            if untidy and lock.try_acquire():  # else another process has done this already
                try:
                    _drop_deleted(library, untidy)
                finally:
                    lock.release()

    def _list_others(self) -> list[Path]:
        return [path for path in self.folder.glob("*") if path != self.store.folder]


def _drop_deleted(library: Library, stores: Sequence[VectorStore]) -> None:
    revision = library.revision  # read first: what changes meanwhile is dropped the next time
    keys = library.passages.keys_of_all_chunkings()
    for store in stores:
        store.retain(keys, revision)


def hold_meaning_lock(settings: Settings) -> AbstractContextManager[None]:
    """Hold the lock required to change or copy the transformer's vectors."""
    return exclusive_lock(settings.data / LockFile.MEANING)


def open_store(settings: Settings, encoder: Encoder) -> VectorStore:
    """Open the vectors of ``encoder``, which is the one in ``settings``."""
    maker = Maker(encoder.name, encoder.fingerprint, _locate(settings.encoder))
    return VectorStore.open(settings.meaning_folder / encoder.fingerprint, maker)


def _is_same(first: tuple[object, ...], second: tuple[object, ...]) -> bool:
    """Compare by identity: comparing vectors would take long."""
    pairs = zip(first, second, strict=False)
    return len(first) == len(second) and all(one is other for one, other in pairs)


def _locate(name_or_folder: str) -> str:
    """Return where to load an encoder from again, whatever the working directory is then."""
    folder = Path(name_or_folder)
    return str(folder.resolve()) if folder.is_dir() else name_or_folder


def _find_former(folder: Path, current: _Deep) -> _Deep | None:
    """Return the former encoder with the most vectors, if it has more than the current one."""
    stores = [
        VectorStore.open(path, maker)
        for path in folder.glob("*")
        if path != current.store.folder and (maker := find_maker(path))
    ]
    for store in sorted(stores, key=lambda store: -len(store.vectors)):
        if len(store.vectors) <= len(current.store.vectors):
            break
        try:
            encoder = load_encoder(store.maker.location)
        except EncoderError:
            continue
        if encoder.fingerprint == store.maker.fingerprint:
            return _Deep(encoder, store)
    return None


def _check_usable(encoder: Encoder) -> None:
    first, second = encoder.encode_passages(_TEXTS)
    if not first.any() or not second.any() or not float(first @ second) < _ALIKE:
        raise EncoderError(
            f"the encoder {encoder.name} produces useless vectors: copy its folder again, or unset"
            " WENBAO_ENCODER to use the bundled one"
        )
