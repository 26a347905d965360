"""A vector store survives kills and full disks at every step."""

import errno
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embeddings.errors import StorageError
from embeddings.meaning.vector_store import VectorStore, find_damaged
from embeddings.storage import failpoints
from tests.support.vector_stores import (
    add,
    as_keys,
    assert_clean,
    assert_holds,
    reopen,
    vectors_of,
)


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
