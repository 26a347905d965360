"""Files of the library: copies, deleted articles, files so large that they come in batches."""

import math
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Article
from embeddings.errors import UnreadableFileError
from embeddings.ingestion import FileOutcome, FileReport, FoundFile, refresh_file, store_file
from embeddings.library.library import Library
from embeddings.library.records import Change, StoredFile
from tests.support.libraries import article, cut_library, keys, put, put_copy, texts

OTHER = "第三段。第四段。"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return cut_library(tmp_path / "library.sqlite3")


@pytest.fixture
def copied(library: Library) -> Library:
    """A library with a file of two articles and two more files of the same content."""
    put(library, "a.txt", "h1", [article("a1"), article("a2", OTHER)])
    put_copy(library, "b.txt", "h1", "a.txt")
    put_copy(library, "c.txt", "h1", "a.txt")
    return library


def read_lines(path: Path, source: str) -> Iterator[Article]:
    """Read a file each line of which is an article; its number is part of the id."""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line == "坏":
            raise UnreadableFileError(source, "a line is broken")
        yield replace(article(f"{source}:{n:04}", line, source), title=f"第{n}条")


def write_lines(folder: Path, name: str, *lines: str) -> FoundFile:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return FoundFile(path, name)


def two_copies(library: Library, folder: Path) -> tuple[FoundFile, FoundFile]:
    """Store two files of the same two articles."""
    first = write_lines(folder, "a.txt", "甲。", "乙。")
    second = write_lines(folder, "b.txt", "甲。", "乙。")
    for item in (first, second):
        store_file(library, item, read_lines)
    return first, second


def test_copy_of_a_file_adds_no_article(copied: Library) -> None:
    assert texts(copied) == {"a.txt": ["第一段。第二段。", OTHER]}
    copy = copied.files.get("c.txt")
    assert copy is not None
    assert (copy.origin, copy.same_as) == ("/pages/c.txt", "a.txt")


def test_copy_takes_over_when_the_first_file_is_deleted(copied: Library) -> None:
    before, ids = keys(copied), {article.id for article in copied.articles.page()}
    assert copied.delete_file("a.txt") == Change()
    assert texts(copied) == {"b.txt": ["第一段。第二段。", OTHER]}
    assert keys(copied) == before
    assert not ids & {article.id for article in copied.articles.page()}
    assert {article.source for article in copied.articles.page()} == {"b.txt"}
    files = [copied.files.get(name) for name in ("a.txt", "b.txt", "c.txt")]
    assert [file.same_as if file else None for file in files] == [None, "", "b.txt"]


def test_passages_that_were_taken_over_belong_to_their_new_articles(copied: Library) -> None:
    copied.delete_file("a.txt")
    for item in copied.articles.page():
        passages = copied.passages.of_article(item.id)
        assert [passage.id for passage in passages] == [f"{item.id}-0", f"{item.id}-1"]
        assert "".join(passage.text_in(item) for passage in passages) == item.text


def test_last_copy_takes_the_articles_with_it(copied: Library) -> None:
    for name in ("b.txt", "a.txt"):
        assert not copied.delete_file(name)
    assert copied.delete_file("c.txt") == Change(removed=2)
    assert (texts(copied), keys(copied), copied.is_empty()) == ({}, [], True)


def test_copy_keeps_its_articles_when_the_original_file_changes(copied: Library) -> None:
    before = keys(copied)
    change = put(copied, "a.txt", "h2", [article("a1"), article("a3", "第五段。第六段。")])
    assert change == Change(added=2)
    assert texts(copied) == {
        "a.txt": ["第一段。第二段。", "第五段。第六段。"],
        "b.txt": ["第一段。第二段。", OTHER],
    }
    assert set(before) < set(keys(copied))


def test_first_file_that_is_read_again_steals_nothing_from_its_copy(copied: Library) -> None:
    put(copied, "a.txt", "h2", [article("a3", "第五段。第六段。")])
    held = {
        article.id: copied.passages.of_article(article.id) for article in copied.articles.page()
    }
    put(copied, "a.txt", "h3", [article("a1"), article("a2", "第七段。第八段。")])
    assert texts(copied)["b.txt"] == ["第一段。第二段。", OTHER]
    kept = [
        article
        for article in copied.articles.page()
        if copied.files.of_article(article.id) == "b.txt"
    ]
    assert [held[item.id] for item in kept] == [
        copied.passages.of_article(item.id) for item in kept
    ]


def test_file_that_changes_back_becomes_a_copy_of_what_was_its_copy(
    library: Library, tmp_path: Path
) -> None:
    lines = ("甲。", "乙。")
    first, second = (write_lines(tmp_path, name, *lines) for name in ("a.txt", "b.txt"))
    outcomes = [store_file(library, item, read_lines).outcome for item in (first, second)]
    write_lines(tmp_path, "a.txt", "丙。")
    outcomes.append(store_file(library, first, read_lines).outcome)
    write_lines(tmp_path, "a.txt", *lines)
    outcomes.append(store_file(library, first, read_lines).outcome)
    assert outcomes == [FileOutcome.STORED, FileOutcome.SAME, FileOutcome.STORED, FileOutcome.SAME]
    assert texts(library) == {"b.txt": ["乙。", "甲。"]}


def test_article_with_its_own_source_keeps_it_when_a_copy_takes_over(
    library: Library,
) -> None:
    put(library, "a.jsonl", "h1", [article("a1", source="郑州日报"), article("a2")])
    put_copy(library, "b.jsonl", "h1", "a.jsonl")
    library.delete_file("a.jsonl")
    assert {article.source for article in library.articles.page()} == {"郑州日报", "a.txt"}


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


def test_file_with_half_a_character_is_named_and_stops_nothing(
    library: Library, tmp_path: Path
) -> None:
    file = write_lines(tmp_path, "a.txt", "甲。")
    report = store_file(library, file, lambda *_: iter([article("a1", "\ud800")]))
    assert report.outcome is FileOutcome.FAILED
    assert report.reason.startswith("a.txt: it contains lone surrogates")


def test_rewritten_article_stays_in_its_file(library: Library) -> None:
    put(library, "a.txt", "h1", [article("a1"), article("a2", OTHER)])
    before, file = keys(library), library.files.get("a.txt")
    assert library.rewrite(article("a1", "第九段。第十段。")) == Change(replaced=1)
    assert texts(library) == {"a.txt": [OTHER, "第九段。第十段。"]}
    assert set(keys(library)) & set(before) == set(before[2:])
    assert library.files.get("a.txt") == file
    assert library.rewrite(article("unknown")) == Change()


def test_files_below_a_folder_are_those_of_that_folder_alone(library: Library) -> None:
    origins = ("/报/a.txt", "/报/深/b.txt", "/报纸/c.txt", "/_报/d.txt", "")
    for n, origin in enumerate(origins):
        library.note_same(StoredFile(f"{n}.txt", origin, f"h{n}"))
    for folder in ("/报", "/报/"):
        assert [file.origin for file in library.files.find_below(folder)] == [
            "/报/a.txt",
            "/报/深/b.txt",
        ]
    assert library.files.find_below("/%") == []
