"""The OpenAI-compatible interface with a language model behind it."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openai import AuthenticationError, OpenAI
from openai.types.chat import ChatCompletionChunk

from service.access.keys import KeyStore, Role
from tests.support.contract import QUESTION
from tests.support.llm_server import LanguageModelServer, Reply, chunk, failing, llm_server, saying
from tests.support.openai_client import complete, content, extra, messages, official_client
from tests.support.running_server import running_server

WRITTEN = "绿东村街道开通的微信公共平台叫“绿东播报”[1]。"
WITHDRAWN = "（以上文字收回，以下面的回答为准。）"


@pytest.fixture(scope="module")
def llm() -> Iterator[LanguageModelServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def url(llm: LanguageModelServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    settings = {"WENBAO_LLM_URL": llm.url, "WENBAO_LLM_MODEL": "tiny", "WENBAO_LLM_TIMEOUT": "30"}
    with running_server(tmp_path_factory.mktemp("openai"), **settings) as address:
        yield address


@pytest.fixture(scope="module")
def api(url: str) -> Iterator[OpenAI]:
    with official_client(url) as client:
        yield client


def streamed(api: OpenAI) -> list[ChatCompletionChunk]:
    asked = messages(QUESTION)
    return list(api.chat.completions.create(model="wenbao-llm", messages=asked, stream=True))


def text_of(chunks: list[ChatCompletionChunk]) -> str:
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def test_language_model_is_offered_and_writes_the_answer(
    api: OpenAI, llm: LanguageModelServer
) -> None:
    assert [model.id for model in api.models.list()] == ["wenbao-extractive", "wenbao-llm"]
    llm.follow(saying(WRITTEN))
    completion = complete(api, QUESTION, model="wenbao-llm")
    assert (content(completion), completion.model) == (WRITTEN, "wenbao-llm")
    assert "绿东播报" in extra(completion)["sources"][0]["text"]


def test_language_model_receives_the_earlier_messages(
    api: OpenAI, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN))
    complete(api, "惠济区委书记是谁?", "没有听说过。", QUESTION, model="wenbao-llm")
    assert "惠济区委书记是谁?" in llm.received[-1].prompt
    assert "没有听说过。" in llm.received[-1].prompt


def test_quotes_never_ask_the_language_model(api: OpenAI, llm: LanguageModelServer) -> None:
    llm.follow(saying(WRITTEN))
    assert content(complete(api, QUESTION)).endswith("[1]")
    assert llm.received == []


def test_written_answer_is_streamed_as_it_grows(api: OpenAI, llm: LanguageModelServer) -> None:
    llm.follow(saying(WRITTEN))
    chunks = streamed(api)
    assert len(chunks) > 5
    assert text_of(chunks) == WRITTEN
    assert extra(chunks[-1])["notice"] is None


def test_answer_that_breaks_off_is_withdrawn_in_the_stream(
    api: OpenAI, llm: LanguageModelServer
) -> None:
    llm.follow(Reply([chunk("绿东村街道开通")], breaks=True))
    chunks = streamed(api)
    quote = content(complete(api, QUESTION))
    assert text_of(chunks) == f"绿东村街道开通\n\n{WITHDRAWN}\n{quote}"
    assert extra(chunks[-1])["notice"]["code"] == "llm_unavailable"


def test_withdrawn_text_is_not_part_of_the_conversation(
    api: OpenAI, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN))
    reported = f"张三[1]\n\n{WITHDRAWN}\n陈国清[1]"
    complete(api, "惠济区委书记是谁?", reported, QUESTION, model="wenbao-llm")
    assert "陈国清" in llm.received[-1].prompt
    assert "张三" not in llm.received[-1].prompt


def test_failing_language_model_leaves_the_quote_with_a_notice(
    api: OpenAI, llm: LanguageModelServer
) -> None:
    llm.follow(failing(401))
    completion = complete(api, QUESTION, model="wenbao-llm")
    assert content(completion) == content(complete(api, QUESTION))
    assert extra(completion)["notice"]["code"] == "llm_unavailable"


def test_key_of_the_official_client_is_an_api_key(tmp_path: Path) -> None:
    key = KeyStore(tmp_path / "library.sqlite3").add("程序", Role.READER)
    with running_server(tmp_path, WENBAO_AUTH="required") as url, official_client(url) as client:
        with pytest.raises(AuthenticationError) as caught:
            client.models.list()
        assert caught.value.code == "bad_key"
        assert "绿东播报" in content(complete(client.with_options(api_key=key), QUESTION))


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/ask"])
def test_leaving_ends_the_work(
    url: str, llm: LanguageModelServer, path: str, *, stream: bool
) -> None:
    llm.follow(Reply(silent=True))
    asked: dict[str, object] = {"question": QUESTION}
    if path != "/v1/ask":
        asked = {"model": "wenbao-llm", "messages": messages(QUESTION)}
    request = httpx.Request("POST", url + path, json={**asked, "stream": stream})
    head = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    address = (request.url.host, request.url.port or 80)
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(
            f"POST {request.url.path} HTTP/1.1\r\n{head}\r\n".encode() + request.content
        )
        assert llm.asked.wait(20)
    assert llm.left.wait(20)
