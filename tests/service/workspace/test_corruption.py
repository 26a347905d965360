"""Damage on disk is detected on opening, named and repaired; damaged data never answers."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embeddings.errors import IndexMismatchError, WenbaoError
from embeddings.index.analyzer import Analyzer
from embeddings.index.generations import Generations
from embeddings.library.database import Database
from embeddings.library.library import Library
from service.assistant import Assistant
from service.settings import Settings
from service.workspace import index_maintenance as upkeep
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.running_server import running_server
from tests.support.workspaces import open_workspace, write_pages

PAGES = {
    "绿东.txt": "绿东村街道\n\n绿东村街道开通了“绿东播报”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
    "长江.txt": "长江大桥\n\n长江大桥全长1670米,1957年10月通车。\n",
}
QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
PLACES = 7  # offsets of each file at which it is damaged in each way

Damage = Callable[[bytearray, int], bytearray]


def flipped(data: bytearray, at: int) -> bytearray:
    data[at] ^= 0x10
    return data


def zeroed(data: bytearray, at: int) -> bytearray:
    block = slice(at, min(len(data), at + 64))
    return data[:at] + bytes(len(data[block])) + data[block.stop :]


def truncated(data: bytearray, at: int) -> bytearray:
    return data[:at]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("whole")
    return open_workspace(folder / "data", collection=write_pages(folder / "pages", PAGES))


@pytest.fixture
def settings(whole: Workspace, tmp_path: Path) -> Settings:
    """A copy of the whole data folder."""
    data = tmp_path / "data"
    left = shutil.ignore_patterns("*.lock", "library.sqlite3*")
    shutil.copytree(whole.settings.data, data, ignore=left)
    Database(whole.settings.library_path).copy_to(data / "library.sqlite3")
    return whole.settings.model_copy(update={"data": data})


def copy_of_index(whole: Workspace, settings: Settings) -> Path:
    """Put the whole index back and return the folder of its generation."""
    shutil.rmtree(settings.index_folder)
    shutil.copytree(whole.settings.index_folder, settings.index_folder)
    return Generations(settings.index_folder).current


def opened(settings: Settings, analyzer: Analyzer) -> Workspace:
    library = Library(settings.library_path)
    return Workspace(
        settings, library, upkeep.bring_up_to_date(settings, library, analyzer, lambda *_: None)
    )


def damages(data: bytes) -> Iterator[bytearray]:
    """Yield ``data`` as damaged in each way at several places."""
    for damage in (flipped, zeroed, truncated):
        for place in range(PLACES):
            changed = damage(bytearray(data), place * len(data) // PLACES)
            if changed != data:
                yield changed


def files_of(generation: Path) -> dict[str, Path]:
    """Return one file of each kind in a generation."""
    files = [path for path in generation.rglob("*") if path.is_file() and path.stat().st_size]
    return {path.suffix or path.name: path for path in files if path.suffix != ".lock"}


def assert_answers(workspace: Workspace) -> None:
    answer = Assistant(workspace).ask(QUESTION)
    assert "绿东播报" in answer.text
    assert len(workspace.index.vectors) == workspace.library.passages.count() == len(PAGES)


def test_each_kind_of_file_of_a_generation_is_damaged(whole: Workspace) -> None:
    kinds = set(files_of(whole.index.folder))
    assert {".faiss", ".json", ".term", ".idx", ".fast", ".store"} <= kinds


def test_damage_anywhere_in_a_file_of_an_index_is_found_and_named(
    whole: Workspace, settings: Settings
) -> None:
    library = Library(settings.library_path)
    tried = 0
    for original in files_of(whole.index.folder).values():
        victim = copy_of_index(whole, settings) / original.relative_to(whole.index.folder)
        for changed in damages(original.read_bytes()):
            victim.write_bytes(changed)
            with pytest.raises(IndexMismatchError) as caught:
                upkeep.open_current(settings, library, whole.analyzer)
            assert victim.name in str(caught.value)
            tried += 1
    assert tried >= 100


def test_damaged_index_file_is_logged_and_the_index_rebuilt(
    whole: Workspace, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for original in files_of(whole.index.folder).values():
        victim = copy_of_index(whole, settings) / original.relative_to(whole.index.folder)
        data = bytearray(original.read_bytes())
        victim.write_bytes(flipped(data, len(data) // 2))
        caplog.clear()
        workspace = opened(settings, whole.analyzer)
        [reported] = [record.getMessage() for record in caplog.records]
        assert victim.name in reported
        assert reported.endswith("rebuilding the index")
        assert_answers(workspace)


def test_mended_index_is_opened_without_another_word(
    whole: Workspace, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    victim = next(Generations(settings.index_folder).current.rglob("*.faiss"))
    victim.write_bytes(flipped(bytearray(victim.read_bytes()), 100))
    repaired = opened(settings, whole.analyzer).index.folder
    caplog.clear()
    again = opened(settings, whole.analyzer)
    assert (again.index.folder, caplog.records) == (repaired, [])
    assert [path.name for path in Generations(settings.index_folder).list_newest_first()] == [
        repaired.name
    ]


@pytest.mark.parametrize("damage", [flipped, zeroed, truncated])
def test_matching_generation_answers_when_the_generations_file_is_lost(
    whole: Workspace, settings: Settings, damage: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    path = Generations(settings.index_folder).path
    data = path.read_bytes()
    for place in range(PLACES):
        path.write_bytes(damage(bytearray(data), place * len(data) // PLACES))
        caplog.clear()
        workspace = opened(settings, whole.analyzer)
        assert workspace.index.folder.name == whole.index.folder.name
        assert "generations.json is missing or damaged" in caplog.text
        assert_answers(workspace)
        assert path.read_bytes() == data


def test_index_is_rebuilt_when_no_generation_matches(whole: Workspace, settings: Settings) -> None:
    generations = Generations(settings.index_folder)
    generations.path.unlink()
    (generations.list_newest_first()[0] / "manifest.json").unlink()
    workspace = opened(settings, whole.analyzer)
    assert workspace.index.folder.name != whole.index.folder.name
    assert_answers(workspace)


def test_index_of_other_passages_at_the_same_revision_is_not_answered_from(
    whole: Workspace, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library(settings.library_path)
    with library._database.transaction() as connection:
        connection.execute("UPDATE passages SET key = key + 100 WHERE key = 1")
    with pytest.raises(
        IndexMismatchError, match="as many passages as the library, but different ones"
    ):
        upkeep.open_current(settings, library, whole.analyzer)
    workspace = opened(settings, whole.analyzer)
    assert "but different ones; rebuilding the index" in caplog.text
    assert (
        workspace.index.vectors.keys.tolist()
        == library.passages.keys(whole.analyzer.passages).tolist()
    )
    assert_answers(workspace)


def test_server_starts_over_a_damaged_index(tmp_path: Path, settings: Settings) -> None:
    victim = next(Generations(settings.index_folder).current.rglob("*.term"))
    victim.write_bytes(truncated(bytearray(victim.read_bytes()), 10))
    with running_server(settings.data) as url:
        assert url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("at", [0, 16, 28, 100])
def test_damaged_library_is_named_and_left_untouched(settings: Settings, at: int) -> None:
    data = bytearray(settings.library_path.read_bytes())
    damaged = bytes(data[:at] + b"\xff" * 4096 + data[at + 4096 :])
    settings.library_path.write_bytes(damaged)
    said = wenbao("search", "绿东", "--data", settings.data)
    assert said.returncode == 2
    assert "library.sqlite3" in said.stderr
    assert "wenbao restore" in said.stderr
    assert "Traceback" not in said.stderr
    assert settings.library_path.read_bytes() == damaged


@pytest.mark.parametrize("length", [0, 5_000, 40_000])
def test_truncated_library_is_named_and_left_untouched(settings: Settings, length: int) -> None:
    data = settings.library_path.read_bytes()[:length]
    settings.library_path.write_bytes(data)
    said = wenbao("search", "绿东", "--data", settings.data)
    assert said.returncode == 2
    assert "library.sqlite3" in said.stderr
    assert "wenbao restore" in said.stderr
    assert settings.library_path.read_bytes() == data


def test_library_that_is_gone_is_not_replaced_by_an_empty_one(settings: Settings) -> None:
    settings.library_path.unlink()
    with pytest.raises(WenbaoError, match=r"library\.sqlite3 is missing or empty"):
        open_workspace(settings.data)
    assert not settings.library_path.exists()
