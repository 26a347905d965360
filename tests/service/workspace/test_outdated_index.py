"""An index of former settings, or of a former release, answers until the new one is ready."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.index.generations import Generations
from embeddings.index.manifest import Manifest
from embeddings.storage.locks import LockFile, exclusive_lock
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job, JobKind, JobState
from service.settings import Settings, Switch
from service.workspace.index_maintenance import load_analyzer
from service.workspace.snapshot import open_former
from tests.support.console import wenbao
from tests.support.forking import Fork
from tests.support.running_server import running_server
from tests.support.tiny_models import write_static_encoder
from tests.support.workspaces import Silent, index_with, open_workspace, write_pages

pytestmark = pytest.mark.slow

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
ANSWER = "绿东播报"
PAGES = {"绿东.txt": f"绿东村街道\n\n绿东村街道开通了“{ANSWER}”微信公共平台。\n"}
MANY = 7000
SHIPPED = STATIC_ENCODER.name
OpenToServe = Callable[..., tuple[Ingestion, Silent]]


def story(n: int) -> str:
    """Return an article, unlike all others, as a line of JSON."""
    drawn = Random(n).choices("村组织志愿者清理河道修好路灯民都说生活更方便了", k=120)  # noqa: S311
    return json.dumps(
        {"title": f"第{n}村的故事", "text": "".join(drawn) + "。"}, ensure_ascii=False
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The encoder of a former release."""
    return write_static_encoder(tmp_path_factory.mktemp("models") / "old", 64)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, old: Path) -> Path:
    """A data folder that takes seconds to index, made with the old encoder."""
    base = tmp_path_factory.mktemp("large")
    pages = PAGES | {"村庄.jsonl": "\n".join(map(story, range(MANY)))}
    collection = write_pages(base / "pages", pages)
    open_workspace(base / "data", collection=collection, meaning="off")
    index_with(base / "data", old)
    return base / "data"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder of one passage."""
    collection = write_pages(tmp_path / "pages", PAGES)
    open_workspace(tmp_path / "data", collection=collection, meaning="off")
    return tmp_path / "data"


@pytest.fixture
def small_old(small: Path, old: Path) -> Path:
    """The same, made with the old encoder."""
    index_with(small, old)
    return small


@pytest.fixture
def open_to_serve() -> Iterator[OpenToServe]:
    """Open a folder as the server does; its worker stops at the end of the test."""
    opened: list[Ingestion] = []

    def open_it(data: Path, **settings: str | int | Path) -> tuple[Ingestion, Silent]:
        watcher = Silent()
        given = Settings(data=data, meaning=Switch.OFF, **settings)  # type: ignore[arg-type] # pydantic checks them
        opened.append(Ingestion.open_to_serve(given, watcher))
        return opened[-1], watcher

    yield open_it
    for ingestion in opened:
        ingestion.stop()


def wait_for_rebuild(ingestion: Ingestion) -> Job:
    """Wait until the newest job, which is to rebuild the index, is done or has failed."""
    [job] = ingestion.jobs.newest(None, 1)
    assert job.kind is JobKind.REINDEX
    job = ingestion.follow(job, Silent())
    assert ingestion.workspace.rebuilding is None
    return job


def encoder_on_disk(data: Path) -> str:
    return Manifest.read(current(data)).recipe.encoder


def current(data: Path) -> Path:
    """Return the folder of the generation that answers."""
    return Generations(data / "index").current


def info(client: httpx.Client) -> dict[str, Any]:
    reply: dict[str, Any] = client.get("/v1/info").raise_for_status().json()
    return reply


def is_answered(client: httpx.Client) -> bool:
    reply = client.post("/v1/ask", json={"question": QUESTION}).raise_for_status().json()
    return ANSWER in reply["answer"]


def talk_to(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60, trust_env=False)


def test_server_answers_without_interruption_while_another_encoder_takes_over(
    large: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(large, tmp_path / "data")
    with running_server(data, WENBAO_MEANING="off") as url, talk_to(url) as client:
        states = [info(client)]
        while states[-1]["rebuilding"]:
            assert is_answered(client)
            assert client.get("/readyz").status_code == 200
            states.append(info(client))
        assert is_answered(client)
    assert (states[0]["encoder"], states[-1]["encoder"]) == ("old", SHIPPED)
    assert len(states) > 3
    for state in states[:-1]:
        assert 0 <= state["rebuilding"]["done"] <= state["rebuilding"]["total"]
        assert state["rebuilding"]["total"] == state["passages"] > MANY
    made = current(data)
    with running_server(data, WENBAO_MEANING="off") as url, talk_to(url) as client:
        again = info(client)
        assert is_answered(client)
    assert (again["encoder"], again["rebuilding"]) == (SHIPPED, None)
    assert current(data) == made
    generations = Generations(data / "index")
    kept = {made.name, generations.standing.previous, "generations.json"}
    assert {path.name for path in generations.folder.iterdir()} == kept


def test_server_killed_in_a_rebuild_leaves_the_former_index(large: Path, tmp_path: Path) -> None:
    data = shutil.copytree(large, tmp_path / "data")
    serving = ["serve", "--port", "0", "--data", str(data)]
    with (
        Fork.of(serving, {"WENBAO_MEANING": "off"}, tmp_path / "errors") as server,
        talk_to(server.output.readline().split()[-1]) as client,
    ):
        assert info(client)["rebuilding"]
        server.process.kill()
    assert encoder_on_disk(data) == "old"
    workspace = open_workspace(data, meaning="off")
    assert workspace.analyzer.encoder.name == SHIPPED
    assert ANSWER in Assistant(workspace).ask(QUESTION).text


def test_workspace_swaps_index_and_encoder_together(
    small_old: Path, open_to_serve: OpenToServe
) -> None:
    with exclusive_lock(small_old / LockFile.CHANGE):  # the rebuild waits
        ingestion, watcher = open_to_serve(small_old)
        before = ingestion.workspace.snapshot()
    wait_for_rebuild(ingestion)
    after = ingestion.workspace.snapshot()
    for snapshot, name, dimension in ((before, "old", 64), (after, SHIPPED, 256)):
        assert snapshot.analyzer.encoder.name == snapshot.manifest.recipe.encoder == name
        vectors = snapshot.index.vectors
        assert vectors.vectors(vectors.keys).shape == (1, dimension)
        assert snapshot.analyzer.encoder.dimension == dimension
    assert watcher.passages_indexed == 0
    assert encoder_on_disk(small_old) == SHIPPED


def test_rebuild_is_logged_at_its_start_and_its_end(
    small_old: Path, caplog: pytest.LogCaptureFixture, open_to_serve: OpenToServe
) -> None:
    ingestion, _ = open_to_serve(small_old)
    wait_for_rebuild(ingestion)
    assert [record.getMessage() for record in caplog.records] == [
        f"rebuilding the index with {SHIPPED}; old answers until it is done",
        f"the index is rebuilt; {SHIPPED} answers now",
    ]


def test_new_user_words_are_taken_in_behind_the_former_ones(
    small: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    words = tmp_path / "words.txt"
    words.write_text(f"{ANSWER}\n", encoding="utf-8")
    with exclusive_lock(small / LockFile.CHANGE):  # the rebuild waits
        ingestion, watcher = open_to_serve(small, user_words=str(words))
        before = ingestion.workspace.snapshot()
    wait_for_rebuild(ingestion)
    after = ingestion.workspace.snapshot()
    assert watcher.passages_indexed == 0
    assert ANSWER not in before.analyzer.segmenter.words(ANSWER)
    assert after.analyzer.segmenter.words(ANSWER) == [ANSWER]
    assert before.analyzer.encoder is after.analyzer.encoder
    words.unlink()  # the index knows them itself
    plain = load_analyzer(Settings.load(data=small))
    former = open_former(current(small), ingestion.workspace.library, plain)
    assert former is not None
    assert former.analyzer.segmenter.words(ANSWER) == [ANSWER]


def test_commands_wait_for_the_new_index(small_old: Path) -> None:
    done = wenbao("ask", QUESTION, "--data", small_old, WENBAO_MEANING="off")
    assert ANSWER in done.stdout
    assert encoder_on_disk(small_old) == SHIPPED


def test_missing_former_encoder_is_not_waited_for(
    small: Path, old: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    gone = shutil.copytree(old, tmp_path / "gone")
    index_with(small, gone)
    shutil.rmtree(gone)
    ingestion, watcher = open_to_serve(small)
    workspace = ingestion.workspace
    assert (workspace.rebuilding, watcher.passages_indexed) == (None, 1)
    assert workspace.analyzer.encoder.name == SHIPPED


def test_former_folder_with_another_model_in_it_is_not_used(
    small: Path, old: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    moved = shutil.copytree(old, tmp_path / "moved")
    index_with(small, moved)
    shutil.rmtree(moved)
    write_static_encoder(moved, 32)
    ingestion, watcher = open_to_serve(small)
    workspace = ingestion.workspace
    assert (workspace.rebuilding, watcher.passages_indexed) == (None, 1)


def test_index_of_the_same_encoder_need_not_name_its_folder(small: Path) -> None:
    folder, watcher = current(small), Silent()
    replace(Manifest.read(folder), origin=None).write(folder)
    open_workspace(small, watcher, meaning="off")
    assert (watcher.passages_indexed, current(small)) == (0, folder)


def test_index_that_does_not_name_its_encoder_folder_is_rebuilt_at_once(
    small_old: Path, open_to_serve: OpenToServe
) -> None:
    folder = current(small_old)
    replace(Manifest.read(folder), origin=None).write(folder)
    ingestion, watcher = open_to_serve(small_old)
    workspace = ingestion.workspace
    assert (workspace.rebuilding, watcher.passages_indexed) == (None, 1)


def test_former_passages_answer_until_those_of_other_sizes_are_there(
    small: Path, open_to_serve: OpenToServe
) -> None:
    settings = {"passage_minimum": 20, "passage_maximum": 20, "passage_overlap": 0}
    with exclusive_lock(small / LockFile.CHANGE):  # the rebuild waits
        ingestion, _ = open_to_serve(small, **settings)
        asking, library = Assistant(ingestion.workspace), ingestion.workspace.library
        assert ingestion.workspace.rebuilding
        assert library.passages.count() == 1
        before = asking.ask(QUESTION)
    wait_for_rebuild(ingestion)
    after = asking.ask(QUESTION)
    assert library.passages.count() == 2
    assert ANSWER in before.text
    assert ANSWER in after.text
    assert max(source.hit.passage.end for source in before.sources) > 20
    assert {source.hit.passage.id for source in after.sources} != {
        source.hit.passage.id for source in before.sources
    }


def test_article_added_in_a_rebuild_is_found_afterwards(
    small_old: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    ingestion, _ = open_to_serve(small_old)
    page = write_pages(
        tmp_path / "more", {"桐柏路.txt": "桐柏路\n\n晶华城社区成立托老服务中心。\n"}
    )
    added = ingestion.follow(ingestion.add([page]), Silent())
    answer = Assistant(ingestion.workspace).ask("哪个社区成立了托老服务中心?")
    assert added.state is JobState.DONE
    assert "晶华城社区" in answer.text
    assert ingestion.workspace.snapshot().analyzer.encoder.name == SHIPPED
    assert answer.revision == ingestion.workspace.library.revision
