"""A vector store gives up damaged files, and only those."""

import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from embeddings.errors import StorageError
from embeddings.meaning.vector_store import VectorStore, find_damaged
from tests.support.vector_stores import MAKER, OTHER_MAKER, add, assert_clean, assert_holds, reopen


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
