"""``WENBAO_ENCODER`` names the transformer; its predecessor answers until it has caught up."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from embeddings.encoding.model_folder import STATIC_ENCODER
from embeddings.errors import EncoderError
from embeddings.meaning.deepening import encode_passages
from embeddings.storage.locks import Lock, LockFile
from service.assistant import Assistant
from service.ingestion.ingestion import Ingestion
from service.workspace.meaning import MeaningSource
from service.workspace.workspace import Workspace
from tests.support.console import wenbao
from tests.support.running_server import running_server
from tests.support.tiny_models import write_static_encoder, write_useless_encoder
from tests.support.workspaces import add_files, index_with, open_workspace, write_pages

pytestmark = pytest.mark.slow

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
ANSWER = "绿东播报"
PAGES = {
    "绿东.txt": f"绿东村街道\n\n绿东村街道开通了“{ANSWER}”微信公共平台。\n",
    "须水.txt": "须水街道\n\n须水街道开通微信“欣欣须水”,累计发送活动信息60余条。\n",
    "长江.txt": "长江大桥\n\n长江大桥全长1670米,1957年10月通车。\n",
}
ROWS = 600


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two encoders, ``old`` and ``new``."""
    folder = tmp_path_factory.mktemp("models")
    write_static_encoder(folder / "old", 64)
    write_static_encoder(folder / "new", 96)
    return folder


@pytest.fixture
def data(tmp_path: Path, models: Path) -> Path:
    """A data folder of three passages that the old encoder has encoded."""
    collection = write_pages(tmp_path / "pages", PAGES)
    deepen(open_workspace(tmp_path / "data", collection=collection, encoder=str(models / "old")))
    return tmp_path / "data"


def open_with(data: Path, encoder: Path) -> Workspace:
    return open_workspace(data, encoder=str(encoder))


def deepen(workspace: Workspace) -> None:
    Ingestion.of(workspace).deepening.finish(lambda _: None)


def deepen_one(workspace: Workspace) -> None:
    """Encode one passage, as a round of deepening does."""
    source = meaning_of(workspace)
    missing = source.find_missing(workspace.index)[:1]
    source.add(*encode_passages(workspace.library, missing, source.encoder))


def meaning_of(workspace: Workspace) -> MeaningSource:
    assert workspace.meaning is not None
    return workspace.meaning


def count_missing(workspace: Workspace) -> int:
    return len(meaning_of(workspace).find_missing(workspace.index))


def answering(workspace: Workspace) -> tuple[str, int]:
    """Return the name of the encoder that answers, and how many vectors it has."""
    meaning = workspace.snapshot().meaning
    assert meaning is not None
    assert meaning.encode_query(QUESTION).shape == (meaning.encoder.dimension,)
    return meaning.encoder.name, len(meaning.vectors)


def stores_in(data: Path) -> set[str]:
    return {path.name for path in (data / "meaning").iterdir()}


def test_encoder_in_the_settings_finds_passages_by_their_meaning(data: Path, models: Path) -> None:
    workspace = open_with(data, models / "old")
    assert answering(workspace) == ("old", len(PAGES))
    assert workspace.analyzer.encoder.name == STATIC_ENCODER.name
    hit = Assistant(workspace).search(QUESTION, 10).hits[0]
    assert hit.article.source == "绿东.txt"
    assert hit.scores.meaning is not None
    assert hit.scores.meaning > 0.3


def test_former_encoder_answers_until_the_new_one_has_encoded_as_much(
    data: Path, models: Path
) -> None:
    workspace = open_with(data, models / "new")
    for _ in range(len(PAGES)):
        assert answering(workspace) == ("old", len(PAGES))
        assert ANSWER in Assistant(workspace).ask(QUESTION).text
        deepen_one(workspace)
    assert answering(workspace) == ("new", len(PAGES))
    assert len(stores_in(data)) == 2
    deepen(workspace)
    assert stores_in(data) == {meaning_of(workspace).encoder.fingerprint}
    assert answering(open_with(data, models / "new")) == ("new", len(PAGES))


def test_new_articles_are_encoded_by_the_new_encoder_and_found_at_once(
    data: Path, models: Path, tmp_path: Path
) -> None:
    workspace = open_with(data, models / "new")
    page = write_pages(
        tmp_path / "more", {"桐柏路.txt": "桐柏路\n\n晶华城社区成立托老服务中心。\n"}
    )
    add_files(workspace, page)
    assert "晶华城社区" in Assistant(workspace).ask("哪个社区成立了托老服务中心?").text
    assert answering(workspace) == ("old", len(PAGES))
    deepen(workspace)
    assert answering(workspace) == ("new", len(PAGES) + 1)


def test_switching_back_costs_nothing(data: Path, models: Path) -> None:
    workspace = open_with(data, models / "new")
    deepen_one(workspace)
    back = open_with(data, models / "old")
    assert count_missing(back) == 0
    assert answering(back) == ("old", len(PAGES))
    again = open_with(data, models / "new")
    assert count_missing(again) == len(PAGES) - 1


def test_former_encoder_that_is_gone_is_not_missed(
    data: Path, models: Path, tmp_path: Path
) -> None:
    gone = shutil.copytree(models / "old", tmp_path / "gone")
    other = write_static_encoder(tmp_path / "other", 32)
    deepen(open_with(data, other))
    shutil.rmtree(other)
    workspace = open_with(data, gone)
    assert answering(workspace) == ("gone", 0)
    assert ANSWER in Assistant(workspace).ask(QUESTION).text
    deepen(workspace)
    assert answering(workspace) == ("gone", len(PAGES))


def test_former_folder_with_another_model_in_it_is_not_used(
    data: Path, models: Path, tmp_path: Path
) -> None:
    moved = write_static_encoder(tmp_path / "moved", 32)
    deepen(open_with(data, moved))
    shutil.rmtree(moved)
    write_static_encoder(moved, 48)
    assert answering(open_with(data, models / "new")) == ("new", 0)


def test_encoder_that_moved_keeps_its_vectors(data: Path, models: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(models / "old", tmp_path / "elsewhere")
    assert count_missing(open_with(data, moved)) == 0


def test_vectors_wait_while_meaning_is_off(data: Path, models: Path) -> None:
    off = open_workspace(data, meaning="off")
    assert off.snapshot().meaning is None
    assert ANSWER in Assistant(off).ask(QUESTION).text
    assert count_missing(open_with(data, models / "old")) == 0


def test_passages_of_a_former_index_keep_their_vectors_for_a_rollback(
    data: Path, models: Path
) -> None:
    sizes: dict[str, Any] = {"passage_minimum": 20, "passage_maximum": 25, "passage_overlap": 0}
    smaller = open_workspace(data, encoder=str(models / "old"), **sizes)
    assert count_missing(smaller) == smaller.library.passages.count() > len(PAGES)
    deepen(smaller)
    smaller.roll_back()
    assert len(smaller.index.vectors) == len(PAGES)
    assert count_missing(smaller) == 0
    assert answering(smaller) == ("old", len(PAGES))


def test_vectors_of_an_index_of_a_former_release_are_taken_over(data: Path, models: Path) -> None:
    """Formerly the index itself was made with the encoder in the settings."""
    shutil.rmtree(data / "meaning")
    index_with(data, models / "old")
    settings = open_with(data, models / "new").settings
    index_with(data, models / "old")
    former = settings.model_copy(update={"encoder": str(models / "old")})
    workspace = Workspace.open_to_serve(former, lambda *_: None)
    assert workspace.outdated
    assert answering(workspace) == ("old", len(PAGES))


@pytest.fixture
def useless(tmp_path: Path) -> Path:
    return write_useless_encoder(tmp_path / "useless")


def test_useless_encoder_is_refused_and_nothing_changes(
    data: Path, models: Path, useless: Path
) -> None:
    with pytest.raises(EncoderError, match=r"useless produces useless vectors.*WENBAO_ENCODER"):
        open_with(data, useless)
    assert answering(open_with(data, models / "old")) == ("old", len(PAGES))
    assert len(stores_in(data)) == 1


def test_wrong_encoder_is_reported_on_the_console(data: Path, useless: Path) -> None:
    said = wenbao("ask", QUESTION, "--data", data, WENBAO_ENCODER=str(useless))
    assert (said.returncode, "unset WENBAO_ENCODER" in said.stderr) == (2, True)
    said = wenbao("ask", QUESTION, "--data", data, WENBAO_ENCODER=str(data / "absent"))
    assert (said.returncode, "no encoder folder at" in said.stderr) == (2, True)
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("finished", [True, False])
def test_library_that_was_replaced_by_an_empty_one_gets_no_foreign_vectors(
    data: Path, models: Path, tmp_path: Path, *, finished: bool
) -> None:
    if not finished:  # so that the vectors are not known to be of this library only
        former = open_with(data, models / "old")
        add_files(former, write_pages(tmp_path / "y", {"桐柏路.txt": "桐柏路\n\n成立托老中心。\n"}))
        deepen_one(former)
    for path in (*data.glob("library.sqlite3*"), data / "index"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    reversed_pages = write_pages(
        tmp_path / "z", dict(zip(PAGES, reversed(PAGES.values()), strict=True))
    )
    workspace = open_workspace(data, collection=reversed_pages, encoder=str(models / "old"))
    assert workspace.library.passages.count() == len(PAGES)
    assert count_missing(workspace) == len(PAGES)


@pytest.fixture(scope="module")
def characters() -> str:
    return "".join(sorted({*"".join(PAGES.values()), *QUESTION, *"城管清理路边摊贩"} - {"\n"}))


def test_any_sentence_transformers_model_can_take_the_place(
    data: Path, tmp_path: Path, characters: str
) -> None:
    from tests.support.tiny_transformers import write_bi_encoder  # noqa: PLC0415 - loads torch

    model = write_bi_encoder(tmp_path, characters, {"query": "问:", "document": ""})
    workspace = open_with(data, model)
    assert answering(workspace) == ("old", len(PAGES))
    deepen(workspace)
    assert answering(workspace) == ("model", len(PAGES))
    assert ANSWER in Assistant(workspace).ask(QUESTION).text


def talk_to(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60, trust_env=False)


def watch(client: httpx.Client) -> Iterator[dict[str, Any]]:
    """Yield what the server tells of itself until all is encoded; it must answer all the time."""
    while True:
        info = client.get("/v1/info").raise_for_status().json()
        yield info
        reply = client.post("/v1/ask", json={"question": QUESTION}).raise_for_status().json()
        assert ANSWER in reply["answer"]
        if info["deepening"]["done"] == info["deepening"]["total"]:
            return


def test_server_answers_without_interruption_while_it_encodes_anew(
    data: Path, models: Path, tmp_path: Path
) -> None:
    rows = "\n".join(f"第{n}座灯塔,第{n}座灯塔重新亮灯。" for n in range(ROWS))
    page = write_pages(tmp_path / "more", {"灯塔.csv": f"title,text\n{rows}\n"})
    workspace = open_with(data, models / "old")
    add_files(workspace, page)
    deepen(workspace)
    lock = Lock(data / LockFile.DEEPENING)  # the server waits for the process that has it
    assert lock.try_acquire()
    with running_server(data, WENBAO_ENCODER=str(models / "new")) as url, talk_to(url) as client:
        states = [next(watch(client))]
        lock.release()
        states += watch(client)
    assert (states[0]["encoder"], states[-1]["encoder"]) == ("old", "new")
    assert states[0]["deepening"]["done"] == 0
    assert states[-1]["deepening"]["done"] == len(PAGES) + ROWS
    assert states[-1]["rebuilding"] is None
    with running_server(data, WENBAO_ENCODER=str(models / "new")) as url, talk_to(url) as client:
        [state] = watch(client)
    assert state["encoder"] == "new"
