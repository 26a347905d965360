"""Encode passages in between other operations, and check the vectors."""

from itertools import chain

import numpy as np

from embeddings.library.library import Library
from embeddings.meaning.deepening import encode_passages
from embeddings.meaning.vector_store import VectorStore, find_damaged
from service.ingestion.ingestion import Ingestion
from service.workspace.meaning import MeaningSource
from service.workspace.workspace import Workspace

_SAME = 0.999  # cosine of a vector with a fresh one


def deepen_some(workspace: Workspace, number: int) -> None:
    """Encode and store some of the missing passages, as a round of deepening does."""
    source = get_source(workspace)
    missing = source.find_missing(workspace.snapshot().index)[:number]
    keys, vectors = encode_passages(workspace.library, missing, source.encoder)
    source.add(keys, vectors)


def deepen(ingestion: Ingestion) -> None:
    """Encode all that is missing; then there are the vectors of all passages and no others."""
    workspace = ingestion.workspace
    workspace.catch_up()
    ingestion.deepening.finish(lambda _: None)
    source, library = get_source(workspace), workspace.library
    held = source.store.vectors.keys
    assert np.isin(workspace.index.vectors.keys, held).all()
    assert np.isin(held, library.passages.keys_of_all_chunkings()).all()
    assert [path.name for path in source.folder.iterdir()] == [source.encoder.fingerprint]


def check_vectors(workspace: Workspace) -> None:
    """Check that all vectors are right, on disk as in memory, and answer for indexed passages."""
    source, snapshot = get_source(workspace), workspace.snapshot()
    assert snapshot.meaning is not None
    assert np.isin(snapshot.meaning.vectors.keys, snapshot.index.vectors.keys).all()
    stored = VectorStore.open(source.store.folder, source.store.maker)
    assert np.array_equal(stored.vectors.keys, source.store.vectors.keys)
    assert not any(chain.from_iterable(map(find_damaged, source.folder.glob("*"))))
    _check_texts(source, stored, workspace.library)


def _check_texts(source: MeaningSource, stored: VectorStore, library: Library) -> None:
    """Compare the vectors of passages that still exist with fresh ones."""
    if len(held := stored.vectors.keys):
        keys, fresh = encode_passages(library, held, source.encoder)
        cosines = (stored.vectors.vectors(keys) * fresh).sum(axis=1)
        assert (cosines > _SAME).all()


def get_source(workspace: Workspace) -> MeaningSource:
    """Return the transformer's vectors, which must not be switched off."""
    assert workspace.meaning is not None
    return workspace.meaning
