"""Storing files: a bad file is named and does not stop the rest; only changes are processed."""

import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from embeddings.errors import UnreadableFileError
from embeddings.ingestion import FileOutcome, FileReport, discover, store_file
from embeddings.library.library import Library
from embeddings.library.records import Change
from embeddings.passages import PassageSettings
from embeddings.reading.read import read
from service.settings import BUNDLED_COLLECTION
from tests.support.workspaces import write_pages

GOOD = "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n"
OTHER = "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return cut_library(tmp_path / "library.sqlite3")


def cut_library(path: Path) -> Library:
    library = Library(path)
    library.chunk(PassageSettings())
    library.use_chunking(PassageSettings())
    return library


def store(library: Library, *paths: Path) -> dict[str, FileReport]:
    """Store the files at or below ``paths`` and return the outcome of each."""
    reports = [store_file(library, file, read) for file in discover(library, paths)]
    return {report.source: report for report in reports}


def outcomes(reports: dict[str, FileReport]) -> dict[str, FileOutcome]:
    return {source: report.outcome for source, report in reports.items()}


def sources(library: Library) -> list[str]:
    return sorted({article.source for article in library.articles.page()})


def all_text(library: Library) -> str:
    return "\n".join(article.text for article in library.articles.page())


def test_bundled_collection_is_stored_without_a_failure(library: Library) -> None:
    reports = store(library, BUNDLED_COLLECTION)
    names = sorted(path.name for path in BUNDLED_COLLECTION.glob("*.txt"))
    assert outcomes(reports) == dict.fromkeys(names, FileOutcome.STORED)
    stored = sum(report.change.added for report in reports.values())
    assert stored == library.articles.count() > 5
    assert sources(library) == names


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("nul.txt", b"\x00\x01\x02" * 100, "not a text file"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", " \n\u3000\n".encode(), "is empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "no image that can be read"),
        ("film.mp4", b"\x00\x00\x00\x18ftyp", r"files of type '\.mp4' cannot be read"),
        ("noname", b"text", "files of type '' cannot be read"),
    ],
)
def test_bad_file_is_named_and_stops_no_other(
    library: Library, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD, "z.txt": OTHER})
    (folder / name).write_bytes(data)
    reports = store(library, folder / "a.txt", folder / name, folder / "z.txt")
    expected = {"a.txt": FileOutcome.STORED, name: FileOutcome.FAILED, "z.txt": FileOutcome.STORED}
    assert outcomes(reports) == expected
    assert re.search(f"^{name}: .*{reason}", reports[name].reason)
    assert sources(library) == ["a.txt", "z.txt"]


def test_reasons_told_of_pages_stay_when_the_whole_file_fails(
    library: Library, tmp_path: Path
) -> None:
    pages = [Image.new("L", (8, 8)), Image.new("L", (4, 90))]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    report = store(library, tmp_path / "a.tiff")["a.tiff"]
    assert report.outcome is FileOutcome.FAILED
    assert report.reason.startswith(
        "a.tiff: no text was recognised in the image. page 1: the image"
    )
    assert "page 2: the image has only 4 × 90 pixels" in report.reason


def test_folder_is_read_with_its_sub_folders_and_without_other_kinds(
    library: Library, tmp_path: Path
) -> None:
    folder = write_pages(
        tmp_path / "pages",
        {"b/c.md": OTHER, "a.TXT": GOOD, "film.mp4": "x", ".hidden/d.txt": GOOD, ".e.txt": GOOD},
    )
    assert outcomes(store(library, folder)) == {
        "a.TXT": FileOutcome.STORED,
        "b/c.md": FileOutcome.STORED,
    }


def test_file_whose_name_is_not_utf8_stops_no_other(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD, "z.txt": OTHER})
    (folder / os.fsdecode("报道.txt".encode("gb18030"))).write_text(OTHER + GOOD, encoding="utf-8")
    names = ["a.txt", "z.txt", "报道.txt"]
    assert outcomes(store(library, folder)) == dict.fromkeys(names, FileOutcome.STORED)
    assert sources(library) == names


def test_files_of_the_same_name_from_two_folders_are_both_stored(
    library: Library, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path, {"中原/头版.txt": GOOD, "惠济/头版.txt": OTHER})
    store(library, folder / "中原" / "头版.txt", folder / "惠济" / "头版.txt")
    assert "绿东播报" in all_text(library)
    assert "欣欣须水" in all_text(library)


def test_missing_path_is_named(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"missing: there is no such file or folder"):
        store(library, tmp_path / "missing")


def test_unchanged_files_are_recognised_and_cost_no_revision(
    library: Library, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD, "z.txt": OTHER})
    store(library, folder)
    before = library.revision
    assert outcomes(store(library, folder)) == dict.fromkeys(
        ["a.txt", "z.txt"], FileOutcome.UNCHANGED
    )
    assert library.revision == before


def test_collection_that_moved_is_still_the_same(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD})
    store(library, folder)
    moved = shutil.move(folder, tmp_path / "elsewhere")
    assert outcomes(store(library, Path(moved))) == {"a.txt": FileOutcome.UNCHANGED}
    file = library.files.get("a.txt")
    assert file is not None
    assert file.origin == str(tmp_path / "elsewhere" / "a.txt")


def test_changed_file_replaces_its_passages(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD, "z.txt": OTHER})
    store(library, folder)
    write_pages(folder, {"a.txt": GOOD.replace("绿东播报", "绿东之声")})
    reports = store(library, folder)
    assert outcomes(reports) == {"a.txt": FileOutcome.STORED, "z.txt": FileOutcome.UNCHANGED}
    assert reports["a.txt"].change == Change(replaced=1)
    assert "绿东播报" not in all_text(library)
    passages = [
        stored.passage.text_in(article)
        for article, many in library.passages.walk()
        for stored in many
    ]
    assert sum("绿东之声" in text for text in passages) == 1
    assert len(passages) == 2


def test_file_that_became_unreadable_keeps_what_was_stored(
    library: Library, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD})
    store(library, folder)
    (folder / "a.txt").write_bytes(b"")
    assert outcomes(store(library, folder)) == {"a.txt": FileOutcome.FAILED}
    assert "绿东播报" in all_text(library)


def test_same_text_in_another_encoding_is_unchanged(library: Library, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD})
    store(library, folder)
    keys = library.passages.keys(PassageSettings()).tolist()
    (folder / "a.txt").write_bytes(GOOD.encode("gb18030"))
    report = store(library, folder)["a.txt"]
    assert (report.outcome, report.change) == (FileOutcome.UNCHANGED, Change(unchanged=1))
    assert library.passages.keys(PassageSettings()).tolist() == keys
    assert outcomes(store(library, folder)) == {"a.txt": FileOutcome.UNCHANGED}


def test_file_of_the_same_bytes_is_noted_and_not_stored_twice(
    library: Library, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path / "pages", {"a.txt": GOOD, "抄件.txt": GOOD})
    reports = store(library, folder)
    assert outcomes(reports) == {"a.txt": FileOutcome.STORED, "抄件.txt": FileOutcome.SAME}
    assert reports["抄件.txt"].reason == "same as a.txt"
    assert sources(library) == ["a.txt"]
    again = store(library, folder)["抄件.txt"]
    assert (again.outcome, again.reason) == (FileOutcome.UNCHANGED, "same as a.txt")


def test_rechunking_follows_the_settings_and_keeps_the_articles(library: Library) -> None:
    store(library, BUNDLED_COLLECTION)
    articles = library.articles.page()
    library.chunk(PassageSettings(40, 80, 10))
    library.use_chunking(PassageSettings(40, 80, 10))
    lengths = [p.end - p.start for a in articles for p in library.passages.of_article(a.id)]
    assert library.articles.page() == articles
    assert max(lengths) <= 80


def test_storing_twice_gives_the_same_library(tmp_path: Path) -> None:
    def snapshot(name: str) -> Sequence[object]:
        library = cut_library(tmp_path / name)
        store(library, BUNDLED_COLLECTION)
        return list(library.passages.walk())

    assert snapshot("one.sqlite3") == snapshot("two.sqlite3")


def test_article_deleted_after_its_file_was_asked_for_does_not_come_back(
    library: Library, tmp_path: Path
) -> None:
    rows = [
        '{"id": "1", "title": "绿东村", "text": "甲"}',
        '{"id": "2", "title": "须水", "text": "乙"}',
    ]
    path = tmp_path / "街道.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    store(library, path)
    (file,) = discover(library, [path])
    asked_at = time.time()
    first = next(article for article in library.articles.page() if article.title == "绿东村")
    library.delete_article(first.id)
    assert store_file(library, file, read, asked_at).outcome == FileOutcome.UNCHANGED
    assert [article.title for article in library.articles.page()] == ["须水"]
    path.write_text("\n".join([*rows, '{"id": "3", "text": "丙"}']), encoding="utf-8")
    assert store_file(library, file, read, asked_at).change.added == 1
    assert "绿东村" not in [article.title for article in library.articles.page()]
    assert store_file(library, file, read, time.time()).change.added == 1
    assert "绿东村" in [article.title for article in library.articles.page()]
