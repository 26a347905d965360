"""The store of the transformer's vectors: what is added and retained is there."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from embeddings.meaning.contents import Maker
from embeddings.meaning.portable import forget_locations, link_stores
from embeddings.meaning.vector_store import VectorStore, find_damaged, find_maker
from tests.support.vector_stores import (
    LARGE,
    MAKER,
    add,
    as_keys,
    assert_clean,
    assert_holds,
    reopen,
    vectors_of,
)


def test_vectors_are_there_when_the_store_is_opened_again(filled: VectorStore) -> None:
    again = reopen(filled)
    assert_holds(again, range(1, 106))
    assert_clean(again)
    assert find_maker(filled.folder) == MAKER


def test_empty_store_has_no_file(store: VectorStore) -> None:
    assert_holds(store, [])
    assert not store.folder.exists()
    assert find_maker(store.folder) is None
    assert list(find_damaged(store.folder)) == []


def test_vector_that_is_there_already_stays(filled: VectorStore) -> None:
    before = filled.path.stat()
    add(filled, range(50, 60), version=1)
    assert filled.path.stat() == before
    add(filled, range(100, 110), version=1)
    expected = dict.fromkeys(range(1, 106), 0) | dict.fromkeys(range(106, 110), 1)
    assert_holds(reopen(filled), expected)


def test_retained_vectors_are_those_of_the_library_at_a_revision(filled: VectorStore) -> None:
    assert filled.revision is None
    filled.retain(as_keys([*range(1, 50), 104, 999]), revision=7)
    for one in (filled, reopen(filled)):
        assert_holds(one, [*range(1, 50), 104])
        assert one.revision == 7
    before = filled.path.stat()
    filled.retain(as_keys(range(1, 200)), revision=7)
    assert filled.path.stat() == before
    filled.retain(as_keys(range(1, 200)), revision=8)
    assert reopen(filled).revision == 8
    add(filled, [200])
    assert reopen(filled).revision is None


def test_removed_vectors_of_a_large_segment_stay_hidden(store: VectorStore) -> None:
    add(store, range(1, LARGE + 1))
    [name] = store.vectors.names
    store.retain(as_keys(range(11, LARGE + 1)), revision=1)
    assert store.vectors.names == (name,)
    again = reopen(store)
    assert_holds(again, range(11, LARGE + 1))
    query = vectors_of([5])[0]
    assert 5 not in [key for key, _ in again.vectors.search(query, 20)]


def test_key_that_an_older_library_gives_again_gets_its_new_vector(store: VectorStore) -> None:
    add(store, range(1, LARGE + 1))
    store.retain(as_keys(range(11, LARGE + 1)), revision=1)
    add(store, range(1, 6), version=1)
    expected = dict.fromkeys(range(11, LARGE + 1), 0) | dict.fromkeys(range(1, 6), 1)
    for one in (store, reopen(store)):
        assert_holds(one, expected)
        assert one.vectors.search(vectors_of([5], version=1)[0], 1)[0][0] == 5
    assert_clean(store)


def test_hidden_vectors_are_not_found_and_stay_stored(filled: VectorStore) -> None:
    hidden = filled.vectors.hide(as_keys([3, 104, 999]))
    assert hidden.keys.tolist() == sorted({*range(1, 106)} - {3, 104})
    assert hidden.holds(as_keys([2, 3, 104, 999])).tolist() == [True, False, False, False]
    for key in (3, 104):
        assert key not in [found for found, _ in hidden.search(vectors_of([key])[0], 10)]
    assert hidden.search(vectors_of([2])[0], 1)[0][0] == 2
    assert_holds(filled, range(1, 106))


@dataclass(frozen=True)
class Change:
    """A change of a store by one of two processes: of ``added`` keys, or of ``removed`` ones."""

    by_other: bool
    added: frozenset[int]
    removed: frozenset[int]
    version: int
    reopens: bool


SOME_KEYS = st.frozensets(st.integers(1, 300), max_size=120)
CHANGES = st.builds(
    Change, st.booleans(), SOME_KEYS, st.frozensets(st.integers(1, 300)), st.integers(0, 3),
    st.booleans(),
)  # fmt: skip


@given(st.lists(CHANGES, max_size=12))
def test_two_processes_that_change_a_store_in_turn_keep_what_a_dict_would(
    changes: list[Change],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [VectorStore.open(Path(folder) / "data" / "a" / "b", MAKER) for _ in range(2)]
        expected: dict[int, int] = {}
        for revision, change in enumerate(changes):
            store = stores[change.by_other]
            add(store, change.added, change.version)
            expected = dict.fromkeys(change.added, change.version) | expected
            if change.removed:
                expected = {key: n for key, n in expected.items() if key not in change.removed}
                store.retain(as_keys(expected), revision)
            if change.reopens:
                stores[change.by_other] = store = reopen(store)
            assert_holds(store, expected)
        for store in stores:
            store.refresh()
            assert_holds(store, expected)
        if expected:
            assert_clean(stores[0])


def test_copy_has_what_is_recorded_and_leaves_the_original_alone(
    filled: VectorStore, tmp_path: Path
) -> None:
    meaning, copy = filled.folder.parent, tmp_path / "copy"
    (filled.folder / "0123.faiss").write_bytes(b"written in vain")
    (meaning / "without-record").mkdir()
    link_stores(meaning, copy)
    forget_locations(copy)
    assert [path.name for path in copy.iterdir()] == [MAKER.fingerprint]
    copied = VectorStore.open(copy / MAKER.fingerprint, MAKER)
    assert_holds(copied, range(1, 106))
    assert_clean(copied)
    assert find_maker(copied.folder) == Maker(MAKER.name, MAKER.fingerprint, "")
    add(copied, [500])
    assert find_maker(filled.folder) == MAKER
    assert_holds(reopen(filled), range(1, 106))
