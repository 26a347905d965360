"""The OpenAI-compatible interface, called by OpenAI's own client, without a language model."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai import OpenAI

from service.conversations.chat_text import DECLINED
from tests.support.contract import QUESTION, ask, get
from tests.support.environment import environment
from tests.support.openai_client import complete, content, extra, messages, official_client
from tests.support.paths import ROOT

TEXTS = ROOT / "service/web/static/js/ask/texts.js"


@pytest.fixture(scope="module")
def api(server_url: str) -> Iterator[OpenAI]:
    with official_client(server_url) as client:
        yield client


def error_of(caught: pytest.ExceptionInfo[openai.APIStatusError]) -> dict[str, Any]:
    """Return the error that OpenAI's client parsed; it must have OpenAI's shape."""
    response = caught.value.response
    assert response.headers["content-type"] == "application/json"
    error: dict[str, Any] = response.json()["error"]
    assert error.keys() == {"message", "type", "param", "code", "request_id"}
    assert error["request_id"] == response.headers["x-request-id"]
    assert (caught.value.code, caught.value.param) == (error["code"], error["param"])
    return error


def test_only_quotes_are_offered_without_a_language_model(api: OpenAI) -> None:
    assert [model.id for model in api.models.list()] == ["wenbao-extractive"]
    model = api.models.retrieve("wenbao-extractive")
    assert (model.owned_by, model.object) == ("wenbao", "model")
    assert model.created > 1_700_000_000


def test_completion_quotes_and_cites_its_sources(api: OpenAI, client: httpx.Client) -> None:
    completion = complete(api, QUESTION)
    reported, reply = extra(completion), ask(client)
    assert content(completion) == f"{reply['answer']}[1]"
    assert completion.choices[0].finish_reason == "stop"
    assert reported["sources"] == reply["sources"]
    assert (reported["answered"], reported["reason"], reported["notice"]) == (True, None, None)
    assert reported["confidence"] == reply["confidence"]
    assert reported["interpreted"] == {"question": QUESTION, "carried_over": "", "corrections": []}
    source = reported["sources"][0]
    text = get(client, f"/v1/documents/{source['article_id']}")["text"]
    start, end = source["highlights"][0]
    assert f"{text[start:end]}[1]" == content(completion)


@pytest.mark.parametrize(
    "question", [QUESTION, "二七区和惠济区谁的党员多?", "党员活动日有哪些活动?", "红烧肉怎么做?"]
)
def test_completion_has_the_shape_of_the_answer_as_ask_does(
    api: OpenAI, client: httpx.Client, question: str
) -> None:
    reported, reply = extra(complete(api, question)), ask(client, question)
    for name in ("kind", "short_answer", "items", "verdict"):
        assert reported[name] == reply[name]


def test_usage_counts_characters(api: OpenAI) -> None:
    completion = complete(api, QUESTION)
    usage = completion.usage
    assert usage is not None
    assert usage.prompt_tokens == len(QUESTION)
    assert usage.completion_tokens == len(content(completion))
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens


def test_stream_gives_the_same_text_and_the_sources_in_its_last_chunk(api: OpenAI) -> None:
    completion = complete(api, QUESTION)
    chunks = list(
        api.chat.completions.create(
            model="wenbao-extractive", messages=messages(QUESTION), stream=True
        )
    )
    deltas = [chunk.choices[0].delta for chunk in chunks]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == content(completion)
    ends = [chunk.choices[0].finish_reason for chunk in chunks]
    assert ends == [None] * (len(chunks) - 1) + ["stop"]
    assert extra(chunks[-1])["sources"] == extra(completion)["sources"]
    assert [chunk for chunk in chunks[:-1] if "sources" in extra(chunk)] == []
    assert len({chunk.id for chunk in chunks}) == 1


def test_stream_ends_with_the_usage_when_requested(api: OpenAI) -> None:
    chunks = list(
        api.chat.completions.create(
            model="wenbao-extractive",
            messages=messages(QUESTION),
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    last = chunks[-1]
    assert (last.choices, chunks[-2].choices[0].finish_reason) == ([], "stop")
    assert last.usage is not None
    assert last.usage.completion_tokens == len(content(complete(api, QUESTION)))
    assert "绿东播报" in extra(last)["sources"][0]["text"]
    assert [chunk.usage for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)


def test_stream_is_server_sent_events_that_end_with_done(client: httpx.Client) -> None:
    body = {"model": "wenbao-extractive", "messages": messages(QUESTION), "stream": True}
    response = client.post("/v1/chat/completions", json=body)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = [line for line in response.text.split("\n\n") if line and line[0] != ":"]
    assert events[-1] == "data: [DONE]"
    assert {event[:7] for event in events} == {"data: {", "data: ["}


def test_follow_up_is_read_with_the_messages_before_it_and_nothing_is_stored(
    api: OpenAI, client: httpx.Client
) -> None:
    first_question = "惠济区委书记是谁?"
    before = get(client, "/v1/conversations")["conversations"]
    first = complete(api, first_question)
    second = complete(api, first_question, content(first), "那中原区呢?")
    assert extra(second)["interpreted"]["question"] == "中原区委书记是谁?"
    third = complete(
        api, first_question, content(first), "那中原区呢?", content(second), "金水区呢?"
    )
    assert extra(third)["interpreted"]["question"] == "金水区委书记是谁?"
    assert get(client, "/v1/conversations")["conversations"] == before


def test_follow_up_is_read_as_in_a_stored_conversation(api: OpenAI, client: httpx.Client) -> None:
    questions = ["惠济区委书记是谁?", "他什么时候上任的?"]
    first = ask(client, questions[0])
    stored = ask(client, questions[1], conversation_id=first["conversation_id"])
    reported = content(complete(api, questions[0]))
    brought = complete(api, questions[0], reported, questions[1])
    assert extra(brought)["interpreted"] == stored["interpreted"]
    assert stored["interpreted"]["carried_over"]
    assert extra(complete(api, questions[1]))["interpreted"]["carried_over"] == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("红烧肉怎么做?", "[。]$"),
        ("How do I cook braised pork belly?", "^Nothing in the collection"),
    ],
)
def test_declined_question_is_declined_in_its_language(
    api: OpenAI, question: str, sentence: str
) -> None:
    completion = complete(api, question)
    reported = extra(completion)
    assert re.search(sentence, content(completion))
    assert completion.choices[0].finish_reason == "stop"
    assert reported["answered"] is False
    assert reported["reason"] in {"no_match", "other_subject", "not_told"}
    assert [source["highlights"] for source in reported["sources"]] == [[]] * len(
        reported["sources"]
    )


def test_declined_question_is_declined_with_the_words_of_the_page() -> None:
    texts = TEXTS.read_text(encoding="utf-8")
    for reason, sentences in DECLINED.items():
        assert re.findall(rf'^ +{reason}: "(.*)",$', texts, re.MULTILINE) == list(sentences)


def test_counting_question_is_answered_with_the_count_and_quotes(
    api: OpenAI, client: httpx.Client
) -> None:
    question = "哪些文章提到惠济区?"
    reply = ask(client, question)
    said = content(complete(api, question)).split("\n")
    assert said[0] == reply["answer"]
    assert str(reply["total"]) in said[0]
    assert said[1].endswith("[1]")
    assert "惠济区" in said[1]


def test_parts_of_a_message_are_joined_and_unknown_fields_are_ignored(api: OpenAI) -> None:
    parts = [
        {"type": "text", "text": "绿东村街道开通的"},
        {"type": "text", "text": "微信公共平台叫什么名字?"},
    ]
    completion = api.chat.completions.create(
        model="wenbao-extractive",
        messages=[
            {"role": "system", "content": "Answer as a pirate."},
            {"role": "user", "content": parts},  # type: ignore[misc,list-item]
        ],
        temperature=0.2,
        max_tokens=5,
        tools=[],
        n=1,
        extra_body={"colour": "red"},
    )
    assert "绿东播报" in content(completion)


@pytest.mark.parametrize(
    ("fields", "param", "words"),
    [
        ({"n": 2}, "n", "one answer"),
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools", "tools"),
        ({"messages": []}, "messages", "at least 1"),
        ({"messages": [{"role": "system", "content": "谁?"}]}, "messages", "user message"),
        ({"messages": [{"role": "user", "content": " "}]}, "messages", "text"),
        ({"messages": [{"role": "user", "content": "党" * 2001}]}, "messages", "2001"),
        ({"messages": [{"role": "tool", "content": "x"}]}, "messages.0.role", "user"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            "messages.0.content",
            "image_url are not supported; send text only",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_as_openai_does(
    api: OpenAI, fields: dict[str, Any], param: str, words: str
) -> None:
    body = {"model": "wenbao-extractive", "messages": messages(QUESTION), **fields}
    with pytest.raises(openai.BadRequestError) as caught:
        api.chat.completions.create(**body)
    error = error_of(caught)
    assert (error["type"], error["param"]) == ("invalid_request_error", param)
    assert words in error["message"]


@pytest.mark.parametrize("model", ["gpt-4o", "wenbao-llm"])
def test_unknown_model_is_not_found(api: OpenAI, model: str) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        complete(api, QUESTION, model=model)
    error = error_of(caught)
    assert (error["type"], error["code"]) == ("invalid_request_error", "model_not_found")
    assert "wenbao-extractive" in error["message"]
    assert ("WENBAO_LLM_URL" in error["message"]) is (model == "wenbao-llm")
    with pytest.raises(openai.NotFoundError):
        api.models.retrieve(model)


def test_errors_found_before_the_route_have_the_shape_too(client: httpx.Client) -> None:
    path = "/v1/chat/completions"
    responses = {
        405: client.get(path),
        413: client.post(path, content=b" " * (1024 * 1024 + 1)),
        403: client.post(path, json={}, headers={"Origin": "https://example.org"}),
        400: client.post(path, content=b"{", headers={"Content-Type": "application/json"}),
    }
    for status, response in responses.items():
        assert response.status_code == status
        assert response.json().keys() == {"error"}
        assert response.json()["error"]["message"]
        assert response.json()["error"]["request_id"] == response.headers["x-request-id"]
    assert responses[405].headers["allow"] == "POST"


def test_long_conversation_fits(api: OpenAI) -> None:
    said = [text for n in range(100) for text in (f"第{n}个问题是什么?", "很长的回答。" * 100)]
    assert "绿东播报" in content(complete(api, *said, QUESTION))


def test_example_of_the_manual_prints_the_answer_and_its_source(server_url: str) -> None:
    manual = (ROOT / "service/web/README.md").read_text(encoding="utf-8")
    example = re.findall(r"```python\n(from openai.*?)```", manual, re.DOTALL)[0]
    finished = subprocess.run(
        [sys.executable, "-c", example.replace("http://127.0.0.1:8000", server_url)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(),
        timeout=60,
        check=True,
    )
    assert "绿东播报" in finished.stdout
    assert "[1]" in finished.stdout.splitlines()[1]
    assert "(000_34f4e29fc2acec92.txt)" in finished.stdout


def test_contract_describes_every_field_of_the_interface(client: httpx.Client) -> None:
    contract = get(client, "/openapi.json")
    schemas = contract["components"]["schemas"]
    names = ("ChatRequest", "ChatMessage", "TextPart", "ChatCompletion", "Usage", "ModelOut")
    bare = [
        (name, field)
        for name in (*names, "OpenAIErrorDetail")
        for field, schema in schemas[name]["properties"].items()
        if "description" not in schema
    ]
    assert bare == []
    errors = contract["paths"]["/v1/chat/completions"]["post"]["responses"]
    assert {"400", "404", "413", "default"} <= set(errors)
    assert "422" not in errors
