"""On start the index must find what the library holds: intact files can still be useless."""

import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from embeddings.encoding.encoder import load_encoder
from embeddings.errors import IndexMismatchError, WenbaoError
from embeddings.index.builder import build_index
from embeddings.index.generations import Generations
from embeddings.index.index import Index
from embeddings.index.self_check import check_finds_itself
from embeddings.library.library import Library
from service.assistant import Assistant
from service.workspace.index_maintenance import rebuild
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.tiny_models import write_useless_encoder
from tests.support.workspaces import Silent, add_files, open_workspace, write_pages

pytestmark = pytest.mark.slow

GREEN = {"绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n"}
RIVER = {"须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n"}


@pytest.fixture
def green(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "green", collection=write_pages(tmp_path / "g", GREEN))


@pytest.fixture
def river(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "river", collection=write_pages(tmp_path / "r", RIVER))


def lend_index(lender: Workspace, borrower: Workspace) -> Path:
    """Put the index of one library into the folder of another, and return that folder."""
    folder = borrower.settings.index_folder
    shutil.rmtree(folder)
    shutil.copytree(lender.settings.index_folder, folder)
    return folder


def test_a_sound_index_finds_itself(green: Workspace) -> None:
    check_finds_itself(green.index, green.library, green.analyzer)


def test_an_empty_library_is_sound(tmp_path: Path, green: Workspace) -> None:
    library = Library(tmp_path / "empty.sqlite3")
    index = build_index(tmp_path / "empty", library, green.analyzer, lambda *_: None)
    check_finds_itself(index, library, green.analyzer)


def test_copies_of_one_article_are_as_good_as_each_other(tmp_path: Path) -> None:
    text = GREEN["绿东.txt"]
    pages = {f"{n:03}.txt": text + "\n" * n for n in range(120)}  # no two of the same bytes
    workspace = open_workspace(tmp_path / "data", collection=write_pages(tmp_path / "p", pages))
    assert len(workspace.index.vectors) == 120
    check_finds_itself(workspace.index, workspace.library, workspace.analyzer)


@pytest.mark.parametrize("text", ["。。。???!!!", "☃☃☃", "Ωμέγα", "12 34"])
def test_a_passage_of_odd_characters_is_sound(tmp_path: Path, text: str) -> None:
    page = write_pages(tmp_path / "p", {"a.txt": f"{text}\n\n{text}\n"})
    try:
        workspace = open_workspace(tmp_path / "data", collection=page)
    except IndexMismatchError as error:
        pytest.fail(str(error))
    check_finds_itself(workspace.index, workspace.library, workspace.analyzer)


def test_whole_index_of_another_library_does_not_find_itself(
    green: Workspace, river: Workspace
) -> None:
    folder = lend_index(river, green)
    borrowed = Index.open(Generations(folder).current, green.analyzer.recipe)
    with pytest.raises(IndexMismatchError, match=r"does not find the passage .* by its words"):
        check_finds_itself(borrowed, green.library, green.analyzer)


def test_index_with_fewer_passages_than_the_library_is_refused(
    tmp_path: Path, green: Workspace
) -> None:
    pages = write_pages(tmp_path / "both", GREEN | RIVER)
    both = open_workspace(tmp_path / "more", collection=pages)
    index = green.index
    lonely = Index(index.lexical, index.vectors, both.index.manifest, index.folder)
    with pytest.raises(IndexMismatchError, match="has 1 passages, but the library has 2"):
        check_finds_itself(lonely, both.library, both.analyzer)


def test_library_that_moved_on_meanwhile_proves_nothing(
    tmp_path: Path, green: Workspace, river: Workspace
) -> None:
    old = river.index
    add_files(river, write_pages(tmp_path / "more", GREEN))
    check_finds_itself(old, river.library, river.analyzer)


def test_index_of_another_library_is_rebuilt_once_and_answers(
    green: Workspace, river: Workspace
) -> None:
    lend_index(river, green)
    watcher = Silent()
    again = open_workspace(green.settings.data, watcher)
    assert watcher.passages_indexed == 1
    assert "绿东播报" in Assistant(again).ask("绿东村街道开通的微信公共平台叫什么名字?").text
    watcher = Silent()
    open_workspace(green.settings.data, watcher)
    assert watcher.passages_indexed == 0


def test_useless_encoder_is_reported_after_a_rebuild(tmp_path: Path, green: Workspace) -> None:
    useless = write_useless_encoder(tmp_path / "useless")
    analyzer, before = replace(green.analyzer, encoder=load_encoder(useless)), green.index.folder
    with pytest.raises(WenbaoError, match=r"rebuilt.*encoder useless.*install") as reported:
        rebuild(green.settings, green.library, analyzer, lambda *_: None)
    assert not isinstance(reported.value, IndexMismatchError)
    assert Generations(green.settings.index_folder).current == before


def test_server_with_a_useless_encoder_says_what_to_do(tmp_path: Path) -> None:
    useless = write_useless_encoder(tmp_path / "useless")
    pages = write_pages(tmp_path / "p", GREEN)
    settings = {"WENBAO_ENCODER": str(useless), "WENBAO_COLLECTION": str(pages)}
    done = wenbao("serve", "--port", "0", "--data", tmp_path / "data", **settings)
    assert done.returncode == 2
    assert "unset WENBAO_ENCODER" in done.stderr
    assert "Traceback" not in done.stderr


def test_self_check_is_quick(seeds_workspace: Workspace) -> None:
    index, library, analyzer = (
        seeds_workspace.index,
        seeds_workspace.library,
        seeds_workspace.analyzer,
    )
    seconds = []
    for _ in range(9):
        start = time.perf_counter()
        check_finds_itself(index, library, analyzer)
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.02
