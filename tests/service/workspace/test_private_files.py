"""What the program writes is readable by its owner only."""

import stat
from pathlib import Path

import pytest

from service.workspace import backup
from tests.support.console import wenbao
from tests.support.workspaces import open_workspace, write_pages

PAGES = {"a.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n"}
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def readable_by_others(folder: Path) -> list[str]:
    """Return what below ``folder`` anybody but its owner may use."""
    return [str(path) for path in folder.rglob("*") if mode(path) & OTHERS]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    pages = write_pages(tmp_path / "pages", PAGES)
    return {"WENBAO_DATA": str(tmp_path / "data"), "WENBAO_COLLECTION": str(pages)}


def test_new_data_folder_and_all_in_it_are_private(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    assert wenbao("index", tmp_path / "pages", **settings).returncode == 0
    assert mode(tmp_path / "data") == 0o700
    assert (tmp_path / "data" / "index").is_dir()
    assert readable_by_others(tmp_path / "data") == []


def test_new_files_in_a_shared_data_folder_are_private(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    assert wenbao("index", tmp_path / "pages", **settings).returncode == 0
    assert readable_by_others(tmp_path / "data") == []


def test_backup_and_what_is_restored_from_it_are_private(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    file = tmp_path / "backup.tar.gz"
    wenbao("index", tmp_path / "pages", **settings)
    assert wenbao("backup", file, **settings).returncode == 0
    assert mode(file) == 0o600
    restored = tmp_path / "restored"
    assert wenbao("restore", file, WENBAO_DATA=str(restored)).returncode == 0
    assert mode(restored) == 0o700
    assert readable_by_others(restored) == []


def test_backup_follows_no_link_that_waits_in_its_place(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    opened = open_workspace(tmp_path / "data", collection=pages)
    (tmp_path / "backup.tar.tmp").symlink_to(tmp_path / "victim")
    backup.backup(opened.settings, opened.library, tmp_path / "backup.tar")
    assert not (tmp_path / "victim").exists()
    assert mode(tmp_path / "backup.tar") == 0o600
