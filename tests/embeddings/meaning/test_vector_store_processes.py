"""Several processes and threads use one vector store."""

import logging
import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from embeddings.meaning.vector_store import VectorStore
from embeddings.storage.locks import exclusive_lock
from tests.support.vector_stores import MAKER, add, assert_clean, assert_holds, reopen


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
