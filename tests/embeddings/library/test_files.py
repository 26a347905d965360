"""Files of the library and their copies."""

from pathlib import Path

import pytest

from embeddings.ingestion import FileOutcome, store_file
from embeddings.library.library import Library
from embeddings.library.records import Change, StoredFile
from tests.support.libraries import (
    article,
    cut_library,
    keys,
    put,
    put_copy,
    read_lines,
    texts,
    write_lines,
)

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
