"""After any updates by segments, the vector index finds what a fresh one would."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.encoding.vectors import normalize_rows
from embeddings.index.vector_index import VectorIndex

DIMENSION = 8
POOL = normalize_rows(
    np.random.default_rng(5).standard_normal((400, DIMENSION)).astype(np.float32).round(1)
)
POOL[200:250] = POOL[7]  # copies of one passage: their order must not depend on where they lie
QUERIES = normalize_rows(
    np.random.default_rng(6).standard_normal((5, DIMENSION)).astype(np.float32)
)
LARGE = 6_000


def as_keys(keys: object) -> NDArray[np.int64]:
    return np.asarray(sorted(keys) if isinstance(keys, set) else keys, dtype=np.int64)


def changed(index: VectorIndex, added: set[int], removed: set[int]) -> VectorIndex:
    return index.apply_changes(as_keys(added), POOL[as_keys(added)], as_keys(removed))


def assert_same(index: VectorIndex, live: set[int]) -> None:
    fresh = VectorIndex.from_vectors(as_keys(live), POOL[as_keys(live)])
    assert index.keys.tolist() == fresh.keys.tolist() == sorted(live)
    assert len(index) == len(live)
    for query in QUERIES:
        for limit in (1, 5, 50):
            assert index.search(query, limit) == fresh.search(query, limit)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sets(st.integers(0, len(POOL) - 1), max_size=90),
            st.sets(st.integers(0, len(POOL) - 1), max_size=40),
        ),
        max_size=8,
    )
)
def test_any_changes_end_where_a_fresh_index_begins(
    changes: list[tuple[set[int], set[int]]],
) -> None:
    index, live, ever = VectorIndex(), set[int](), set[int]()
    for expected, unwanted in changes:
        added, removed = expected - ever, unwanted & live  # keys are never reused
        index = changed(index, added, removed)
        live, ever = (live - removed) | added, ever | added
    assert_same(index, live)


def test_many_small_changes_make_few_segments() -> None:
    index = VectorIndex()
    sizes = []
    for key in range(400):
        index = changed(index, {key}, set())
        sizes.append(len(index.segments))
    assert max(sizes) <= 6  # a logarithm of their number
    lengths = [len(segment) for segment in index.segments]
    assert lengths == sorted(lengths, reverse=True)
    assert_same(index, set(range(400)))


def test_former_index_is_not_touched_by_a_change() -> None:
    former = changed(VectorIndex(), set(range(100)), set())
    before = [former.search(query, 20) for query in QUERIES]
    changed(former, {300, 301}, set(range(50)))
    assert [former.search(query, 20) for query in QUERIES] == before
    assert former.keys.tolist() == list(range(100))


def test_removing_everything_leaves_an_index_of_nothing() -> None:
    index = changed(changed(VectorIndex(), {1, 2, 3}, set()), set(), {1, 2, 3})
    assert (index.segments, len(index), index.search(QUERIES[0], 5)) == ((), 0, [])


def rows(count: int) -> NDArray[np.float32]:
    made = np.random.default_rng(3).standard_normal((count, DIMENSION)).astype(np.float32)
    return normalize_rows(made)


@pytest.fixture(scope="module")
def large() -> VectorIndex:
    """An index that hides removed vectors instead of being rewritten."""
    return VectorIndex.from_vectors(np.arange(LARGE), rows(LARGE))


def test_removed_vectors_of_a_large_index_are_hidden_and_never_found(large: VectorIndex) -> None:
    vectors = rows(LARGE)
    gone = as_keys([key for key, _ in large.search(vectors[0], 300)])
    less = large.apply_changes(as_keys([]), vectors[:0], gone)
    assert less.segments == large.segments
    assert less.hidden.tolist() == sorted(gone.tolist())
    assert len(less) == LARGE - 300
    for limit in (1, 10, LARGE):
        assert not {key for key, _ in less.search(vectors[0], limit)} & set(gone.tolist())
    kept = np.setdiff1d(np.arange(LARGE), gone)
    fresh = VectorIndex.from_vectors(kept, vectors[kept])
    for query in vectors[:20]:
        assert less.search(query, 50) == fresh.search(query, 50)


def test_hidden_vectors_are_cleared_when_they_are_many(large: VectorIndex) -> None:
    none = rows(0)
    some = large.apply_changes(as_keys([]), none, np.arange(600))
    assert len(some.hidden) == 600
    more = some.apply_changes(as_keys([]), none, np.arange(600, 700))
    assert len(more.hidden) == 0
    assert [len(segment) for segment in more.segments] == [LARGE - 700]


def test_hidden_keys_stay_hidden_when_the_index_is_saved_and_read(
    large: VectorIndex, tmp_path: Path
) -> None:
    less = large.apply_changes(as_keys([]), rows(0), np.arange(10))
    less.save(tmp_path)
    read = VectorIndex.load(tmp_path, less.names, less.hidden.tolist())
    query = rows(LARGE)[3]
    assert read.search(query, 20) == less.search(query, 20)
    assert 3 not in {key for key, _ in read.search(query, LARGE)}


def test_saving_writes_new_segments_only_and_old_ones_can_be_removed(tmp_path: Path) -> None:
    first = changed(VectorIndex(), set(range(100)), set())
    first.save(tmp_path)
    [old] = tmp_path.iterdir()
    written = old.stat().st_mtime_ns
    second = changed(first, {200}, set())
    second.save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    assert old.stat().st_mtime_ns == written
    third = changed(second, set(), {5})
    third.save(tmp_path)
    assert old.exists()
    third.remove_others(tmp_path)
    assert {path.stem for path in tmp_path.iterdir()} == set(third.names)


def test_segments_of_other_passages_have_other_names() -> None:
    first = changed(VectorIndex(), {1, 2}, set())
    assert first.names == changed(VectorIndex(), {1, 2}, set()).names
    assert first.names != changed(VectorIndex(), {1, 3}, set()).names


def test_vector_of_an_unknown_key_is_an_error() -> None:
    index = changed(VectorIndex(), {1, 2}, set())
    with pytest.raises(KeyError, match="9"):
        index.vectors(as_keys([1, 9]))
    with pytest.raises(KeyError):
        VectorIndex().vectors(as_keys([1]))
