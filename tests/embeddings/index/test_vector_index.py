"""Vector search agrees with a brute-force comparison; in a large library, almost always."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.encoding.vectors import normalize_rows
from embeddings.index.vector_index import VectorIndex
from embeddings.index.vector_segment import EXACT_UP_TO

DIMENSION = 16


def random_rows(count: int, seed: int = 1) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return normalize_rows(rows)


@pytest.fixture
def vectors() -> NDArray[np.float32]:
    return random_rows(200)


@pytest.fixture
def keys() -> NDArray[np.int64]:
    return np.arange(200, dtype=np.int64) * 7 + 5_000_000_000


def test_search_gives_the_nearest_of_a_full_comparison(
    vectors: NDArray[np.float32], keys: NDArray[np.int64]
) -> None:
    query = random_rows(1, seed=2)[0]
    cosines = vectors @ query
    best = np.argsort(-cosines)[:10]
    hits = VectorIndex.from_vectors(keys, vectors).search(query, 10)
    assert [key for key, _ in hits] == keys[best].tolist()
    np.testing.assert_allclose([score for _, score in hits], cosines[best], atol=1e-6)


def test_passage_is_nearest_to_its_own_vector(
    vectors: NDArray[np.float32], keys: NDArray[np.int64]
) -> None:
    index = VectorIndex.from_vectors(keys, vectors)
    nearest = dict(index.search(vectors[42], 1))
    assert nearest == pytest.approx({int(keys[42]): 1.0}, abs=1e-6)


def test_search_gives_no_more_than_there_is(
    vectors: NDArray[np.float32], keys: NDArray[np.int64]
) -> None:
    index = VectorIndex.from_vectors(keys[:3], vectors[:3])
    assert len(index.search(vectors[0], 50)) == 3
    assert index.search(vectors[0], 0) == []


def test_similarities_keep_the_order_of_the_keys(
    vectors: NDArray[np.float32], keys: NDArray[np.int64]
) -> None:
    index = VectorIndex.from_vectors(keys, vectors)
    query = random_rows(1, seed=3)[0]
    expected = [17, 3, 150]
    found = index.similarities(query, [int(keys[row]) for row in expected])
    np.testing.assert_allclose(found, vectors[expected] @ query, atol=1e-6)
    assert index.similarities(query, []).shape == (0,)


def test_saved_index_answers_the_same(
    tmp_path: Path, vectors: NDArray[np.float32], keys: NDArray[np.int64]
) -> None:
    index = VectorIndex.from_vectors(keys, vectors)
    index.save(tmp_path)
    loaded = VectorIndex.load(tmp_path, index.names, ())
    assert (len(loaded), loaded.vectors(keys[:3]).shape) == (200, (3, DIMENSION))
    assert loaded.search(vectors[9], 20) == index.search(vectors[9], 20)
    assert [path.name for path in tmp_path.iterdir()] == [f"{index.names[0]}.faiss"]


def test_index_without_vectors_finds_nothing(tmp_path: Path) -> None:
    index = VectorIndex.from_vectors(np.zeros(0, np.int64), np.zeros((0, DIMENSION), np.float32))
    index.save(tmp_path)
    loaded = VectorIndex.load(tmp_path, index.names, ())
    assert (len(loaded), loaded.names, list(tmp_path.iterdir())) == (0, (), [])
    assert loaded.search(random_rows(1)[0], 5) == []


def crowded_rows(count: int, seed: int) -> NDArray[np.float32]:
    """Return unit vectors around 500 centres: like passages on 500 subjects."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((500, 64))
    rows = centres[chance.integers(0, 500, count)] + chance.standard_normal((count, 64))
    return normalize_rows(rows.astype(np.float32))


@pytest.mark.slow
def test_large_index_finds_nearly_all_of_a_full_comparison(tmp_path: Path) -> None:
    count = EXACT_UP_TO + 10_000
    vectors, questions = crowded_rows(count, seed=1), crowded_rows(100, seed=2)
    made = VectorIndex.from_vectors(np.arange(count), vectors)
    made.save(tmp_path)
    index = VectorIndex.load(tmp_path, made.names, ())
    assert len(index) == count
    [file] = tmp_path.iterdir()
    assert file.stat().st_size < 0.6 * vectors.nbytes + 8 * count
    found = 0
    for question in questions:
        cosines = vectors @ question
        best = set(np.argsort(-cosines)[:10].tolist())
        hits = index.search(question, 10)
        found += len(best & {key for key, _ in hits})
        exact = [cosines[key] for key, _ in hits]
        np.testing.assert_allclose([score for _, score in hits], exact, atol=1e-3)
        np.testing.assert_allclose(
            index.similarities(question, [key for key, _ in hits]), exact, atol=1e-3
        )
    assert found / 1000 >= 0.98


def test_large_index_of_an_odd_dimension_is_exact() -> None:
    vectors = np.pad(random_rows(EXACT_UP_TO + 1), ((0, 0), (0, 1)))
    index = VectorIndex.from_vectors(np.arange(len(vectors)), vectors)
    assert dict(index.search(vectors[7], 1)) == pytest.approx({7: 1.0}, abs=1e-6)
