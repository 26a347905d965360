"""Deleted articles stay deleted until somebody adds their file again."""

import math
from pathlib import Path

import pytest

from embeddings.ingestion import FileOutcome, FoundFile, refresh_file, store_file
from embeddings.library.library import Library
from embeddings.library.records import Change, StoredFile
from tests.support.libraries import (
    article,
    cut_library,
    keys,
    read_lines,
    texts,
    write_lines,
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return cut_library(tmp_path / "library.sqlite3")


def two_copies(library: Library, folder: Path) -> tuple[FoundFile, FoundFile]:
    """Store two files of the same two articles."""
    first = write_lines(folder, "a.txt", "甲。", "乙。")
    second = write_lines(folder, "b.txt", "甲。", "乙。")
    for item in (first, second):
        store_file(library, item, read_lines)
    return first, second


def test_deleted_article_stays_deleted_when_its_file_is_refreshed(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", "甲。", "乙。")
    store_file(library, file, read_lines)
    assert library.delete_article("a.txt:0000") == Change(removed=1)
    revision = library.revision
    assert refresh_file(library, file, read_lines).outcome is FileOutcome.UNCHANGED
    assert library.revision == revision
    for more in (["丙。"], ["丙。", "丁。"]):
        write_lines(tmp_path, "a.txt", "甲。", "乙。", *more)
        assert refresh_file(library, file, read_lines).change == Change(
            added=1, unchanged=len(more)
        )
    assert texts(library) == {"a.txt": ["丁。", "丙。", "乙。"]}


def test_deleted_article_with_a_new_text_is_a_new_article(library: Library, tmp_path: Path) -> None:
    file = write_lines(tmp_path, "a.txt", "甲。", "乙。")
    store_file(library, file, read_lines)
    library.delete_article("a.txt:0000")
    write_lines(tmp_path, "a.txt", "甲甲。", "乙。")
    refresh_file(library, file, read_lines)
    assert texts(library) == {"a.txt": ["乙。", "甲甲。"]}


def test_deleted_article_comes_back_when_somebody_adds_its_file(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", "甲。", "乙。")
    store_file(library, file, read_lines)
    before = keys(library)
    library.delete_article("a.txt:0000")
    report = store_file(library, file, read_lines)
    assert (report.outcome, report.change) == (FileOutcome.STORED, Change(added=1, unchanged=1))
    assert library.files.find_deleted_articles("a.txt") == {}
    assert set(keys(library)) & set(before) == {before[1]}
    assert store_file(library, file, read_lines).outcome is FileOutcome.UNCHANGED


def test_file_all_of_whose_articles_were_deleted_is_refreshed_without_a_failure(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", "甲。")
    store_file(library, file, read_lines)
    library.delete_article("a.txt:0000")
    file.path.write_text("甲。\n", encoding="utf-8")  # other bytes, the same article
    assert refresh_file(library, file, read_lines).outcome is FileOutcome.UNCHANGED
    assert library.articles.count() == 0


def test_deleted_article_stays_deleted_in_the_copy_that_takes_over(
    library: Library, tmp_path: Path
) -> None:
    _first, second = two_copies(library, tmp_path)
    library.delete_article("a.txt:0000")
    library.delete_file("a.txt")
    assert refresh_file(library, second, read_lines).outcome is FileOutcome.UNCHANGED
    write_lines(tmp_path, "b.txt", "甲。", "乙。", "丙。")
    refresh_file(library, second, read_lines)
    assert texts(library) == {"b.txt": ["丙。", "乙。"]}


def test_deleted_article_stays_deleted_in_a_changed_file_that_has_a_copy(
    library: Library, tmp_path: Path
) -> None:
    first, _second = two_copies(library, tmp_path)
    library.delete_article("a.txt:0000")
    for more in ("丙。", "丁。"):
        write_lines(tmp_path, "a.txt", "甲。", "乙。", more)
        refresh_file(library, first, read_lines)
    assert texts(library) == {"a.txt": ["丁。", "乙。"], "b.txt": ["乙。"]}


def test_deleted_article_stays_deleted_in_a_copy_that_changes(
    library: Library, tmp_path: Path
) -> None:
    _first, second = two_copies(library, tmp_path)
    library.delete_article("a.txt:0000")
    assert refresh_file(library, second, read_lines).outcome is FileOutcome.UNCHANGED
    for more in ("丙。", "丁。"):
        write_lines(tmp_path, "b.txt", "甲。", "乙。", more)
        refresh_file(library, second, read_lines)
    assert texts(library) == {"a.txt": ["乙。"], "b.txt": ["丁。", "乙。"]}


def test_deleted_article_comes_back_when_somebody_adds_a_copy_of_its_file(
    library: Library, tmp_path: Path
) -> None:
    _first, second = two_copies(library, tmp_path)
    library.delete_article("a.txt:0000")
    assert store_file(library, second, read_lines).outcome is FileOutcome.STORED
    assert texts(library) == {"a.txt": ["乙。"], "b.txt": ["乙。", "甲。"]}


def test_file_that_was_sent_goes_for_good_with_its_last_article(library: Library) -> None:
    library.finish(StoredFile("信.txt", "", "h1"), [])
    library.add(StoredFile("信.txt", "", "h1"), [article("a1")])
    library.delete_article("a1")
    assert library.files.get("信.txt") is not None
    assert library.remove_deleted(math.inf) == 1
    assert library.files.get("信.txt") is None
