"""The watched folder: its changes reach the library, and nothing else does."""

import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from embeddings.library.library import Library
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import JobKind
from service.ingestion.watched_folder import Comparison
from tests.support.running_server import running_server
from tests.support.workspaces import Silent, open_ingestion, write_pages

GOOD = "须河镇街道\n\n须河镇街道开通了“绿东播报”微信公共平台。\n"
OTHER = "须水街道\n\n须水街道开通微信“欣欣须水”公共平台。\n"
PATIENCE_SECONDS = 60.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "watched", {"a.txt": GOOD, "deep/z.txt": OTHER})


@pytest.fixture
def ingestion(tmp_path: Path) -> Ingestion:
    other = write_pages(tmp_path / "other", {"other.txt": "惠济区\n\n惠济区确定了主题党日。\n"})
    return open_ingestion(tmp_path / "data", collection=other)


def settle(ingestion: Ingestion, comparison: Comparison) -> list[tuple[str, str]]:
    """Do what a comparison finds, and return each file with what became of it."""
    job = ingestion.follow(ingestion.create(JobKind.REFRESH, comparison.find_changes()), Silent())
    return [(file.source, file.state) for file in ingestion.jobs.files(job)]


def sources(library: Library) -> set[str]:
    return {article.source for article in library.articles.page()}


def test_added_changed_and_deleted_files_are_followed(ingestion: Ingestion, folder: Path) -> None:
    comparison = Comparison(ingestion.workspace.library, folder)
    assert settle(ingestion, comparison) == [("a.txt", "stored"), ("deep/z.txt", "stored")]
    assert comparison.find_changes() == []
    write_pages(folder, {"a.txt": GOOD.replace("绿东播报", "绿东之声")})
    (folder / "deep" / "z.txt").unlink()
    assert settle(ingestion, comparison) == [("a.txt", "stored"), ("deep/z.txt", "deleted")]
    assert sources(ingestion.workspace.library) == {"a.txt", "other.txt"}
    assert "绿东之声" in "".join(
        article.text for article in ingestion.workspace.library.articles.page()
    )


def test_file_that_is_only_touched_makes_no_job(ingestion: Ingestion, folder: Path) -> None:
    comparison = Comparison(ingestion.workspace.library, folder)
    settle(ingestion, comparison)
    os.utime(folder / "a.txt", (1, 1))
    assert comparison.find_changes() == []


def test_restart_finds_nothing_to_do(ingestion: Ingestion, folder: Path) -> None:
    settle(ingestion, Comparison(ingestion.workspace.library, folder))
    assert Comparison(ingestion.workspace.library, folder).find_changes() == []


def test_file_that_cannot_be_read_is_tried_again_only_when_it_changes(
    ingestion: Ingestion, folder: Path
) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01" * 50)
    comparison = Comparison(ingestion.workspace.library, folder)
    assert ("bad.txt", "failed") in settle(ingestion, comparison)
    assert comparison.find_changes() == []
    (folder / "bad.txt").write_text("现在能读了。这是桐柏路街道的报道。", encoding="utf-8")
    assert settle(ingestion, comparison) == [("bad.txt", "stored")]


@pytest.mark.parametrize("gone", ["missing", "emptied"])
def test_folder_that_is_not_there_forgets_nothing(
    ingestion: Ingestion, folder: Path, gone: str, caplog: pytest.LogCaptureFixture
) -> None:
    comparison = Comparison(ingestion.workspace.library, folder)
    settle(ingestion, comparison)
    shutil.rmtree(folder)
    if gone == "emptied":
        folder.mkdir()
    with caplog.at_level(logging.WARNING):
        assert comparison.find_changes() == []
    assert caplog.records
    assert sources(ingestion.workspace.library) == {"a.txt", "deep/z.txt", "other.txt"}


def test_deleted_article_stays_deleted_until_its_text_changes(
    ingestion: Ingestion, folder: Path
) -> None:
    library, comparison = (
        ingestion.workspace.library,
        Comparison(ingestion.workspace.library, folder),
    )
    settle(ingestion, comparison)
    [article] = [article for article in library.articles.page() if article.source == "a.txt"]
    library.delete_article(article.id)
    os.utime(folder / "a.txt", (1, 1))
    assert comparison.find_changes() == []
    write_pages(folder, {"a.txt": GOOD.replace("绿东播报", "绿东之声")})
    assert settle(ingestion, comparison) == [("a.txt", "stored")]


def test_files_of_other_folders_are_left_alone(ingestion: Ingestion, folder: Path) -> None:
    settle(ingestion, Comparison(ingestion.workspace.library, folder))
    assert "other.txt" in sources(ingestion.workspace.library)


def test_running_server_follows_its_folder(tmp_path: Path, folder: Path) -> None:
    with (
        running_server(tmp_path / "data", WENBAO_WATCH=str(folder)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):

        def answer() -> str:
            body = {"question": "须河镇街道开通的微信公共平台叫什么名字?"}
            return str(client.post("/v1/ask", json=body).json()["answer"])

        until(lambda: "绿东播报" in answer())
        write_pages(folder, {"a.txt": GOOD.replace("绿东播报", "春风信箱")})
        until(lambda: "春风信箱" in answer())


def until(holds: Callable[[], bool]) -> None:
    """Ask again and again until something holds; fail when it takes too long."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < end
