"""Encoding passages with the transformer in the background."""

from pathlib import Path

import numpy as np
import pytest

from service.assistant import Assistant
from service.ingestion.deepening import DeepeningProgress
from service.ingestion.ingestion import Ingestion
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.workspaces import Silent, add_files, deepen, open_workspace, write_pages

PAGES = {
    "送餐.txt": "青山街道的志愿者每天中午上门,为独居高龄居民送去热饭。\n",
    "钢材.txt": "本季度钢材出口量同比下降了百分之三,企业正在寻找新的市场。\n",
    "果园.txt": "柳河镇的果农今年改种樱桃,亩产比去年多了两成。\n",
}
QUESTION = "谁在照料老人?"  # shares no word with the page that tells it


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    pages = write_pages(tmp_path / "pages", PAGES)
    return open_workspace(tmp_path / "data", collection=pages, meaning="on")


def first(workspace: Workspace, query: str) -> str:
    return Assistant(workspace).search(query, 1).hits[0].article.source


def test_passages_are_found_by_their_meaning_once_encoded(workspace: Workspace) -> None:
    before = workspace.snapshot().meaning
    assert before is not None
    assert len(before.vectors) == 0
    deepen(workspace)
    assert first(workspace, QUESTION) == "送餐.txt"
    hits = Assistant(workspace).search(QUESTION, 3).hits
    assert all(hit.scores.meaning is not None for hit in hits)


def test_search_works_while_only_some_passages_are_encoded(
    workspace: Workspace, tmp_path: Path
) -> None:
    deepen(workspace)
    new = write_pages(tmp_path / "new", {"桥梁.txt": "红石桥昨天通车,全长八百米。\n"})
    add_files(workspace, new / "桥梁.txt")
    assert first(workspace, "红石桥多长?") == "桥梁.txt"
    hits = Assistant(workspace).search("红石桥多长?", 4).hits
    read = {hit.article.source: hit.scores.meaning is not None for hit in hits}
    assert read == {"桥梁.txt": False} | dict.fromkeys(PAGES, True)


def test_nothing_is_encoded_twice(workspace: Workspace, tmp_path: Path) -> None:
    deepen(workspace)
    assert workspace.meaning is not None
    [store] = workspace.meaning.folder.iterdir()
    before = {path.name: path.stat().st_ino for path in store.iterdir()}
    deepen(workspace)
    again = open_workspace(workspace.settings.data, meaning="on")
    assert {path.name: path.stat().st_ino for path in store.iterdir()} == before
    snapshot = again.snapshot()
    assert snapshot.meaning is not None
    assert len(snapshot.meaning.vectors) == len(snapshot.index.vectors) == len(PAGES)


def test_progress_counts_up_to_all_passages(workspace: Workspace) -> None:
    seen: list[DeepeningProgress] = []
    Ingestion.of(workspace).deepening.finish(seen.append)
    assert (seen[0].done, seen[0].total) == (0, 3)
    assert (seen[-1].done, seen[-1].total) == (3, 3)


def test_vectors_of_deleted_passages_are_removed(workspace: Workspace) -> None:
    deepen(workspace)
    article = next(one for one in workspace.library.articles.page() if one.source == "钢材.txt")
    workspace.library.delete_article(article.id)
    workspace.catch_up()
    snapshot = workspace.snapshot()
    assert snapshot.meaning is not None
    assert len(snapshot.meaning.vectors) == 2  # hidden at once
    deepen(workspace)
    assert workspace.meaning is not None
    assert len(workspace.meaning.store.vectors) == 2


def test_rebuilt_index_keeps_the_vectors(workspace: Workspace) -> None:
    deepen(workspace)
    assert workspace.meaning is not None
    before = workspace.meaning.store.vectors
    workspace.rebuild()
    snapshot = workspace.snapshot()
    assert snapshot.meaning is not None
    assert workspace.meaning.store.vectors is before
    assert len(snapshot.meaning.vectors) == 3


def test_another_process_sees_the_vectors(workspace: Workspace) -> None:
    other = open_workspace(workspace.settings.data, meaning="on")
    deepen(workspace)
    meaning = other.snapshot().meaning
    assert meaning is not None
    assert np.array_equal(meaning.vectors.keys, workspace.snapshot().index.vectors.keys)


def test_switched_off_it_is_neither_loaded_nor_made(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    workspace = open_workspace(tmp_path / "data", collection=pages, meaning="off")
    ingestion = Ingestion.of(workspace)
    assert workspace.meaning is None
    assert workspace.snapshot().meaning is None
    assert ingestion.deepening.progress() is None
    deepen(workspace)
    assert not workspace.settings.meaning_folder.exists()


def test_server_deepens_by_itself_and_stops_at_once(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    settings = open_workspace(tmp_path / "data", collection=pages, meaning="on").settings
    ingestion = Ingestion.open_to_serve(settings, Silent())
    ingestion.deepening.finish(lambda progress: None)
    ingestion.stop()
    snapshot = ingestion.workspace.snapshot()
    assert snapshot.meaning is not None
    assert len(snapshot.meaning.vectors) == 3


def test_command_waits_until_all_is_encoded(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", PAGES)
    settings = {
        "WENBAO_DATA": str(tmp_path / "data"),
        "WENBAO_COLLECTION": str(pages),
        "WENBAO_MEANING": "on",
    }
    done = wenbao("index", "--deep", pages, **settings)
    assert done.returncode == 0, done.stderr
    [store] = (tmp_path / "data" / "meaning").iterdir()
    assert (store / "vectors.json").is_file()
    opened = open_workspace(tmp_path / "data", meaning="on").snapshot()
    assert opened.meaning is not None
    assert len(opened.meaning.vectors) == len(opened.index.vectors)
