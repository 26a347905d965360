"""A data folder of the first release is migrated and answers as before."""

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.documents import Origin
from embeddings.index.generations import Generations
from embeddings.library.library import Library
from service.assistant import Assistant
from service.conversations.conversation_store import ConversationStore
from tests.support.paths import DATA, SEEDS
from tests.support.workspaces import Silent, add_files, deepen, open_workspace

VERSION_2 = DATA / "data_version_2.zip"
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The bundled collection with one conversation, and an index that has no generations."""
    with zipfile.ZipFile(VERSION_2) as archive:
        archive.extractall(tmp_path / "data")
    assert (tmp_path / "data" / "index" / "vectors.faiss").exists()
    return tmp_path / "data"


def test_library_of_version_2_keeps_articles_passages_and_keys(data: Path) -> None:
    library = Library(data / "library.sqlite3")
    assert (library.revision, library.articles.count(), library.passages.count()) == (6, 10, 124)
    assert library.passages.settings is not None
    assert library.passages.keys(library.passages.settings).tolist() == list(range(1, 125))
    for article, passages in library.passages.walk():
        assert article == library.articles.get(article.id)
        assert all(stored.passage.text_in(article) for stored in passages)
        assert library.files.of_article(article.id) == article.source
        assert article.byline_origin is (Origin.UNKNOWN if article.byline else Origin.NONE)


def test_conversation_of_version_2_is_still_there(data: Path) -> None:
    conversations = ConversationStore.open(data / "library.sqlite3")
    [kept] = conversations.newest(None, 10)
    [turn] = conversations.turns(kept.id)
    assert turn.question == QUESTION
    assert "绿东播报" in turn.answer


@pytest.mark.slow
def test_first_index_layout_is_rebuilt_once_and_swept(data: Path) -> None:
    watcher = Silent()
    workspace = open_workspace(data, watcher)
    assert (watcher.passages_indexed, watcher.jobs) == (124, [])
    assert "绿东播报" in Assistant(workspace).ask(QUESTION).text
    current = Generations(data / "index").current
    names = {path.name for path in (data / "index").iterdir()}
    assert names == {current.name, "generations.json"}
    again = Silent()
    open_workspace(data, again)
    assert again.passages_indexed == 0


def test_answers_equal_those_of_a_fresh_folder(data: Path, assistant: Assistant) -> None:
    workspace = open_workspace(data, meaning="on")
    deepen(workspace)
    old = Assistant(workspace)
    for query in (QUESTION, "时间银行", "古荥大运河文化区"):
        texts = [[hit.text for hit in item.search(query, 10).hits] for item in (old, assistant)]
        assert texts[0] == texts[1]


def test_file_that_version_2_stored_is_recognised_when_it_is_added_again(
    data: Path, tmp_path: Path
) -> None:
    workspace = open_workspace(data)
    before = workspace.library.articles.page()
    seeds = SEEDS
    job = add_files(workspace, shutil.copytree(seeds, tmp_path / "seeds"))
    assert (job.files_total, job.reason) == (5, "")
    after = workspace.library.articles.page()
    assert {article.byline_origin for article in after} == {Origin.PRINTED}  # is known now
    assert [replace(article, byline_origin=Origin.UNKNOWN) for article in after] == before
