"""Vector stores for tests: small vectors that follow from their keys."""

from collections.abc import Iterable, Mapping

import numpy as np

from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from embeddings.library.records import Keys
from embeddings.meaning.contents import NAME, Contents, Maker
from embeddings.meaning.vector_store import VectorStore, find_damaged

MAKER = Maker("tiny", "0123456789abcdef", "/models/tiny")
OTHER_MAKER = Maker("other", "fedcba9876543210", "/models/other")
DIMENSION = 4
LARGE = 6_000  # so many that a few removed ones stay in their segment


def as_keys(keys: Iterable[int]) -> Keys:
    return np.asarray(sorted(keys), dtype=np.int64)


def vectors_of(keys: Iterable[int], version: int = 0) -> FloatMatrix:
    """Return the unit vectors that belong to some keys, ascending."""
    rows = [np.random.default_rng((key, version)).standard_normal(DIMENSION) for key in keys]
    return normalize_rows(np.asarray(rows, dtype=np.float32).reshape(-1, DIMENSION))


def add(store: VectorStore, keys: Iterable[int], version: int = 0) -> None:
    store.add(as_keys(keys), vectors_of(sorted(keys), version))


def assert_holds(store: VectorStore, expected: Mapping[int, int] | Iterable[int]) -> None:
    """Check keys and vectors; ``expected`` are the keys, or their versions by key."""
    versions = dict(expected) if isinstance(expected, Mapping) else dict.fromkeys(expected, 0)
    keys = as_keys(versions)
    assert store.vectors.keys.tolist() == keys.tolist()
    assert len(store.vectors) == len(keys)
    if len(keys):
        wanted = np.concatenate([vectors_of([key], versions[key]) for key in keys.tolist()])
        assert np.array_equal(store.vectors.vectors(keys), wanted)


def reopen(store: VectorStore) -> VectorStore:
    """Open the store as another process does."""
    return VectorStore.open(store.folder, MAKER)


def files_of(store: VectorStore) -> set[str]:
    return {path.name for path in store.folder.iterdir()}


def assert_clean(store: VectorStore) -> None:
    """Check that no file is damaged, missing or left over."""
    assert list(find_damaged(store.folder)) == []
    recorded = Contents.read(store.folder).checksums
    assert files_of(store) == {NAME, *(f"{name}.faiss" for name in recorded)}
