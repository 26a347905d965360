"""Reindexing keeps the previous index for a rollback, and lets it answer meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from embeddings.errors import WenbaoError
from embeddings.index.generations import Generations
from embeddings.passages import PassageSettings
from service.assistant import Assistant
from service.workspace.workspace import Workspace
from tests.support.workspaces import add_files, open_workspace, with_settings, write_pages

pytestmark = pytest.mark.slow

TEXT = "绿东村街道开通了“绿东播报”微信公共平台。街道还创作了教育漫画墙,受到居民欢迎。"
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
SMALL: dict[str, Any] = {"passage_minimum": 20, "passage_maximum": 25, "passage_overlap": 0}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    pages = write_pages(tmp_path / "pages", {"绿东.txt": f"绿东村街道\n\n{TEXT}\n"})
    return open_workspace(tmp_path / "data", collection=pages)


@pytest.fixture
def smaller(workspace: Workspace) -> Workspace:
    """The same folder, reindexed with shorter passages."""
    rebuilt = with_settings(workspace, **SMALL)
    rebuilt.rebuild()
    return rebuilt


def longest(workspace: Workspace) -> int:
    """Return the length of the longest passage that the current index finds."""
    hits = Assistant(workspace).search("绿东播报 微信公共平台 教育漫画墙", 10).hits
    return max(len(hit.text) for hit in hits)


def test_reindexing_takes_over_and_keeps_the_previous_index(smaller: Workspace) -> None:
    standing = Generations(smaller.settings.index_folder).standing
    assert (standing.current, standing.previous) == ("generation-000003", "generation-000002")
    assert longest(smaller) <= 25
    assert smaller.library.passages.count() > 1
    assert "绿东播报" in Assistant(smaller).ask(QUESTION).text


def test_previous_index_answers_while_another_is_built(workspace: Workspace) -> None:
    rebuilt, seen = with_settings(workspace, **SMALL), []
    rebuilt.rebuild(lambda *_: seen.append((longest(rebuilt), rebuilt.rebuilding is not None)))
    assert seen == [(len(TEXT), True)]
    assert (longest(rebuilt), rebuilt.rebuilding) == (longest(rebuilt), None)


def test_rollback_answers_as_before(workspace: Workspace, smaller: Workspace) -> None:
    smaller.roll_back()
    assert longest(smaller) == len(TEXT)
    assert smaller.library.passages.settings == workspace.settings.passages
    assert smaller.library.passages.count() == 1
    assert "绿东播报" in Assistant(smaller).ask(QUESTION).text


def test_rolled_back_index_stays_after_a_restart(smaller: Workspace) -> None:
    smaller.roll_back()
    again = open_workspace(smaller.settings.data, **SMALL)
    assert longest(again) == len(TEXT)
    assert Generations(again.settings.index_folder).standing.held


def test_rolled_back_index_takes_in_additions(smaller: Workspace, tmp_path: Path) -> None:
    first = write_pages(tmp_path / "1", {"a.txt": "桐柏路\n\n晶华城社区成立托老服务中心。\n"})
    second = write_pages(tmp_path / "2", {"b.txt": "棉纺路\n\n棉纺路街道创建老党员巡逻队。\n"})
    add_files(smaller, first)
    smaller.roll_back()
    assert "晶华城社区" in Assistant(smaller).ask("哪个社区成立托老服务中心?").text
    add_files(smaller, second)
    assert "棉纺路街道" in Assistant(smaller).ask("哪个街道创建老党员巡逻队?").text
    assert longest(smaller) == len(TEXT)


def test_next_reindexing_ends_the_rollback(smaller: Workspace) -> None:
    smaller.roll_back()
    smaller.rebuild()
    assert longest(smaller) <= 25
    assert not Generations(smaller.settings.index_folder).standing.held
    smaller.roll_back()
    assert longest(smaller) == len(TEXT)


def test_rolling_back_twice_returns_to_the_newer_index(smaller: Workspace) -> None:
    smaller.roll_back()
    smaller.roll_back()
    assert longest(smaller) <= 25


def test_rollback_without_a_previous_index_is_refused(workspace: Workspace) -> None:
    with pytest.raises(WenbaoError, match="no previous index to go back to"):
        workspace.roll_back()


def test_deleted_article_is_absent_from_the_index_after_a_rollback(smaller: Workspace) -> None:
    [article] = smaller.library.articles.page()
    smaller.library.delete_article(article.id)
    smaller.roll_back()
    assert (len(smaller.index.vectors), len(smaller.index.lexical)) == (0, 0)


def test_article_added_while_an_index_is_built_is_in_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    page = write_pages(tmp_path / "more", {"a.txt": "桐柏路\n\n晶华城社区成立托老服务中心。\n"})
    other = open_workspace(workspace.settings.data)
    rebuilt = with_settings(workspace, **SMALL)
    rebuilt.rebuild(lambda *_: None if other.library.files.get("a.txt") else store(other, page))
    assert "晶华城社区" in Assistant(rebuilt).ask("哪个社区成立托老服务中心?").text


def store(workspace: Workspace, page: Path) -> None:
    assert add_files(workspace, page).reason == ""


def test_disk_holds_only_live_generations_after_many_changes(
    smaller: Workspace, tmp_path: Path
) -> None:
    for n in range(4):
        add_files(smaller, write_pages(tmp_path / f"{n}", {f"{n}.txt": f"第{n}村\n\n修路灯。\n"}))
    folder = Generations(smaller.settings.index_folder)
    names = {path.name for path in folder.folder.iterdir()}
    assert names == {folder.standing.current, folder.standing.previous, "generations.json"}


def test_generation_of_another_workspace_is_taken_at_the_next_question(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = open_workspace(workspace.settings.data)
    before = workspace.snapshot()
    add_files(other, write_pages(tmp_path / "more", {"a.txt": "桐柏路\n\n托老服务中心。\n"}))
    after = workspace.snapshot()
    assert (len(before.index.vectors), len(after.index.vectors)) == (1, 2)
    assert after.manifest.revision == workspace.library.revision
    assert workspace.snapshot() is after
    with_settings(other, **SMALL).rebuild()
    assert workspace.snapshot().analyzer.passages.maximum == 25


def test_workspace_goes_on_from_the_generation_that_another_one_made(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = open_workspace(workspace.settings.data)
    add_files(other, write_pages(tmp_path / "1", {"a.txt": "桐柏路\n\n托老服务中心。\n"}))
    add_files(workspace, write_pages(tmp_path / "2", {"b.txt": "棉纺路\n\n老党员巡逻队。\n"}))
    for item in (workspace, other):
        assert len(item.snapshot().index.vectors) == 3


def test_library_shows_the_passages_of_the_index_that_answers_after_a_crash(
    smaller: Workspace,
) -> None:
    former = PassageSettings()
    smaller.library.use_chunking(former)  # as between the two steps of going back
    again = open_workspace(smaller.settings.data, **SMALL)
    assert again.library.passages.settings == again.analyzer.passages == smaller.settings.passages
