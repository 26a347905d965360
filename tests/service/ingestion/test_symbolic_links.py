"""Symbolic links that lead out of a folder are not followed: nothing outside is published."""

import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from embeddings.library.library import Library
from embeddings.reading.discovery import find_files, find_outward_links
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import JobFile, JobKind
from service.ingestion.uploads import Uploads
from service.ingestion.watched_folder import Comparison
from tests.support.console import wenbao
from tests.support.running_server import logged_server
from tests.support.workspaces import Silent, open_ingestion, write_pages

GOOD = "须河镇街道\n\n须河镇街道开通了“绿东播报”微信公共平台。\n"
OTHER = "须水街道\n\n须水街道开通微信“欣欣须水”公共平台。\n"
OUTSIDE = "密码本\n\n机房的密码是“春江花月夜”。\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "elsewhere", {"secret.txt": OUTSIDE}) / "secret.txt"


@pytest.fixture
def folder(tmp_path: Path, secret: Path) -> Path:
    """A folder of two files, beside links to a file and to a folder elsewhere, and a circle."""
    folder = write_pages(tmp_path / "watched", {"a.txt": GOOD, "deep/b.txt": OTHER})
    (folder / "link.txt").symlink_to(secret)
    (folder / "deep" / "relative.txt").symlink_to("../../elsewhere/secret.txt")
    (folder / "linked").symlink_to(secret.parent)
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "up").symlink_to(folder)
    (folder / "inside.txt").symlink_to("deep/b.txt")
    return folder


@pytest.fixture
def ingestion(tmp_path: Path, folder: Path) -> Ingestion:
    other = write_pages(tmp_path / "other", {"other.txt": "惠济区\n\n惠济区确定了主题党日。\n"})
    return open_ingestion(tmp_path / "data", collection=other, watch=folder)


def names(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def settle(ingestion: Ingestion, comparison: Comparison) -> list[JobFile]:
    """Do what a comparison finds, and return the files of the job."""
    job = ingestion.follow(ingestion.create(JobKind.REFRESH, comparison.find_changes()), Silent())
    return list(ingestion.jobs.files(job))


def texts(library: Library) -> str:
    return "".join(article.text for article in library.articles.page())


def replace_by_link(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


def test_links_that_stay_inside_are_followed_and_others_ignored(folder: Path) -> None:
    assert names(find_files(folder), folder) == ["a.txt", "deep/b.txt", "inside.txt"]
    outward = ["deep/relative.txt", "link.txt", "linked"]
    assert names(find_outward_links(folder), folder) == outward


def test_link_to_the_folder_itself_is_followed(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "way").symlink_to(folder)
    assert len(find_files(tmp_path / "way")) == 3


def test_link_that_is_named_itself_is_followed(folder: Path) -> None:
    assert find_files(folder / "link.txt") == (folder / "link.txt",)


def test_watched_folder_follows_no_link_out_and_logs_each_once(
    ingestion: Ingestion, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    comparison = Comparison(ingestion.workspace.library, folder)
    with caplog.at_level(logging.WARNING):
        done = {file.source: file.state for file in settle(ingestion, comparison)}
        assert comparison.find_changes() == []
    assert done == {"a.txt": "stored", "deep/b.txt": "stored", "inside.txt": "same"}
    assert "春江花月夜" not in texts(ingestion.workspace.library)
    reported = [
        record.getMessage() for record in caplog.records if "symbolic" in record.getMessage()
    ]
    assert len(reported) == 3
    assert any(
        f"{folder / 'link.txt'} is a symbolic link that leads out of" in item for item in reported
    )


def test_file_that_turned_into_a_link_is_forgotten(
    ingestion: Ingestion, folder: Path, secret: Path
) -> None:
    comparison = Comparison(ingestion.workspace.library, folder)
    settle(ingestion, comparison)
    replace_by_link(folder / "a.txt", secret)
    assert [(item.source, item.state) for item in settle(ingestion, comparison)] == [
        ("a.txt", "deleted")
    ]
    assert "绿东播报" not in texts(ingestion.workspace.library)


def test_link_that_takes_the_place_of_a_file_before_its_job_is_refused(
    ingestion: Ingestion, folder: Path, secret: Path
) -> None:
    changes = Comparison(ingestion.workspace.library, folder).find_changes()
    replace_by_link(folder / "a.txt", secret)
    job = ingestion.follow(ingestion.create(JobKind.REFRESH, changes), Silent())
    [refused] = [file for file in ingestion.jobs.files(job) if file.source == "a.txt"]
    assert refused.state == "failed"
    assert refused.reason.startswith("a.txt: it is a symbolic link that leads out of the watched")
    assert "春江花月夜" not in texts(ingestion.workspace.library)


def test_reindexing_reads_no_link_that_took_the_place_of_a_file(
    ingestion: Ingestion, folder: Path, secret: Path
) -> None:
    settle(ingestion, Comparison(ingestion.workspace.library, folder))
    replace_by_link(folder / "a.txt", secret)
    job = ingestion.follow(ingestion.refresh(), Silent())
    assert [file.state for file in ingestion.jobs.files(job)] == ["failed"]
    assert "春江花月夜" not in texts(ingestion.workspace.library)


def test_original_is_not_served_through_a_link(
    ingestion: Ingestion, folder: Path, secret: Path
) -> None:
    settle(ingestion, Comparison(ingestion.workspace.library, folder))
    uploads = Uploads.open(ingestion)
    [article] = [
        article
        for article in ingestion.workspace.library.articles.page()
        if article.source == "a.txt"
    ]
    original = uploads.original_of(article.id)
    assert original
    assert (original.path, original.name) == (folder / "a.txt", "a.txt")
    replace_by_link(folder / "a.txt", secret)
    assert uploads.original_of(article.id) is None


@pytest.fixture
def url(tmp_path: Path, folder: Path) -> Iterator[str]:
    log, settings = tmp_path / "log", {"WENBAO_COLLECTION": str(folder)}
    with logged_server(tmp_path / "data", log, WENBAO_WATCH=str(folder), **settings) as url:
        yield url


def test_server_names_the_links_and_serves_nothing_of_them(tmp_path: Path, url: str) -> None:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        listed = client.get("/v1/documents").json()["documents"]
        assert {item["file"] for item in listed} == {"a.txt", "deep/b.txt"}
        found = client.get("/v1/search", params={"q": "机房的密码是什么?"}).text
    assert "春江花月夜" not in found
    assert "link.txt is a symbolic link that leads out of its folder: not followed" in (
        tmp_path / "log"
    ).read_text(encoding="utf-8")


def test_console_reports_what_it_does_not_follow(tmp_path: Path, folder: Path) -> None:
    settings = {"WENBAO_DATA": str(tmp_path / "data"), "WENBAO_COLLECTION": str(folder / "a.txt")}
    done = wenbao("index", folder, **settings)
    assert done.returncode == 0, done.stderr
    assert "link.txt is a symbolic link that leads out of its folder: not followed" in done.stderr
    searched = wenbao("search", "机房的密码", **settings).stdout
    assert "春江花月夜" not in searched
    assert "绿东播报" in wenbao("search", "微信公共平台", **settings).stdout
