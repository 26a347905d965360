"""Searching within some keys returns the best of those, wherever they rank among all."""

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings.encoding.vectors import normalize_rows
from embeddings.index.lexical_index import LexicalIndex, LexicalWriter
from embeddings.index.vector_index import VectorIndex
from embeddings.index.vector_segment import EXACT_UP_TO
from embeddings.library.records import Keys
from embeddings.text.joined_terms import JoinedTerms
from embeddings.text.terms import Terms

COUNT = EXACT_UP_TO + 10_000
DIMENSION = 16
LIMIT = 50


@pytest.fixture(scope="module")
def rows() -> NDArray[np.float32]:
    random = np.random.default_rng(7)
    return normalize_rows(random.standard_normal((COUNT, DIMENSION)).astype(np.float32))


@pytest.fixture(scope="module")
def vectors(rows: NDArray[np.float32]) -> VectorIndex:
    return VectorIndex.from_vectors(np.arange(COUNT, dtype=np.int64) + 1, rows)


def every(step: int) -> Keys:
    return np.arange(1, COUNT + 1, step, dtype=np.int64)


@pytest.mark.parametrize("step", [1, 2, 7, 100, 20_000])
def test_the_nearest_of_the_allowed_are_found(
    vectors: VectorIndex, rows: NDArray[np.float32], step: int
) -> None:
    allowed, query = every(step), rows[11]
    best = allowed[np.argsort(-(rows[allowed - 1] @ query))][:LIMIT]
    found = [key for key, _ in vectors.restrict(allowed).search(query, LIMIT)]
    assert len(found) == min(LIMIT, len(allowed))
    assert len(set(found) & set(best.tolist())) >= 0.98 * len(found)


def test_the_allowed_are_found_behind_all_others(
    vectors: VectorIndex, rows: NDArray[np.float32]
) -> None:
    query = rows[11]
    order = np.argsort(-(rows @ query)) + 1
    far = np.sort(order[COUNT // 2 :])
    scores = [score for _, score in vectors.restrict(far).search(query, LIMIT)]
    best = (rows @ query)[order[COUNT // 2 :][:LIMIT] - 1]
    np.testing.assert_allclose(scores, best, atol=1e-3)  # stored in half precision


def test_what_was_removed_is_not_allowed(vectors: VectorIndex, rows: NDArray[np.float32]) -> None:
    gone = np.asarray([12], dtype=np.int64)
    less = vectors.apply_changes(every(1)[:0], rows[:0], gone)
    assert vectors.restrict(every(1)).search(rows[11], 1)[0][0] == 12
    for step in (1, 11):
        assert 12 not in {key for key, _ in less.restrict(every(step)).search(rows[11], LIMIT)}


def test_no_key_allowed_finds_nothing(vectors: VectorIndex, rows: NDArray[np.float32]) -> None:
    assert vectors.restrict(every(1)[:0]).search(rows[0], LIMIT) == []


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    """Passages 1, 2, …, 4000: the lower the key the better, and ten of each score."""
    folder = tmp_path_factory.mktemp("lexical") / "terms"
    writer = LexicalWriter(folder)
    for key in range(1, 4001):
        writer.add(key, JoinedTerms(" ".join(["桥"] * (500 - key // 10)), "", ""))
    writer.finish()
    return LexicalIndex.open(folder)


@pytest.mark.parametrize("first", [1, 2, 1000, 3990])
@pytest.mark.parametrize("step", [1, 3, 400])
def test_terms_find_the_best_of_the_allowed_with_the_scores_that_they_have_among_all(
    lexical: LexicalIndex, first: int, step: int
) -> None:
    allowed = np.arange(first, 4001, step, dtype=np.int64)
    bridge = Terms(("桥",), (), ())
    meant = set(allowed.tolist())
    every_one = [pair for pair in lexical.search(bridge, 4000) if pair[0] in meant]
    for limit in (1, 7, 300):
        assert lexical.restrict(allowed).search(bridge, limit) == every_one[:limit]
    assert lexical.restrict(allowed[:0]).search(bridge, 5) == []
