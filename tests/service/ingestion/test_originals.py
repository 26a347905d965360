"""The folder of uploaded files: what stays, what is removed, and how files are named."""

import os
import shutil
import time
from pathlib import Path

import pytest

from embeddings.storage.atomic import NewFile
from service.ingestion.ingestion import Ingestion
from service.ingestion.originals import Originals, sanitize_suffix
from service.ingestion.uploads import UNDO_SECONDS, Upload, Uploads, number_name, sanitize_name
from tests.support.workspaces import Silent, open_ingestion, write_pages


@pytest.fixture
def uploads(tmp_path: Path) -> Uploads:
    pages = write_pages(tmp_path / "pages", {"报道.txt": "报道\n\n正文在这里。\n"})
    return Uploads.open(open_ingestion(tmp_path / "data", collection=pages))


def send(uploads: Uploads, **texts: str) -> list[Path]:
    """Upload files, let them be read, and return where their originals are."""
    received = []
    for name, text in texts.items():
        file = uploads.originals.begin()
        file.write(text.encode())
        file.close()
        received.append(Upload(f"{name}.txt", file))
    job, _ = uploads.accept(received)
    uploads.ingestion.follow(job, Silent())
    return [Path(file.path) for file in uploads.ingestion.jobs.files(job)]


def ids(ingestion: Ingestion, file: str) -> list[str]:
    library = ingestion.workspace.library
    return [
        article.id
        for article in library.articles.page()
        if library.files.of_article(article.id) == file
    ]


def test_what_a_file_or_a_failure_refers_to_outlives_the_sweep(uploads: Uploads) -> None:
    kept = send(uploads, 甲="甲\n\n甲的正文。\n", 坏="")
    uploads.originals.sweep()
    assert [path.exists() for path in kept] == [True, True]


def test_former_version_and_stray_originals_are_swept(uploads: Uploads) -> None:
    [former] = send(uploads, 甲="甲\n\n第一版。\n")
    [current] = send(uploads, 甲="甲\n\n第二版。\n")
    stray = uploads.originals.folder / ("0" * 32 + ".txt")
    stray.write_bytes(b"x")
    uploads.originals.sweep()
    assert [path.exists() for path in (former, current, stray)] == [False, True, False]


def test_unfinished_file_is_removed_once_it_is_stale(uploads: Uploads) -> None:
    folder = uploads.originals.folder
    growing, abandoned = NewFile(folder), NewFile(folder)
    partial = {path for path in folder.iterdir() if path.suffix == ".partial"}
    growing.write(b"x")
    abandoned.write(b"x")
    assert len(partial) == 2
    old = max(partial)
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    uploads.originals.sweep()
    assert {path for path in folder.iterdir() if path.suffix == ".partial"} == partial - {old}
    growing.discard()
    abandoned.discard()


def test_original_goes_with_the_last_article_that_refers_to_it(uploads: Uploads) -> None:
    first, second = send(uploads, 甲="同一份\n\n同样的正文。\n", 乙="同一份\n\n同样的正文。\n")
    assert first == second
    [article] = ids(uploads.ingestion, "甲.txt")
    assert uploads.delete_article(article) is True
    assert first.exists()  # while it can be restored
    uploads.remove_deleted(time.time() + UNDO_SECONDS)
    assert not first.exists()
    assert uploads.ingestion.workspace.library.files.get("甲.txt") is None
    assert uploads.ingestion.workspace.library.files.get("乙.txt") is None
    assert uploads.delete_article(article) is False


def test_file_that_was_indexed_from_a_path_stays_when_its_article_is_deleted(
    uploads: Uploads,
) -> None:
    [article] = ids(uploads.ingestion, "报道.txt")
    original = uploads.original_of(article)
    assert original
    assert (original.name, original.path.name) == ("报道.txt", "报道.txt")
    uploads.delete_article(article)
    assert original.path.exists()
    assert uploads.ingestion.workspace.library.files.get("报道.txt") is not None


def test_originals_are_found_after_the_data_folder_was_moved(
    uploads: Uploads, tmp_path: Path
) -> None:
    [path] = send(uploads, 甲="甲\n\n甲的正文。\n")
    moved = tmp_path / "moved"
    shutil.move(tmp_path / "data", moved)
    again = Uploads.open(open_ingestion(moved))
    [article] = ids(again.ingestion, "甲.txt")
    original = again.original_of(article)
    assert original
    assert (original.path, original.name) == (
        moved / "originals" / path.name,
        "甲.txt",
    )


def test_same_bytes_are_written_once(tmp_path: Path) -> None:
    for _ in range(2):
        file = NewFile(tmp_path)
        file.write(b"same")
        file.close()
        kept = file.keep("name.txt")
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_bytes() == b"same"
    assert file.size == 4


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("报道.txt", "报道.txt"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("a/../..", "未命名"),
        ("", "未命名"),
        ("...", "未命名"),
        ("dir/", "未命名"),
        (" 报\x00道\n\u202e\ud800.txt ", "报道.txt"),
        ("e\u0301.txt", "é.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
    ],
)
def test_name_shown_is_a_plain_base_name(given: str, shown: str) -> None:
    assert sanitize_name(given) == shown
    assert len(shown) <= 200


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("报道.TXT", ".txt"),
        ("a.tar.gz", ".gz"),
        ("a.", ""),
        ("a", ""),
        (".bashrc", ""),
        ("a.t/t", ""),
        ("a.文本", ""),
        ("a.averylongsuffix", ""),
    ],
)
def test_suffix_of_an_original_is_short_and_plain(name: str, suffix: str) -> None:
    assert sanitize_suffix(name) == suffix


def test_number_stands_before_the_suffix() -> None:
    assert [number_name("报道.txt", 2), number_name("报道", 3)] == ["报道 (2).txt", "报道 (3)"]


def test_only_paths_of_the_folder_are_originals(uploads: Uploads) -> None:
    originals: Originals = uploads.originals
    assert originals.is_original("/elsewhere/originals/" + "0" * 32 + ".txt")
    assert not originals.is_original("/data/pages/" + "0" * 32 + ".txt")
    assert not originals.is_original("/data/originals/报道.txt")
    assert originals.find("") is None
