"""Verify that the transformer's vectors match the library, and repair them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from embeddings.encoding.encoder import Encoder
from embeddings.inconsistency import Inconsistency
from embeddings.index.vector_index import VectorIndex
from embeddings.library.library import Library
from embeddings.library.records import Keys
from embeddings.library.verify import REPAIR
from embeddings.meaning.deepening import encode_passages
from embeddings.meaning.vector_store import VectorStore, find_damaged, find_maker
from embeddings.storage.atomic import remove

# Cosine of a vector with a fresh one. In 8 bits it depends on the processor, and stored in short
# codes it loses a little; different texts reach .93.
_SAME = 0.98


def verify_stores(folder: Path) -> list[Inconsistency]:
    """Return which files of the stores in ``folder`` are damaged."""
    return [
        _report(f"the file {path} of the transformer's vectors is damaged")
        for store in _list_stores(folder)
        for path in find_damaged(store)
    ]


def verify_vectors(
    store: VectorStore, library: Library, encoder: Encoder, sample: int
) -> list[Inconsistency]:
    """Return what is wrong with the vectors of an intact store.

    All keys are compared with the library; a ``sample`` of passages is encoded again. Passages
    without a vector are not wrong: they are encoded in the background.
    """
    problems = []
    if len(extra := _find_extra(store, library)):
        problems.append(f"{len(extra)} of the transformer's vectors belong to no passage")
    passages = library.passages.get(_find_wrong(store.vectors, library, encoder, sample).tolist())
    problems += [
        f"the transformer's vector of passage {passage.id} does not match its text"
        for passage in passages.values()
    ]
    return [_report(problem) for problem in problems]


def repair_stores(folder: Path) -> None:
    """Forget the damaged vectors in ``folder``, so that they are made again.

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    for store in _list_stores(folder):
        if any(find_damaged(store)):
            if maker := find_maker(store):
                VectorStore.open(store, maker).forget_damaged()
            else:
                remove(store)


def repair_vectors(store: VectorStore, library: Library, encoder: Encoder, sample: int) -> None:
    """Remove the vectors of missing passages, or all of them if one of a ``sample`` is wrong.

    Raises:
        StorageError: the disk is full or cannot be written.
    """
    if len(_find_wrong(store.vectors, library, encoder, sample)):
        remove(store.folder)
    elif len(extra := _find_extra(store, library)):
        kept = np.setdiff1d(store.vectors.keys, extra, assume_unique=True)
        store.retain(kept, library.revision)


def _report(what: str) -> Inconsistency:
    return Inconsistency(what, f"{REPAIR}, and the server encodes the passages again")


def _list_stores(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.glob("*")) if path.is_dir())


def _find_extra(store: VectorStore, library: Library) -> Keys:
    """Return the keys of passages that the library lacks, unless they are about to be removed."""
    if store.revision != library.revision:
        return np.zeros(0, dtype=np.int64)
    existing = library.passages.keys_of_all_chunkings()
    extra: Keys = np.setdiff1d(store.vectors.keys, existing, assume_unique=True)
    return extra


def _find_wrong(vectors: VectorIndex, library: Library, encoder: Encoder, sample: int) -> Keys:
    keys = vectors.keys
    chosen = keys[:: max(1, len(keys) // sample)][:sample]
    if not len(chosen):
        return chosen
    chosen, fresh = encode_passages(library, chosen, encoder)
    cosines = (vectors.vectors(chosen) * fresh).sum(axis=1)
    wrong: Keys = chosen[fresh.any(axis=1) & ~(cosines > _SAME)]
    return wrong
