"""Batches of questions over HTTP: one question a line, one answer a line."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from tests.support.contract import QUESTION, ask, assert_problem, get
from tests.support.llm_server import Reply, llm_server
from tests.support.running_server import running_server

NDJSON = {"Content-Type": "application/x-ndjson"}
Line = Mapping[str, object] | bytes
ITS_OWN = {"id", "conversation_id", "turn", "timings_ms", "line"}


def batch(client: httpx.Client, *lines: Line) -> list[dict[str, Any]]:
    response = client.post("/v1/ask/batch", content=body(*lines), headers=NDJSON)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in response.text.splitlines()]


def body(*lines: Line) -> bytes:
    return b"\n".join(
        line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
        for line in lines
    )


def without(reply: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reply.items() if name not in ITS_OWN}


def test_each_line_is_answered_in_order_as_it_is_alone(client: httpx.Client) -> None:
    questions = [QUESTION, "红烧肉怎么做?", "哪些文章提到惠济区?"]
    replies = batch(client, *({"question": question} for question in questions))
    assert [reply["line"] for reply in replies] == [1, 2, 3]
    assert [without(reply) for reply in replies] == [without(ask(client, q)) for q in questions]


def test_nothing_of_a_batch_is_stored_or_followed_up(client: httpx.Client) -> None:
    before = get(client, "/v1/conversations")["conversations"]
    replies = batch(client, {"question": "惠济区委书记是谁?"}, {"question": "那中原区呢?"})
    assert [reply["conversation_id"] for reply in replies] == [None, None]
    assert replies[1]["interpreted"] == {
        "question": "那中原区呢?",
        "carried_over": "",
        "corrections": [],
    }
    assert get(client, "/v1/conversations")["conversations"] == before


def test_options_of_a_line_hold_for_it_alone(client: httpx.Client) -> None:
    options: dict[str, object] = {"question": QUESTION, "top_k": 1, "debug": True}
    first, second = batch(client, options, {"question": QUESTION})
    assert (len(first["sources"]), len(second["sources"])) == (1, 5)
    assert first["debug"].keys() == {first["sources"][0]["passage_id"]}
    assert second["debug"] is None


@pytest.mark.parametrize(
    ("line", "reported", "field"),
    [
        (b"{", "400 malformed_json", ""),
        (b"\xff\xfe", "400 malformed_json", ""),
        (b"[]", "422 invalid_request", ""),
        ({"question": ""}, "422 invalid_request", "question"),
        ({"question": QUESTION, "top_k": 99}, "422 invalid_request", "top_k"),
        ({"question": QUESTION, "conversation_id": "x"}, "422 invalid_request", "conversation_id"),
        ({"question": QUESTION, "mode": "llm"}, "409 no_language_model", None),
    ],
)
def test_bad_line_is_a_problem_with_its_number_and_stops_no_other(
    client: httpx.Client, line: Line, reported: str, field: str | None
) -> None:
    problem, reply = batch(client, b"", line, b" \r", {"question": QUESTION})
    assert (problem["line"], f"{problem['status']} {problem['code']}") == (2, reported)
    assert [error["field"] for error in problem["errors"]] == ([] if field is None else [field])
    assert (reply["line"], reply["answered"]) == (4, True)


def test_problem_of_a_line_names_the_request(client: httpx.Client) -> None:
    headers = NDJSON | {"X-Request-Id": "batch-1"}
    response = client.post("/v1/ask/batch", content=b"{", headers=headers)
    assert response.headers["x-request-id"] == "batch-1"
    assert json.loads(response.text)["request_id"] == "batch-1"


def test_bad_limits_are_reported_before_anything_is_answered(client: httpx.Client) -> None:
    def sent(content: bytes, headers: dict[str, str]) -> httpx.Response:
        return client.post("/v1/ask/batch", content=content, headers=headers)

    assert_problem(sent(b"{}\n" * 10_001, NDJSON), 413, "too_many_lines")
    assert_problem(sent(b" " * (4 * 1024 * 1024 + 1), NDJSON), 413, "request_entity_too_large")
    assert_problem(sent(b"\n \n", NDJSON), 422, "no_questions")
    plain = {"Content-Type": "text/plain"}
    assert_problem(sent(b"{}", plain), 415, "unsupported_media_type")


def test_first_line_is_answered_before_the_last_is_worked_on(client: httpx.Client) -> None:
    lines = body({"question": QUESTION}, *[{"question": "党" * 2000}] * 300)
    asked = get_count(client)
    with client.stream("POST", "/v1/ask/batch", content=lines, headers=NDJSON) as response:
        first = json.loads(next(response.iter_lines()))
    assert first["answered"] is True
    assert get_count(client) - asked < 300


def get_count(client: httpx.Client) -> float:
    lines = client.get("/metrics").text.splitlines()
    return sum(
        float(line.split()[1]) for line in lines if line.startswith("wenbao_questions_total")
    )


def test_leaving_ends_the_work(tmp_path_factory: pytest.TempPathFactory) -> None:
    with llm_server(Reply(silent=True)) as llm:
        settings = {"WENBAO_LLM_URL": llm.url, "WENBAO_LLM_MODEL": "tiny"}
        with (
            running_server(tmp_path_factory.mktemp("batch"), **settings) as url,
            httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
        ):
            lines = body({"question": QUESTION, "mode": "extractive"}, {"question": QUESTION})
            with client.stream("POST", "/v1/ask/batch", content=lines, headers=NDJSON) as response:
                replies: Iterator[str] = response.iter_lines()
                assert json.loads(next(replies))["mode"] == "extractive"
                assert llm.asked.wait(20)
            assert llm.left.wait(20)


def test_contract_describes_lines_in_and_out(client: httpx.Client) -> None:
    contract = get(client, "/openapi.json")
    operation = contract["paths"]["/v1/ask/batch"]["post"]
    body_in = operation["requestBody"]["content"]["application/x-ndjson"]
    assert all("description" in field for field in body_in["itemSchema"]["properties"].values())
    out = operation["responses"]["200"]["content"]
    assert set(out) == {"application/x-ndjson"}
    assert {"BatchReply", "BatchProblem"} <= set(contract["components"]["schemas"])
