"""The Python client, against a running server."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.access.keys import KeyStore, Role
from service.client import AskOptions, Filters, Wenbao, WenbaoRefusedError
from service.client_replies import (
    Answer,
    Collections,
    Document,
    Found,
    Group,
    Job,
    Listed,
    Source,
    Timeline,
    TimelineEntry,
)
from tests.support.contract import QUESTION, get
from tests.support.paths import ROOT
from tests.support.running_server import running_server

NEWS = "灯塔修缮完成\n\n本报讯 海边的灯塔昨日修缮完成，重新亮灯。\n"
PROMISED = {
    "AskReply": Answer,
    "SearchReply": Found,
    "SourceOut": Source,
    "TimelineOut": Timeline,
    "TimelineEntryOut": TimelineEntry,
    "JobOut": Job,
    "ArticleSummary": Listed,
    "DocumentReply": Document,
    "CollectionsReply": Collections,
    "GroupOut": Group,
    "FiltersIn": Filters,
    "AskRequest": AskOptions,
}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("client")) as url:
        yield url


@pytest.fixture
def wenbao(url: str) -> Wenbao:
    return Wenbao(url)


def test_question_is_answered_with_its_sources(wenbao: Wenbao) -> None:
    reply = wenbao.ask(QUESTION)
    assert reply["answered"] is True
    assert reply["short_answer"] is not None
    assert reply["short_answer"]["text"] == "绿东播报"
    assert "绿东播报" in reply["sources"][0]["text"]


def test_follow_up_is_read_in_its_conversation(wenbao: Wenbao) -> None:
    first = wenbao.ask("惠济区委书记是谁?")
    again = wenbao.ask("组织部长呢?", conversation_id=first["conversation_id"])
    assert again["conversation_id"] == first["conversation_id"]


def test_stream_ends_with_the_whole_answer(wenbao: Wenbao) -> None:
    events = list(wenbao.stream(QUESTION))
    assert [event.name for event in events] == ["sources", "sources", "delta", "final"]
    assert events[2].data["text"] == events[3].data["answer"]


def test_search_applies_filters_and_limit(wenbao: Wenbao) -> None:
    found = wenbao.search("党建云平台", top_k=2, filters={"source": "000_"})["results"]
    assert len(found) == 2
    assert all("000_" in item["source"] for item in found)


def test_file_is_added_found_read_and_deleted(wenbao: Wenbao, tmp_path: Path) -> None:
    file = tmp_path / '灯塔 100%"新".txt'
    file.write_text(NEWS, encoding="utf-8")
    job = wenbao.wait(wenbao.add(file))
    assert (job["state"], job["files"]["stored"]) == ("done", 1)
    [listed] = wenbao.documents("灯塔")
    assert "重新亮灯" in wenbao.document(listed["id"])["text"]
    assert wenbao.search("灯塔亮灯", top_k=1)["results"][0]["article_id"] == listed["id"]
    told = wenbao.timeline("灯塔", title="灯塔", year=2024)
    assert (told["subject"], told["total"], told["complete"]) == ("灯塔", 0, True)  # it has no date
    wenbao.delete(listed["id"])
    assert list(wenbao.documents("灯塔")) == []


def test_missing_file_is_reported_before_anything_is_sent(wenbao: Wenbao, tmp_path: Path) -> None:
    file = tmp_path / "码头.txt"
    file.write_text(NEWS, encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        wenbao.add(file, tmp_path / "missing.txt")
    assert list(wenbao.documents("码头")) == []


def test_list_goes_on_over_its_pages(url: str, wenbao: Wenbao) -> None:
    rows = [{"title": f"码头第{n}号通告", "text": f"第{n}号通告的正文。"} for n in range(230)]
    accepted = httpx.post(f"{url}/v1/documents", json=rows, trust_env=False).json()
    wenbao.wait(accepted["job_id"])
    titles = [document["title"] for document in wenbao.documents("码头")]
    assert sorted(titles) == sorted(row["title"] for row in rows)


def test_refusal_carries_status_code_and_detail(wenbao: Wenbao) -> None:
    with pytest.raises(WenbaoRefusedError, match="404 no_such_document") as refused:
        wenbao.document("0123456789abcdef")
    assert (refused.value.status, refused.value.code) == (404, "no_such_document")
    with pytest.raises(WenbaoRefusedError) as refused:
        list(wenbao.stream(" "))
    assert refused.value.status == 422
    assert refused.value.detail


def test_server_that_is_away_is_unreachable() -> None:
    with pytest.raises(WenbaoRefusedError) as refused:
        Wenbao("http://127.0.0.1:9").ask(QUESTION)
    assert (refused.value.status, refused.value.code) == (0, "unreachable")


def test_key_is_sent_where_one_is_required(tmp_path: Path) -> None:
    secret = KeyStore(tmp_path / "library.sqlite3").add("程序", Role.READER)
    with running_server(tmp_path, WENBAO_AUTH="required") as guarded:
        assert Wenbao(guarded, secret).ask(QUESTION)["answered"] is True
        with pytest.raises(WenbaoRefusedError) as refused:
            Wenbao(guarded).ask(QUESTION)
    assert (refused.value.status, refused.value.code) == (401, "no_key")


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_replies_are_typed_as_the_contract_says(url: str, name: str) -> None:
    with httpx.Client(base_url=url, trust_env=False) as client:
        schemas: dict[str, Any] = get(client, "/openapi.json")["components"]["schemas"]
    assert set(PROMISED[name].__annotations__) <= set(schemas[name]["properties"])


def test_import_loads_neither_the_service_nor_what_it_searches_with() -> None:
    code = (
        "import sys, service.client; "
        "tops = {name.partition('.')[0] for name in sys.modules}; "
        "print(tops & {'numpy', 'torch', 'fastapi', 'pydantic', 'faiss'})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_client_is_short_enough_to_be_read() -> None:
    tree = ast.parse((ROOT / "service/client.py").read_text("utf-8"))
    client = next(node for node in tree.body if getattr(node, "name", "") == "Wenbao")
    assert (client.end_lineno or 0) - client.lineno + 1 <= 90
