"""Asking over HTTP with a language model, and streaming with and without one."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator

import httpx
import pytest

from service.web.schemas.asking import DeltaOut
from service.web.sse.event_stream import NamedEvent, stream_events
from tests.support.console import wenbao
from tests.support.contract import QUESTION, ask, assert_problem, get
from tests.support.event_reading import events_in, stream_of
from tests.support.llm_server import LanguageModelServer, Reply, chunk, failing, llm_server, saying
from tests.support.running_server import running_server

WRITTEN = "绿东村街道开通的微信公共平台叫“绿东播报”[1]。"
KEY = "sk-geheim-0123456789"


@pytest.fixture(scope="module")
def llm() -> Iterator[LanguageModelServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def settings(llm: LanguageModelServer) -> dict[str, str]:
    return {
        "WENBAO_LLM_URL": llm.url,
        "WENBAO_LLM_MODEL": "tiny",
        "WENBAO_LLM_KEY": KEY,
        "WENBAO_LLM_TIMEOUT": "30",
    }


@pytest.fixture(scope="module")
def llm_client(
    tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]
) -> Iterator[httpx.Client]:
    """A client of a server that has a language model."""
    data = tmp_path_factory.mktemp("llm")
    with (
        running_server(data, **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def test_language_model_answers_where_one_is_set(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN + "平台很受欢迎。"))
    reply = ask(llm_client)
    assert (reply["mode"], reply["answered"], reply["notice"]) == ("llm", True, None)
    assert reply["answer"] == WRITTEN + "平台很受欢迎。"
    assert reply["short_answer"] is None
    assert reply["sentences"] == [
        {"start": 0, "end": len(WRITTEN), "citations": [1], "supported": True},
        {
            "start": len(WRITTEN),
            "end": len(reply["answer"]),
            "citations": [],
            "supported": False,
        },
    ]
    start, end = reply["sources"][0]["highlights"][0]
    text = get(llm_client, f"/v1/documents/{reply['sources'][0]['article_id']}")["text"]
    assert "绿东播报" in text[start:end]
    assert llm.received[0].headers["authorization"] == f"Bearer {KEY}"
    assert get(llm_client, "/v1/info")["language_model"] == "tiny"


def test_extractive_mode_never_asks_the_language_model(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN))
    reply = ask(llm_client, mode="extractive")
    assert (reply["mode"], reply["notice"], reply["sentences"]) == ("extractive", None, [])
    assert llm.received == []


def test_failing_language_model_leaves_the_quote_with_a_notice(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(failing(401, f"bad key {KEY}".encode()))
    reply = ask(llm_client, mode="llm")
    assert (reply["mode"], reply["answered"]) == ("extractive", True)
    assert reply["notice"] == {
        "code": "llm_unavailable",
        "detail": "the server answered with status 401",
    }
    assert reply["answer"] == ask(llm_client, mode="extractive")["answer"]
    assert KEY not in str(reply)


def test_stream_sends_sources_then_pieces_then_the_whole_reply(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN))
    events = stream_of(llm_client, QUESTION)
    names = [name for name, _ in events]
    assert names == ["sources", "sources", *["delta"] * (len(names) - 3), "final"]
    assert len(names) > 5
    final = events[-1][1]
    assert "".join(data["text"] for name, data in events if name == "delta") == final["answer"]
    assert final["answer"] == WRITTEN
    assert final.keys() == ask(llm_client).keys()
    assert [source["passage_id"] for source in events[1][1]["sources"]] == [
        source["passage_id"] for source in final["sources"]
    ]


def test_stream_that_breaks_off_ends_with_the_quote(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(Reply([chunk("绿东村街道开通")], breaks=True))
    events = stream_of(llm_client, QUESTION)
    assert [name for name, _ in events] == ["sources", "sources", "delta", "final"]
    final = events[-1][1]
    assert (final["mode"], final["notice"]["code"]) == ("extractive", "llm_unavailable")
    assert "绿东播报" in final["answer"]


def test_silence_is_filled_with_heartbeats_and_leaving_ends_the_request(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(Reply([chunk("绿东")], hanging=True))
    body = {"question": QUESTION, "stream": True}
    with llm_client.stream("POST", "/v1/ask", json=body) as response:
        lines = response.iter_lines()  # keep it: the connection closes when it is garbage-collected
        heartbeat = next(line for line in lines if line.startswith(":"))
        assert heartbeat == ": ping"
        assert not llm.left.is_set()
    assert llm.left.wait(20)


def test_leaving_while_the_language_model_is_silent_ends_the_request(
    llm_client: httpx.Client, llm: LanguageModelServer
) -> None:
    llm.follow(Reply(silent=True))
    body = {"question": QUESTION, "stream": True}
    with llm_client.stream("POST", "/v1/ask", json=body) as response:
        events = events_in(response)
        assert next(events)[0] == "sources"
        assert llm.asked.wait(20)
    assert llm.left.wait(20)


def test_stream_without_a_language_model_has_the_quote_as_its_one_piece(
    client: httpx.Client,
) -> None:
    events = stream_of(client, QUESTION)
    assert [name for name, _ in events] == ["sources", "sources", "delta", "final"]
    final = events[-1][1]
    assert events[2][1]["text"] == final["answer"] == ask(client)["answer"]
    assert events[1][1]["sources"] == final["sources"]
    assert [source["highlights"] for source in events[0][1]["sources"]] == [[]] * 5
    assert (final["mode"], final["notice"], final["sentences"]) == ("extractive", None, [])


def test_declined_question_streams_no_piece(client: httpx.Client) -> None:
    events = stream_of(client, "红烧肉怎么做?")
    assert [name for name, _ in events] == ["sources", "sources", "final"]
    assert events[-1][1]["answered"] is False


def test_language_model_that_is_not_set_is_a_409_problem_that_names_the_setting(
    client: httpx.Client,
) -> None:
    for stream in (False, True):
        body = {"question": QUESTION, "mode": "llm", "stream": stream}
        problem = assert_problem(client.post("/v1/ask", json=body), 409, "no_language_model")
        assert "WENBAO_LLM_URL" in problem["detail"]
    assert get(client, "/v1/info")["language_model"] is None


def test_bad_question_is_a_problem_before_anything_is_streamed(client: httpx.Client) -> None:
    response = client.post("/v1/ask", json={"question": "", "stream": True})
    assert_problem(response, 422, "invalid_request")


def test_contract_describes_the_stream(client: httpx.Client) -> None:
    answer = get(client, "/openapi.json")["paths"]["/v1/ask"]["post"]["responses"]["200"]
    assert set(answer["content"]) == {"application/json", "text/event-stream"}


def test_console_prints_the_written_answer_and_marks_what_is_not_supported(
    llm: LanguageModelServer,
    settings: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    data = tmp_path_factory.mktemp("console")
    llm.follow(saying(WRITTEN + "平台很受欢迎。"))
    written = wenbao("ask", QUESTION, "--data", data, **settings)
    assert f"{WRITTEN}平台很受欢迎。 (not supported by the sources)" in written.stdout
    assert "(000_34f4e29fc2acec92.txt)" in written.stdout
    llm.follow(failing(500))
    failed = wenbao("ask", QUESTION, "--data", data, **settings)
    assert "llm_unavailable: the server answered with status 500" in failed.stdout
    assert "绿东播报" in failed.stdout
    refused = wenbao("ask", QUESTION, "--mode", "llm", "--data", data)
    assert refused.returncode == 2
    assert "WENBAO_LLM_URL" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("WENBAO_LLM_URL", "localhost:11434", False),
        ("WENBAO_LLM_URL", "http://user:geheim@localhost/v1", False),
        ("WENBAO_LLM_KEY", "sk geheim", False),
        ("WENBAO_LLM_TIMEOUT", "-1", True),
    ],
)
def test_bad_setting_is_named_without_leaking_the_secret(
    name: str, value: str, shown: bool
) -> None:
    finished = wenbao("ask", QUESTION, **{name: value})
    assert finished.returncode == 2
    assert finished.stderr.startswith(f"wenbao: {name} is ")
    assert (value in finished.stderr) is shown


def test_address_without_a_model_is_refused() -> None:
    finished = wenbao("ask", QUESTION, WENBAO_LLM_URL="http://localhost:11434/v1")
    assert finished.returncode == 2
    assert "WENBAO_LLM_MODEL" in finished.stderr


def test_stream_that_fails_ends_with_a_problem_as_its_last_event() -> None:
    async def failing_events() -> AsyncGenerator[NamedEvent, None]:
        yield "delta", DeltaOut(text="甲")
        raise ZeroDivisionError

    async def sent() -> str:
        parts = stream_events(failing_events()).body_iterator
        return b"".join([bytes(part) async for part in parts]).decode()  # type: ignore[arg-type]

    first, last = asyncio.run(sent()).strip().split("\n\n")
    assert first == 'event: delta\ndata: {"text":"甲"}'
    name, data = last.split("\n")
    assert name == "event: error"
    problem = json.loads(data.removeprefix("data: "))
    assert (problem["status"], problem["code"]) == (500, "internal_error")
