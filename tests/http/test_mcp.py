"""The MCP tools, called by the protocol's own client over stdio and HTTP."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters
from mcp.types import CallToolResult, TextContent, Tool

from service.access.keys import KeyStore, Role
from tests.support.console import WENBAO, installed_wenbao, wenbao
from tests.support.contract import QUESTION
from tests.support.environment import environment
from tests.support.paths import ROOT
from tests.support.running_server import PATIENCE_SECONDS, running
from tests.support.workspaces import write_pages

FOUND = "000_34f4e29fc2acec92.txt"


@dataclass(frozen=True)
class Caller:
    """A client of the protocol that stays connected while tests call it."""

    portal: BlockingPortal
    client: Client

    def tools(self) -> dict[str, Tool]:
        return {tool.name: tool for tool in self.portal.call(self.client.list_tools).tools}

    def call(self, tool: str, **arguments: object) -> CallToolResult:
        return self.portal.call(partial(self.client.call_tool, tool, arguments))

    def fields(self, tool: str, **arguments: object) -> dict[str, Any]:
        result = self.call(tool, **arguments)
        assert not result.is_error, text_of(result)
        fields: dict[str, Any] = result.structured_content
        return fields


def text_of(result: CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mcp")


@pytest.fixture(scope="module")
def mcp_url(data: Path) -> Iterator[str]:
    with running(["mcp", "--http", "--port", "0", "--data", str(data)]) as url:
        yield url


@pytest.fixture(scope="module", params=["stdio", "http"])
def caller(request: pytest.FixtureRequest, data: Path, mcp_url: str) -> Iterator[Caller]:
    arguments = ["mcp", "--data", str(data)]
    stdio = StdioServerParameters(command=WENBAO, args=arguments, env=environment())
    with calling(stdio if request.param == "stdio" else mcp_url) as caller:
        yield caller


@contextmanager
def calling(server: StdioServerParameters | str) -> Iterator[Caller]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(server)) as client,
    ):
        yield Caller(portal, client)


def test_tools_are_described_with_all_their_fields(caller: Caller) -> None:
    tools = caller.tools()
    assert set(tools) == {"ask", "search", "timeline", "read_article"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.output_schema is not None
        schemas = [tool.input_schema, tool.output_schema, *defined(tool.output_schema)]
        objects = [schema for schema in schemas if schema["type"] == "object"]
        fields = [field for schema in objects for field in schema["properties"].items()]
        assert [name for name, field in fields if "description" not in field] == []


def defined(schema: dict[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = schema.get("$defs", {})
    return list(found.values())


def test_question_is_answered_with_quotes_and_sources(caller: Caller) -> None:
    result = caller.call("ask", question=QUESTION)
    fields = result.structured_content
    assert fields is not None
    assert (fields["answered"], fields["reason"], fields["short_answer"]) == (
        True,
        None,
        "绿东播报",
    )
    source = fields["sources"][0]
    assert (source["n"], source["source"]) == (1, FOUND)
    assert fields["answer"] == f"{source['quotes'][0]}[1]"
    assert text_of(result).startswith(f"{fields['answer']}\n\n[1] {source['title']}")
    assert source["article_id"] in text_of(result)


def test_declined_question_is_reported_with_the_nearest_passages(caller: Caller) -> None:
    fields = caller.fields("ask", question="红烧肉怎么做?", top_k=2)
    assert fields["answered"] is False
    assert fields["reason"] in {"no_match", "other_subject", "not_told"}
    assert fields["answer"].endswith("。")
    assert len(fields["sources"]) <= 2


def test_passages_are_found_and_their_article_is_read(caller: Caller) -> None:
    passage = caller.fields("search", query="绿东播报", top_k=3)["passages"][0]
    assert "绿东播报" in passage["text"]
    article = caller.fields("read_article", article_id=passage["article_id"])
    assert article["title"] == passage["title"]
    assert article["text"][passage["start"] : passage["end"]] == passage["text"]
    assert article["characters"] == len(article["text"])
    assert article["next_start"] is None


def test_timeline_quotes_what_is_told_of_a_time(caller: Caller) -> None:
    fields = caller.fields("timeline", query="惠济区重点项目", limit=1)
    entry = fields["entries"][0]
    assert (fields["total"] >= 1, fields["complete"], entry["period"][:4]) == (True, False, "2017")
    article = caller.fields("read_article", article_id=entry["article_id"])
    assert entry["quote"] in article["text"]


def test_long_article_is_read_in_stretches(caller: Caller) -> None:
    passage = caller.fields("search", query="绿东播报", top_k=1)["passages"][0]
    whole = caller.fields("read_article", article_id=passage["article_id"])["text"]
    start: int | None = 0
    parts = []
    while start is not None:
        part = caller.fields(
            "read_article", article_id=passage["article_id"], start=start, limit=100
        )
        parts.append(part["text"])
        start = part["next_start"]
    assert len(parts) > 2
    assert "".join(parts) == whole


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("read_article", {"article_id": "0123456789abcdef"}, "There is no article"),
        ("ask", {"question": QUESTION, "mode": "llm"}, "no language model is configured"),
        ("ask", {"question": ""}, "at least 1 character"),
        ("ask", {}, "Field required"),
        ("search", {"query": "党", "top_k": 51}, "less than or equal to 50"),
    ],
)
def test_errors_are_explained_in_words(
    caller: Caller, tool: str, arguments: dict[str, object], words: str
) -> None:
    result = caller.call(tool, **arguments)
    assert result.is_error
    assert words in text_of(result)
    assert "Traceback" not in text_of(result)


def test_configuration_of_the_manual_starts_the_server(data: Path) -> None:
    manual = (ROOT / "service/web/README.md").read_text(encoding="utf-8")
    shown = json.loads(manual.split("```json\n")[1].split("```")[0])["mcpServers"]["wenbao"]
    arguments = [str(data) if arg == "/srv/wenbao/data" else arg for arg in shown["args"]]
    assert shown["command"].endswith("/.venv/bin/wenbao")
    with calling(StdioServerParameters(command=WENBAO, args=arguments, env=environment())) as one:
        assert "ask" in one.tools()


@pytest.mark.parametrize("header", [{"Host": "example.org"}, {"Origin": "https://example.org"}])
def test_pages_of_other_sites_cannot_call_the_tools(mcp_url: str, header: dict[str, str]) -> None:
    accepted = {"Accept": "application/json, text/event-stream"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    response = httpx.post(
        mcp_url, json=body, headers=accepted | header, timeout=60, trust_env=False
    )
    assert response.status_code in {403, 421}


def test_where_keys_are_asked_for_a_reader_may_call_the_tools(data: Path) -> None:
    key = KeyStore(data / "library.sqlite3").add("模型", Role.READER)
    arguments = ["mcp", "--http", "--port", "0", "--data", str(data)]
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"Accept": "application/json, text/event-stream"}
    with running(arguments, WENBAO_AUTH="required") as url:
        refused = httpx.post(url, json=body, headers=accepted, timeout=60, trust_env=False)
        headers = accepted | {"Authorization": f"Bearer {key}"}
        answered = httpx.post(url, json=body, headers=headers, timeout=60, trust_env=False)
    assert (refused.status_code, refused.json()["code"]) == (401, "no_key")
    assert answered.status_code == 200
    assert "read_article" in answered.text


def test_key_for_a_collection_finds_nothing_else(tmp_path: Path) -> None:
    pages = {
        "晚报/东.txt": "东桥\n\n望江县的东桥通车，总投资300万元。\n",
        "日报/西.txt": "西桥\n\n望江县的西桥通车，总投资500万元。\n",
    }
    data = tmp_path / "data"
    assert wenbao("index", write_pages(tmp_path / "pages", pages), "--data", data).returncode == 0
    key = KeyStore(data / "library.sqlite3").add("晚报", Role.READER, ["晚报"])
    headers = {
        "Authorization": f"Bearer {key}",
        "Accept": "application/json, text/event-stream",
    }
    arguments = ["mcp", "--http", "--port", "0", "--data", str(data)]
    told = ""
    with running(arguments, WENBAO_AUTH="required") as url:
        for name in ("search", "timeline"):
            call = {"name": name, "arguments": {"query": "望江县的桥通车"}}
            body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
            reply = httpx.post(url, json=body, headers=headers, timeout=60, trust_env=False)
            told += reply.text
    assert "300万元" in told
    assert [word for word in ("西桥", "日报", "500万元") if word in told] == []


def test_article_that_another_process_adds_is_found(tmp_path: Path) -> None:
    page = write_pages(
        tmp_path, {"页.txt": "新桥通车\n\n青石镇的望月桥昨日正式通车,全长三百二十米。\n"}
    )
    data = tmp_path / "data"
    with running(["mcp", "--http", "--port", "0", "--data", str(data)]) as url, calling(url) as one:
        assert one.fields("ask", question="望月桥全长多少米?")["answered"] is False
        assert wenbao("index", page / "页.txt", "--data", data).returncode == 0
        answer = one.fields("ask", question="望月桥全长多少米?")
    assert answer["answered"] is True
    assert "三百二十米" in answer["answer"]


def test_former_article_leads_to_the_one_that_took_its_place(
    data: Path, mcp_url: str, tmp_path: Path
) -> None:
    story = "青石镇的望月桥昨日正式通车,全长三百二十米,桥面宽十二米,两岸居民步行过桥只要五分钟。\n"
    with calling(mcp_url) as one:
        found = []
        for title in ("新桥通车", "望月桥通车"):
            page = write_pages(tmp_path, {"页.txt": f"{title}\n\n{story}"})
            assert wenbao("index", page, "--data", data).returncode == 0
            found += one.fields("search", query="望月桥", top_k=1)["passages"]
        article = one.fields("read_article", article_id=found[0]["article_id"])
    assert found[0]["article_id"] != found[1]["article_id"]
    assert (article["article_id"], article["title"]) == (found[1]["article_id"], "望月桥通车")


def test_missing_library_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    missing = "raise ModuleNotFoundError(\"No module named 'mcp'\", name='mcp')\n"
    (tmp_path / "mcp.py").write_text(missing, encoding="utf-8")
    finished = installed_wenbao("mcp", "--data", tmp_path / "data", PYTHONPATH=str(tmp_path))
    assert finished.returncode == 2
    assert finished.stderr.startswith("wenbao: the library mcp is missing; install it with")
    assert "'.[mcp]'" in finished.stderr
    assert finished.stdout == ""


def test_tools_are_not_offered_to_other_machines_before_there_is_a_key(tmp_path: Path) -> None:
    finished = wenbao("mcp", "--http", "--port", "0", "--host", "0.0.0.0", "--data", tmp_path)  # noqa: S104
    assert finished.returncode == 2
    assert "has no key: create one" in finished.stderr
    assert finished.stdout == ""


def test_idle_connection_is_closed(mcp_url: str) -> None:
    url = httpx.URL(mcp_url)
    with socket.create_connection((url.host, url.port or 0), timeout=PATIENCE_SECONDS) as silent:
        assert silent.recv(1) == b""
