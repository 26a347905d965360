"""Switching the encoder: the previous one answers until the new index is ready."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from embeddings.errors import WenbaoError
from embeddings.index.generations import Generations
from embeddings.index.manifest import Manifest
from embeddings.storage.locks import LockFile, exclusive_lock
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.ingestion.job import Job, JobKind, JobState
from service.settings import Settings
from service.workspace.index_maintenance import load_analyzer
from service.workspace.snapshot import open_former
from tests.support.console import WENBAO, environment, wenbao
from tests.support.running_server import running_server
from tests.support.tiny_models import write_static_encoder, write_useless_encoder
from tests.support.workspaces import Silent, open_workspace, write_pages

pytestmark = pytest.mark.slow

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
ANSWER = "绿东播报"
PAGES = {"绿东.txt": f"绿东村街道\n\n绿东村街道开通了“{ANSWER}”微信公共平台。\n"}
MANY = 7000
OpenToServe = Callable[..., tuple[Ingestion, Silent]]


def story(n: int) -> str:
    """Return an article, unlike all others, as a line of JSON."""
    drawn = Random(n).choices("村组织志愿者清理河道修好路灯民都说生活更方便了", k=120)  # noqa: S311
    return json.dumps(
        {"title": f"第{n}村的故事", "text": "".join(drawn) + "。"}, ensure_ascii=False
    )


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two encoders, ``old`` and ``new``."""
    folder = tmp_path_factory.mktemp("models")
    write_static_encoder(folder / "old", 64)
    write_static_encoder(folder / "new", 96)
    return folder


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    """A data folder that takes seconds to index, made with the old encoder."""
    base = tmp_path_factory.mktemp("large")
    pages = PAGES | {"村庄.jsonl": "\n".join(map(story, range(MANY)))}
    collection = write_pages(base / "pages", pages)
    open_workspace(base / "data", collection=collection, encoder=str(models / "old"))
    return base / "data"


@pytest.fixture
def small(tmp_path: Path, models: Path) -> Path:
    collection = write_pages(tmp_path / "pages", PAGES)
    open_workspace(tmp_path / "data", collection=collection, encoder=str(models / "old"))
    return tmp_path / "data"


@pytest.fixture
def open_to_serve() -> Iterator[OpenToServe]:
    """Open a folder as the server does; its worker stops at the end of the test."""
    opened: list[Ingestion] = []

    def open_it(data: Path, **settings: str | int | Path) -> tuple[Ingestion, Silent]:
        watcher = Silent()
        given = Settings(data=data, **settings)  # type: ignore[arg-type] # pydantic checks them
        opened.append(Ingestion.open_to_serve(given, watcher))
        return opened[-1], watcher

    yield open_it
    for ingestion in opened:
        ingestion.worker.stop()


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
    large: Path, models: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(large, tmp_path / "data")
    settings = {"WENBAO_ENCODER": str(models / "new")}
    with running_server(data, **settings) as url, talk_to(url) as client:
        states = [info(client)]
        while states[-1]["rebuilding"]:
            assert is_answered(client)
            assert client.get("/readyz").status_code == 200
            states.append(info(client))
        assert is_answered(client)
    assert (states[0]["encoder"], states[-1]["encoder"]) == ("old", "new")
    assert len(states) > 3
    for state in states[:-1]:
        assert 0 <= state["rebuilding"]["done"] <= state["rebuilding"]["total"]
        assert state["rebuilding"]["total"] == state["passages"] > MANY
    made = current(data)
    with running_server(data, **settings) as url, talk_to(url) as client:
        again = info(client)
        assert is_answered(client)
    assert (again["encoder"], again["rebuilding"]) == ("new", None)
    assert current(data) == made
    generations = Generations(data / "index")
    kept = {made.name, generations.standing.previous, "generations.json"}
    assert {path.name for path in generations.folder.iterdir()} == kept


def test_server_killed_in_a_rebuild_leaves_the_former_index(
    large: Path, models: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(large, tmp_path / "data")
    command = [WENBAO, "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(WENBAO_ENCODER=str(models / "new")),
    ) as process:
        assert process.stdout is not None
        with talk_to(process.stdout.readline().split()[-1]) as client:
            assert info(client)["rebuilding"]
        process.kill()
    assert encoder_on_disk(data) == "old"
    watcher = Silent()
    workspace = open_workspace(data, watcher, encoder=str(models / "old"))
    assert watcher.passages_indexed == 0
    assert ANSWER in Assistant(workspace).ask(QUESTION).text
    assert open_workspace(data, encoder=str(models / "new")).analyzer.encoder.name == "new"


def test_workspace_swaps_index_and_encoder_together(
    small: Path, models: Path, open_to_serve: OpenToServe
) -> None:
    with exclusive_lock(small / LockFile.CHANGE):  # the rebuild waits
        ingestion, watcher = open_to_serve(small, encoder=str(models / "new"))
        before = ingestion.workspace.snapshot()
    wait_for_rebuild(ingestion)
    after = ingestion.workspace.snapshot()
    for snapshot, name, dimension in ((before, "old", 64), (after, "new", 96)):
        assert snapshot.analyzer.encoder.name == snapshot.manifest.recipe.encoder == name
        vectors = snapshot.index.vectors
        assert vectors.vectors(vectors.keys).shape == (1, dimension)
        assert snapshot.analyzer.encoder.dimension == dimension
    assert watcher.passages_indexed == 0
    assert encoder_on_disk(small) == "new"


def test_rebuild_is_logged_at_its_start_and_its_end(
    small: Path, models: Path, caplog: pytest.LogCaptureFixture, open_to_serve: OpenToServe
) -> None:
    ingestion, _ = open_to_serve(small, encoder=str(models / "new"))
    wait_for_rebuild(ingestion)
    assert [record.getMessage() for record in caplog.records] == [
        "rebuilding the index with new; old answers until it is done",
        "the index is rebuilt; new answers now",
    ]


def test_new_user_words_are_taken_in_behind_the_former_ones(
    small: Path, models: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    words = tmp_path / "words.txt"
    words.write_text(f"{ANSWER}\n", encoding="utf-8")
    settings = {"encoder": str(models / "old"), "user_words": str(words)}
    with exclusive_lock(small / LockFile.CHANGE):  # the rebuild waits
        ingestion, watcher = open_to_serve(small, **settings)
        before = ingestion.workspace.snapshot()
    wait_for_rebuild(ingestion)
    after = ingestion.workspace.snapshot()
    assert watcher.passages_indexed == 0
    assert ANSWER not in before.analyzer.segmenter.words(ANSWER)
    assert after.analyzer.segmenter.words(ANSWER) == [ANSWER]
    assert before.analyzer.encoder is after.analyzer.encoder
    words.unlink()  # the index knows them itself
    plain = load_analyzer(Settings.load(data=small, encoder=str(models / "old")))
    former = open_former(current(small), ingestion.workspace.library, plain)
    assert former is not None
    assert former.analyzer.segmenter.words(ANSWER) == [ANSWER]


def test_commands_wait_for_the_new_index(small: Path, models: Path) -> None:
    done = wenbao("ask", QUESTION, "--data", small, WENBAO_ENCODER=str(models / "new"))
    assert ANSWER in done.stdout
    assert encoder_on_disk(small) == "new"


def test_missing_former_encoder_is_not_waited_for(
    small: Path, models: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    gone = shutil.copytree(models / "old", tmp_path / "gone")
    open_workspace(small, encoder=str(gone))
    shutil.rmtree(gone)
    ingestion, watcher = open_to_serve(small, encoder=str(models / "new"))
    workspace = ingestion.workspace
    assert (workspace.rebuilding, watcher.passages_indexed) == (None, 1)
    assert workspace.analyzer.encoder.name == "new"


def test_former_folder_with_another_model_in_it_is_not_used(
    small: Path, models: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    moved = shutil.copytree(models / "old", tmp_path / "moved")
    open_workspace(small, encoder=str(moved))
    shutil.rmtree(moved)
    write_static_encoder(moved, 32)
    ingestion, watcher = open_to_serve(small, encoder=str(models / "new"))
    workspace = ingestion.workspace
    assert (workspace.rebuilding, watcher.passages_indexed) == (None, 1)


def test_index_that_does_not_name_its_encoder_folder_is_rebuilt_at_once(
    small: Path, models: Path, open_to_serve: OpenToServe
) -> None:
    folder = current(small)
    replace(Manifest.read(folder), origin=None).write(folder)
    watcher = Silent()
    open_workspace(small, watcher, encoder=str(models / "old"))
    assert watcher.passages_indexed == 0
    ingestion, watcher = open_to_serve(small, encoder=str(models / "new"))
    workspace = ingestion.workspace
    assert (workspace.rebuilding, watcher.passages_indexed) == (None, 1)


def test_former_passages_answer_until_those_of_other_sizes_are_there(
    small: Path, models: Path, open_to_serve: OpenToServe
) -> None:
    settings = {"passage_minimum": 20, "passage_maximum": 20, "passage_overlap": 0}
    with exclusive_lock(small / LockFile.CHANGE):  # the rebuild waits
        ingestion, _ = open_to_serve(small, encoder=str(models / "old"), **settings)
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


def test_useless_encoder_never_takes_over(
    small: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, open_to_serve: OpenToServe
) -> None:
    useless = write_useless_encoder(tmp_path / "useless")
    ingestion, _ = open_to_serve(small, encoder=str(useless))
    job = wait_for_rebuild(ingestion)
    assert ingestion.workspace.snapshot().analyzer.encoder.name == "old"
    assert ANSWER in Assistant(ingestion.workspace).ask(QUESTION).text
    assert job.state is JobState.FAILED
    assert "unset WENBAO_ENCODER" in job.reason
    assert job.reason in caplog.text


def test_wrong_encoder_setting_is_reported_at_the_start(
    small: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    with pytest.raises(WenbaoError, match="no encoder folder at"):
        open_to_serve(small, encoder=str(tmp_path / "absent"))


def test_article_added_in_a_rebuild_is_found_afterwards(
    small: Path, models: Path, tmp_path: Path, open_to_serve: OpenToServe
) -> None:
    ingestion, _ = open_to_serve(small, encoder=str(models / "new"))
    page = write_pages(
        tmp_path / "more", {"桐柏路.txt": "桐柏路\n\n晶华城社区成立托老服务中心。\n"}
    )
    added = ingestion.follow(ingestion.add([page]), Silent())
    answer = Assistant(ingestion.workspace).ask("哪个社区成立了托老服务中心?")
    assert added.state is JobState.DONE
    assert "晶华城社区" in answer.text
    assert ingestion.workspace.snapshot().analyzer.encoder.name == "new"
    assert answer.revision == ingestion.workspace.library.revision
