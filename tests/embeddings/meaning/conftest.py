"""Stores that the tests of the vector store share."""

from pathlib import Path

import pytest

from embeddings.meaning.vector_store import VectorStore
from tests.support.vector_stores import MAKER, add


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    return VectorStore.open(tmp_path / "data" / "meaning" / MAKER.fingerprint, MAKER)


@pytest.fixture
def filled(store: VectorStore) -> VectorStore:
    """A store of two segments: the keys 1 to 100, and 101 to 105."""
    add(store, range(1, 101))
    add(store, range(101, 106))
    assert len(store.vectors.segments) == 2
    return store
