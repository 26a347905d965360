"""The store of the transformer's vectors survives kills, full disks, damage and other processes."""

import errno
import logging
import multiprocessing
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoding.vectors import FloatMatrix, normalize_rows
from embeddings.errors import StorageError
from embeddings.library.records import Keys
from embeddings.meaning.contents import NAME, Contents, Maker
from embeddings.meaning.portable import forget_locations, link_stores
from embeddings.meaning.vector_store import VectorStore, find_damaged, find_maker
from embeddings.storage import failpoints
from embeddings.storage.locks import exclusive_lock

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


# What is stored


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


# Kills and full disks


class KilledError(BaseException):
    """Stands for the end of the process: nothing after it runs, nothing is cleaned up."""


@contextmanager
def failing_at(step: int, error: BaseException) -> Iterator[None]:
    """Raise ``error`` at the n-th failpoint, counted from 1."""
    count = 0

    def fail(reached: failpoints.Step, path: Path) -> None:
        nonlocal count
        count += 1
        if count == step:
            raise error

    failpoints.listeners.append(fail)
    try:
        yield
    finally:
        failpoints.listeners.remove(fail)


def merge(store: VectorStore) -> None:
    """Add vectors, so that all segments are merged into one, and remove a few."""
    add(store, range(200, 300))
    store.retain(as_keys([*range(11, 106), *range(200, 300)]), revision=1)


BEFORE, ADDED = {*range(1, 106)}, {*range(1, 106), *range(200, 300)}
AFTER = ADDED - {*range(1, 11)}


def count_steps(store: VectorStore, work: Callable[[VectorStore], None]) -> int:
    steps = 0

    def count(reached: failpoints.Step, path: Path) -> None:
        nonlocal steps
        steps += 1

    failpoints.listeners.append(count)
    work(store)
    failpoints.listeners.remove(count)
    return steps


def test_killed_change_has_happened_or_not_and_leaves_nothing(
    filled: VectorStore, tmp_path: Path
) -> None:
    kept = shutil.copytree(filled.folder, tmp_path / "kept")
    steps = count_steps(filled, merge)
    assert steps > 15
    for step in range(1, steps + 1):
        shutil.rmtree(filled.folder)
        shutil.copytree(kept, filled.folder)
        with failing_at(step, KilledError()), pytest.raises(KilledError):
            merge(reopen(filled))
        left = reopen(filled)
        keys = set(left.vectors.keys.tolist())
        assert keys in (BEFORE, ADDED, AFTER)
        assert_holds(left, keys)
        merge(left)
        assert_holds(reopen(left), AFTER)
        assert_clean(left)
        assert not left.has_leftovers()


def test_first_addition_may_be_killed_anywhere(store: VectorStore) -> None:
    steps = count_steps(store, lambda store: add(store, range(9)))
    for step in range(1, steps + 1):
        shutil.rmtree(store.folder.parent)
        with failing_at(step, KilledError()), pytest.raises(KilledError):
            add(reopen(store), range(9))
        left = reopen(store)
        assert set(left.vectors.keys.tolist()) in (set(), set(range(9)))
        add(left, range(9))
        assert_holds(reopen(left), range(9))
        assert_clean(left)


def try_to_add(store: VectorStore, key: int) -> str:
    """Return what was wrong with the disk, or ""."""
    try:
        add(store, [key])
    except StorageError as error:
        return str(error)
    return ""


def test_full_disk_leaves_the_store_as_it_was(filled: VectorStore) -> None:
    steps = count_steps(reopen(filled), lambda store: add(store, [1000]))
    filled.refresh()
    for step in range(1, steps + 1):
        before = set(filled.vectors.keys.tolist())
        full = OSError(errno.ENOSPC, "No space left on device")
        with failing_at(step, full):
            told = try_to_add(filled, 1000 + step)
        filled.refresh()
        after = set(filled.vectors.keys.tolist())
        assert after == before | {1000 + step} if not told else after >= before
        assert not told or "Make room on the disk" in told
        assert_holds(reopen(filled), after)
        add(filled, [1000 + step])
        assert list(find_damaged(filled.folder)) == []
    expected = {*range(1, 106), *range(1001, 1001 + steps)}
    filled.retain(as_keys(expected), revision=1)
    assert_holds(reopen(filled), expected)
    assert_clean(filled)


def test_what_a_killed_process_wrote_in_vain_is_not_taken_for_the_next_segment(
    filled: VectorStore,
) -> None:
    new = range(101, 111)
    name = filled.vectors.apply_changes(
        as_keys(range(106, 111)), vectors_of(range(106, 111)), as_keys([])
    ).names[-1]
    (filled.folder / f"{name}.faiss").write_bytes(b"half a segment")
    (filled.folder / "0123.faiss.tmp").write_bytes(b"less than that")
    again = reopen(filled)
    assert_holds(again, range(1, 106))
    assert again.has_leftovers()
    add(again, new)
    assert name in again.vectors.names
    assert_holds(reopen(again), range(1, 111))
    assert_clean(again)


# Damage


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def empty(path: Path) -> None:
    path.write_bytes(b"")


DAMAGES = [flip, truncate, empty, Path.unlink]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("place", [0, 1])
def test_vectors_of_a_damaged_segment_are_left_out_and_can_be_made_again(
    filled: VectorStore,
    place: int,
    damage: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = filled.folder / f"{filled.vectors.names[place]}.faiss"
    damage(path)
    assert list(find_damaged(filled.folder)) == [path]
    left = reopen(filled)
    assert_holds(left, [range(101, 106), range(1, 101)][place])
    assert [path.name in record.getMessage() for record in caplog.records] == [True]
    add(left, range(1, 106))
    assert_holds(reopen(left), range(1, 106))
    assert_clean(left)


@pytest.mark.parametrize("damage", DAMAGES)
def test_store_whose_record_is_damaged_is_empty_and_can_be_filled_again(
    filled: VectorStore, damage: Callable[[Path], None]
) -> None:
    damage(filled.path)
    left = reopen(filled)
    assert_holds(left, [])
    add(left, range(1, 50))
    assert_holds(reopen(left), range(1, 50))
    assert_clean(left)


def test_damaged_segments_can_be_forgotten_for_good(
    filled: VectorStore, caplog: pytest.LogCaptureFixture
) -> None:
    flip(filled.folder / f"{filled.vectors.names[0]}.faiss")
    reopen(filled).forget_damaged()
    caplog.clear()
    assert_holds(reopen(filled), range(101, 106))
    assert_clean(filled)
    assert caplog.records == []


def test_vectors_of_another_encoder_are_not_used(filled: VectorStore) -> None:
    other = VectorStore.open(filled.folder, OTHER_MAKER)
    assert_holds(other, [])
    add(other, range(1, 4), version=1)
    assert_holds(VectorStore.open(filled.folder, OTHER_MAKER), dict.fromkeys(range(1, 4), 1))


def test_segment_that_was_made_again_with_other_vectors_is_read_again(
    filled: VectorStore, tmp_path: Path
) -> None:
    """Its name is the same, because it has the same keys."""
    shutil.rmtree(filled.folder)
    again = reopen(filled)
    add(again, range(1, 101), version=1)
    filled.refresh()
    assert_holds(filled, dict.fromkeys(range(1, 101), 1))


@contextmanager
def no_more_files() -> Iterator[None]:
    """Let this process open no further file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with tempfile.TemporaryFile() as file:
        resource.setrlimit(resource.RLIMIT_NOFILE, (file.fileno(), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_vectors_that_cannot_be_read_at_the_moment_are_not_given_up(filled: VectorStore) -> None:
    reader = VectorStore(filled.folder, MAKER)
    with no_more_files():
        reader.refresh()
        with pytest.raises(StorageError, match="Too many open files"):
            add(reader, [500])
    assert_holds(reader, [])
    reader.refresh()
    assert_holds(reader, range(1, 106))
    assert_clean(reader)


# Other processes


def test_refreshing_an_unchanged_store_reads_nothing(filled: VectorStore) -> None:
    reader = reopen(filled)
    vectors = reader.vectors
    reader.refresh()
    assert reader.vectors is vectors
    add(filled, [500])
    reader.refresh()
    assert_holds(reader, [*range(1, 106), 500])
    assert reader.vectors.segments[0] is vectors.segments[0]


def test_store_that_is_removed_is_empty_at_the_next_look(filled: VectorStore) -> None:
    reader = reopen(filled)
    shutil.rmtree(filled.folder)
    reader.refresh()
    assert_holds(reader, [])
    add(reader, [7])
    assert_holds(reopen(reader), [7])


def add_many(folder: Path, first: int) -> None:
    """Add every third key from ``first`` on, ten at a time, and one that all processes add."""
    store = VectorStore.open(folder, MAKER)
    for start in range(first, 600, 30):
        with exclusive_lock(folder.parent / "meaning.lock"):
            add(store, [*range(start, start + 30, 3), 1000])


def test_processes_that_add_at_the_same_time_lose_nothing(store: VectorStore) -> None:
    store.folder.parent.mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, context) as pool:
        list(pool.map(add_many, [store.folder] * 3, [1, 2, 3]))
    store.refresh()
    assert_holds(store, [*range(1, 601), 1000])
    assert_clean(store)


def test_reader_never_misses_what_was_there_while_segments_are_merged(
    store: VectorStore, caplog: pytest.LogCaptureFixture
) -> None:
    add(store, [0])
    done = Event()

    def write() -> None:
        for key in range(1, 150):
            add(store, [key])
        done.set()

    writer = Thread(target=write)
    with caplog.at_level(logging.WARNING):
        writer.start()
        reader, seen = reopen(store), 0
        while not done.is_set():
            reader.refresh()
            assert len(reader.vectors) >= seen
            seen = len(reader.vectors)
            assert len(reopen(store).vectors) >= seen
        writer.join()
    reader.refresh()
    assert_holds(reader, range(150))
    assert caplog.records == []


# Copies


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
