"""Files so large that they come in batches are whole only at their end."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.ingestion import FileOutcome, FileReport, FoundFile, store_file
from embeddings.library.library import Library
from embeddings.library.records import Change
from tests.support.libraries import (
    cut_library,
    keys,
    read_lines,
    write_lines,
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return cut_library(tmp_path / "library.sqlite3")


LINES = tuple(f"第{n}条。" for n in range(1_200))


def test_large_file_is_stored_in_batches_and_is_whole_only_at_the_end(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", *LINES)
    known: list[tuple[int, str]] = []

    def read(path: Path, source: str) -> Iterator[Article]:
        for line in read_lines(path, source):
            if line.id.endswith(("0000", "0500", "1000")):
                stored = library.files.get("a.txt")
                known.append((library.articles.count(), stored.content_hash if stored else "none"))
            yield line

    report = store_file(library, file, read)
    assert report.change == Change(added=1_200)
    assert known == [(0, "none"), (500, ""), (1_000, "")]
    stored = library.files.get("a.txt")
    assert stored is not None
    assert len(stored.content_hash) == 32


def interrupt(library: Library, file: FoundFile, line: int) -> FileReport:
    """Read a file that is broken at ``line``, then repair it."""
    lines = file.path.read_text(encoding="utf-8").splitlines()
    write_lines(file.path.parent, file.path.name, *lines[:line], "坏", *lines[line + 1 :])
    report = store_file(library, file, read_lines)
    write_lines(file.path.parent, file.path.name, *lines)
    return report


def test_interrupted_file_keeps_what_was_stored_and_is_resumed(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", *LINES)
    assert interrupt(library, file, 700).outcome is FileOutcome.FAILED
    first = keys(library)
    assert library.articles.count() == 500
    report = store_file(library, file, read_lines)
    assert report.change == Change(added=700, unchanged=500)
    assert set(first) < set(keys(library))
    assert store_file(library, file, read_lines).outcome is FileOutcome.UNCHANGED


def test_interrupted_change_removes_nothing_before_it_is_finished(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", *LINES)
    store_file(library, file, read_lines)
    write_lines(tmp_path, "a.txt", *LINES[:600])
    interrupt(library, file, 550)
    assert library.articles.count() == 1_200
    assert store_file(library, file, read_lines).change == Change(unchanged=600, removed=600)


def test_large_file_that_is_added_again_is_not_left_to_its_copy_too(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", *LINES)
    shutil.copy(file.path, tmp_path / "b.txt")
    store_file(library, file, read_lines)
    store_file(library, FoundFile(tmp_path / "b.txt", "b.txt"), read_lines)
    library.delete_article("a.txt:0007")
    assert store_file(library, file, read_lines).change == Change(added=1, unchanged=1_199)
    assert library.articles.count() == 1_200
