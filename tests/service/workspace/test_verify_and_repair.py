"""``wenbao verify`` names what is wrong with a data folder, and ``--repair`` repairs it."""

from pathlib import Path

import pytest

from embeddings.index.generations import Generations
from embeddings.library.database import Database
from embeddings.library.records import StoredFile
from service.assistant import Assistant
from service.workspace import verification
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.workspaces import open_workspace, write_pages

pytestmark = pytest.mark.slow

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "data", collection=write_pages(tmp_path / "pages", PAGES))


def told(workspace: Workspace) -> list[str]:
    found = verification.verify(workspace.settings, workspace.library, workspace.analyzer)
    return [problem.description for problem in found.inconsistencies]


def repair_and_list(workspace: Workspace) -> list[str]:
    """Repair, and return what is wrong afterwards."""
    settings, library, analyzer = workspace.settings, workspace.library, workspace.analyzer
    verification.repair(
        settings, library, analyzer, verification.verify(settings, library, analyzer)
    )
    return told(workspace)


def spoil(workspace: Workspace, statement: str) -> None:
    """Change the library's database directly."""
    connection = Database(workspace.settings.library_path).connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement)


def test_whole_folder_has_no_findings(workspace: Workspace) -> None:
    assert told(workspace) == []
    said = wenbao("verify", "--data", workspace.settings.data)
    assert (said.returncode, said.stdout.partition(":")[0]) == (0, "all is well")


def test_article_that_was_altered_is_named_and_stays(workspace: Workspace) -> None:
    spoil(workspace, "UPDATE articles SET text = text || '后来添加的话。' WHERE file = '绿东.txt'")
    [article] = [
        article for article in workspace.library.articles.page() if article.source == "绿东.txt"
    ]
    [altered, misaligned] = told(workspace)
    assert altered == f"article {article.id} differs from what was stored"
    assert misaligned == f"the passages of article {article.id} do not match its text"
    assert repair_and_list(workspace) == []
    assert workspace.library.articles.get(article.id) == article
    file = workspace.library.files.get("绿东.txt")
    assert file is not None
    assert file.content_hash == ""


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE passages SET "end" = "end" - 3 WHERE key = 1',
        "DELETE FROM passages WHERE key = 2",
        "UPDATE passages SET heading = '没有' WHERE key = 1",
    ],
)
def test_inconsistent_passages_are_rechunked(workspace: Workspace, statement: str) -> None:
    spoil(workspace, statement)
    assert any("do not match its text" in item for item in told(workspace))
    assert repair_and_list(workspace) == []
    assert (
        "绿东播报"
        in Assistant(open_workspace(workspace.settings.data))
        .ask("绿东村街道的微信公共平台叫什么?")
        .text
    )


def test_orphans_go_and_no_article_does(workspace: Workspace) -> None:
    spoil(workspace, "DELETE FROM files WHERE source = '绿东.txt'")
    spoil(workspace, "INSERT INTO deleted_articles VALUES ('a', 'no file', 'b', 0)")
    assert set(told(workspace)) == {
        "rows of articles refer to missing rows of files",
        "rows of deleted_articles refer to missing rows of files",
    }
    assert repair_and_list(workspace) == []
    assert workspace.library.articles.count() == 2


def test_copy_without_an_original_is_read_again(workspace: Workspace) -> None:
    spoil(
        workspace,
        "INSERT INTO files (source, origin, content_hash, same_as) "
        "VALUES ('b.txt', '/b.txt', 'abc', 'none.txt')",
    )
    assert told(workspace) == ["file b.txt is a copy of another file, which is missing"]
    assert repair_and_list(workspace) == []
    assert workspace.library.files.get("b.txt") == StoredFile("b.txt", "/b.txt", "")


def test_missing_original_is_named(workspace: Workspace) -> None:
    gone = workspace.settings.originals.absolute() / "0123.txt"
    workspace.library.note_read(StoredFile("绿东.txt", str(gone), "abc"))
    assert told(workspace) == ["the original of 绿东.txt is missing; its articles are intact"]


def test_damaged_index_files_are_named_and_the_index_is_rebuilt(workspace: Workspace) -> None:
    folder = Generations(workspace.settings.index_folder).current
    for pattern in ("*.faiss", "*.term"):
        next(folder.rglob(pattern)).write_bytes(b"damaged")
    said = wenbao("verify", "--data", workspace.settings.data)
    assert said.returncode == 1
    assert said.stdout.count("is damaged: `wenbao verify --repair` repairs it") == 2
    said = wenbao("verify", "--repair", "--data", workspace.settings.data)
    assert said.returncode == 0
    assert "after the repair:\nall is well" in said.stdout


def test_folder_without_a_library_is_refused(tmp_path: Path) -> None:
    said = wenbao("verify", "--data", tmp_path)
    assert (said.returncode, list(tmp_path.iterdir())) == (2, [])
    assert "there is no library" in said.stderr
