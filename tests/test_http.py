"""The HTTP contract, spoken to a running server by a real client."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from typing import Any

import httpx
import pytest

from tests.console import wenbao

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
SOURCES = {
    "000_34f4e29fc2acec92.txt",
    "001_df9d0164a89ae34a.txt",
    "002_41c2930c6ca19af7.txt",
    "003_a53b9454f8fa4c68.txt",
    "004_95d6984c355d8d49.txt",
}
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
LIMIT_BYTES = 64 * 1024


@pytest.fixture(scope="module")
def client(server_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server_url, timeout=60, trust_env=False) as client:
        yield client


def ask(client: httpx.Client, question: str = QUESTION, **fields: object) -> dict[str, Any]:
    response = client.post("/v1/ask", json={"question": question, **fields})
    assert response.status_code == 200
    reply: dict[str, Any] = response.json()
    return reply


def get(client: httpx.Client, path: str, **query: str | int) -> dict[str, Any]:
    response = client.get(path, params=query)
    assert response.status_code == 200
    reply: dict[str, Any] = response.json()
    return reply


def documents(client: httpx.Client, limit: int, q: str = "") -> list[dict[str, Any]]:
    """Return the documents of all pages."""
    found, cursor = [], ""
    while cursor is not None:
        page = get(client, "/v1/documents", limit=limit, cursor=cursor, q=q)
        assert len(page["documents"]) <= limit
        found += page["documents"]
        cursor = page["next_cursor"]
    return found


def assert_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """Assert that an error has the one shape that all errors have."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["code"] == code
    assert problem["type"] == "about:blank"
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in response.text
    assert {name: response.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    return problem


def test_answer_quotes_its_first_source(client: httpx.Client) -> None:
    reply = ask(client)
    assert (reply["answered"], reply["reason"], reply["mode"]) == (True, None, "extractive")
    assert "绿东播报" in reply["answer"]
    assert reply["sources"][0]["source"] == "000_34f4e29fc2acec92.txt"
    assert reply["interpreted"]["question"] == QUESTION
    assert 50 <= reply["confidence"] <= 100
    assert reply["timings_ms"].keys() == {"retrieval", "evidence"}


def test_every_offset_of_an_answer_points_into_its_document(client: httpx.Client) -> None:
    reply = ask(client, top_k=10)
    assert len(reply["sources"]) == 10
    quoted = []
    for source in reply["sources"]:
        text = get(client, f"/v1/documents/{source['article_id']}")["text"]
        assert source["text"] == text[source["start"] : source["end"]]
        for start, end in source["highlights"]:
            assert 0 <= start < end <= len(text)
            quoted.append(text[start:end])
    assert "\n".join(quoted) == reply["answer"]


def test_short_answer_points_at_its_words(client: httpx.Client) -> None:
    reply = ask(client)
    short = reply["short_answer"]
    source = reply["sources"][short["source"] - 1]
    text = get(client, f"/v1/documents/{source['article_id']}")["text"]
    assert text[short["start"] : short["end"]] == short["text"] == "绿东播报"
    start, end = source["highlights"][0]
    assert start <= short["start"] < short["end"] <= end


def test_passage_of_an_answer_is_one_of_its_document(client: httpx.Client) -> None:
    source = ask(client)["sources"][0]
    passages = get(client, f"/v1/documents/{source['article_id']}")["passages"]
    assert {key: source[key] for key in ("start", "end", "heading")} in [
        {key: passage[key] for key in ("start", "end", "heading")}
        for passage in passages
        if passage["id"] == source["passage_id"]
    ]


def test_declined_question_offers_the_nearest_passages(client: httpx.Client) -> None:
    reply = ask(client, "红烧肉怎么做?")
    assert (reply["answered"], reply["answer"], reply["short_answer"]) == (False, "", None)
    assert reply["reason"] in {"no_match", "weak_match"}
    assert [source["highlights"] for source in reply["sources"]] == [[]] * len(reply["sources"])


def test_each_answer_has_an_id_of_its_own(client: httpx.Client) -> None:
    assert ask(client)["id"] != ask(client)["id"]


@pytest.mark.parametrize("top_k", [1, 3, 50])
def test_top_k_bounds_sources_and_results(client: httpx.Client, top_k: int) -> None:
    assert len(ask(client, "党建工作", top_k=top_k)["sources"]) <= top_k
    search = client.post("/v1/search", json={"query": "党建工作", "top_k": top_k}).json()
    assert len(search["results"]) == search["total"] == top_k


def test_search_orders_by_its_final_score_and_tells_all_scores(client: httpx.Client) -> None:
    reply = client.post("/v1/search", json={"query": "欣欣须水", "top_k": 10}).json()
    results = reply["results"]
    finals = [result["scores"]["final"] for result in results]
    assert "欣欣须水" in results[0]["text"]
    assert finals == sorted(finals, reverse=True)
    assert [result["n"] for result in results] == list(range(1, 11))
    assert results[0]["scores"].keys() == {"terms", "vectors", "fused", "final"}
    assert reply["index_revision"] == get(client, "/v1/info")["index_revision"]


@pytest.mark.parametrize("limit", [1, 3, 5, 10, 200])
def test_documents_are_paged_by_cursor_without_gap_or_repetition(
    client: httpx.Client, limit: int
) -> None:
    found = documents(client, limit)
    ids = [document["id"] for document in found]
    assert len(ids) == len(set(ids)) == get(client, "/v1/documents")["total"]
    assert {document["source"] for document in found} == SOURCES
    assert ids == [document["id"] for document in documents(client, 200)]


@pytest.mark.parametrize("limit", [1, 2, 5, 10])
def test_last_page_has_no_cursor_and_no_page_is_empty(client: httpx.Client, limit: int) -> None:
    cursor, sizes = "", []
    while cursor is not None:
        page = get(client, "/v1/documents", limit=limit, cursor=cursor)
        sizes.append(len(page["documents"]))
        cursor = page["next_cursor"]
    assert min(sizes) > 0


def test_documents_are_found_by_title_or_file(client: httpx.Client) -> None:
    for q in ("惠济区举行", "004_95d6"):
        found = documents(client, 1, q)
        assert len(found) == get(client, "/v1/documents", q=q)["total"] > 0
        assert all(q in document["title"] + document["source"] for document in found)
    assert documents(client, 5, "%") == documents(client, 5, "不存在") == []


def test_document_is_whole_with_its_headings_and_passages(client: httpx.Client) -> None:
    for summary in documents(client, 50):
        document = get(client, f"/v1/documents/{summary['id']}")
        text = document["text"]
        assert {key: document[key] for key in summary} == summary
        assert document["characters"] == len(text)
        assert document["passages"]
        for heading in document["headings"]:
            assert "\n" not in text[heading["start"] : heading["end"]].strip("\n") != ""
        for passage in document["passages"]:
            assert 0 <= passage["start"] < passage["end"] <= len(text)


def test_server_says_that_it_lives_and_answers(client: httpx.Client) -> None:
    assert get(client, "/healthz") == {"status": "ok"}
    assert get(client, "/readyz") == {"status": "ok"}


def test_info_counts_what_the_library_holds(client: httpx.Client) -> None:
    info = get(client, "/v1/info")
    listed = documents(client, 50)
    passages = sum(
        len(get(client, f"/v1/documents/{one['id']}")["passages"]) for one in listed
    )
    assert (info["articles"], info["passages"]) == (len(listed), passages)
    assert (info["name"], info["version"]) == ("wenbao", version("wenbao"))
    assert info["encoder"] == "wenbao-static-zh"


def test_example_questions_are_answered(client: httpx.Client) -> None:
    examples = get(client, "/v1/info")["examples"]
    assert len(examples) == len(set(examples)) >= 2
    assert [ask(client, question)["answered"] for question in examples] == [True] * len(examples)


def test_page_and_its_files_are_served_from_here(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "问报" in page.text
    for path, kind in (
        ("/static/style.css", "text/css"),
        ("/static/js/main.js", "javascript"),
        ("/static/favicon.svg", "image/svg+xml"),
    ):
        response = client.get(path)
        assert response.status_code == 200
        assert kind in response.headers["content-type"]
        assert len(response.content) > 100


def test_file_that_did_not_change_is_not_sent_again(client: httpx.Client) -> None:
    etag = client.get("/static/style.css").headers["etag"]
    again = client.get("/static/style.css", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/", "/static/style.css", "/v1/info", "/healthz", "/openapi.json", "/nowhere"]
)
def test_every_response_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "server" not in headers


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1/nowhere", "/static/nowhere.js", "/static/../app.py", "/docs"]
)
def test_unknown_path_is_a_404_problem(client: httpx.Client, path: str) -> None:
    assert_problem(client.get(path), 404, "not_found")


def test_unknown_document_is_a_404_with_its_own_code(client: httpx.Client) -> None:
    problem = assert_problem(client.get("/v1/documents/" + "0" * 16), 404, "no_such_document")
    assert "0" * 16 in problem["detail"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/v1/ask", "POST"), ("DELETE", "/v1/info", "GET"), ("PUT", "/v1/search", "POST")],
)
def test_wrong_method_is_a_405_problem_that_names_the_right_one(
    client: httpx.Client, method: str, path: str, allowed: str
) -> None:
    response = client.request(method, path)
    assert_problem(response, 405, "method_not_allowed")
    assert response.headers["allow"] == allowed


def test_body_over_the_limit_is_a_413_problem(client: httpx.Client) -> None:
    response = client.post("/v1/ask", content=b" " * (LIMIT_BYTES + 1))
    problem = assert_problem(response, 413, "request_entity_too_large")
    assert str(LIMIT_BYTES) in problem["detail"]


def test_streamed_body_without_a_length_is_limited_too(client: httpx.Client) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(9):
            yield b" " * (LIMIT_BYTES // 8)

    response = client.post("/v1/ask", content=chunks())
    assert response.request.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in response.request.headers
    assert_problem(response, 413, "request_entity_too_large")


def test_streamed_body_within_the_limit_is_read(client: httpx.Client) -> None:
    body = json.dumps({"question": QUESTION}).encode()
    response = client.post(
        "/v1/ask",
        content=iter([body[:20], body[20:]]),
        headers={"Content-Type": "application/json"},
    )
    assert response.json()["answered"] is True


def test_body_of_just_the_limit_is_read(client: httpx.Client) -> None:
    body = json.dumps({"question": QUESTION}).encode().ljust(LIMIT_BYTES)
    headers = {"Content-Type": "application/json"}
    assert client.post("/v1/ask", content=body, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "content", [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"question": "\\ud800"}']
)
def test_body_that_is_no_json_object_with_text_is_a_422_problem(
    client: httpx.Client, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/ask", content=content, headers=headers)
    assert_problem(response, 422, "invalid_request")


def test_body_that_does_not_say_it_is_json_is_refused(client: httpx.Client) -> None:
    body = json.dumps({"question": QUESTION})
    response = client.post("/v1/ask", content=body, headers={"Content-Type": "text/plain"})
    assert response.status_code in {415, 422}
    assert_problem(response, response.status_code, response.json()["code"])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "body.question"),
        ({"question": None}, "body.question"),
        ({"question": ""}, "body.question"),
        ({"question": " \u3000\n"}, "body.question"),
        ({"question": 7}, "body.question"),
        ({"question": ["谁?"]}, "body.question"),
        ({"question": "党" * 2001}, "body.question"),
        ({"question": "谁?", "colour": "red"}, "body.colour"),
        ({"question": "谁?", "top_k": 0}, "body.top_k"),
        ({"question": "谁?", "top_k": 51}, "body.top_k"),
        ({"question": "谁?", "top_k": "many"}, "body.top_k"),
        ({"question": "谁?", "mode": "magic"}, "body.mode"),
    ],
)
def test_bad_field_is_named(client: httpx.Client, fields: dict[str, object], field: str) -> None:
    problem = assert_problem(client.post("/v1/ask", json=fields), 422, "invalid_request")
    assert [error["field"] for error in problem["errors"]] == [field]
    assert field in problem["detail"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "cursor=XYZ", "cursor=" + "0" * 17, "q=" + "x" * 201]
)
def test_bad_query_is_a_422_problem(client: httpx.Client, query: str) -> None:
    problem = assert_problem(client.get(f"/v1/documents?{query}"), 422, "invalid_request")
    assert problem["errors"][0]["field"] == "query." + query.partition("=")[0]


@pytest.mark.parametrize("article_id", ["x", "0123456789ABCDEF", "0" * 17, "%00"])
def test_document_id_of_another_shape_is_a_422_problem(
    client: httpx.Client, article_id: str
) -> None:
    assert_problem(client.get(f"/v1/documents/{article_id}"), 422, "invalid_request")


def test_longest_question_is_answered_or_declined(client: httpx.Client) -> None:
    assert ask(client, "党" * 2000)["interpreted"]["question"] == "党" * 2000


@pytest.mark.parametrize(
    "question", ["\0", "?", "🎉", "' OR 1=1 --", "<img src=x onerror=alert(1)>", "a" * 2000, "\u202e党"]
)
def test_strange_question_is_taken_as_text(client: httpx.Client, question: str) -> None:
    assert ask(client, question)["interpreted"]["question"] == question


def test_many_questions_at_once_each_get_their_own_answer(client: httpx.Client) -> None:
    wanted = {
        QUESTION: "绿东播报",
        "三官庙街道推行的工作法叫什么?": "一网六民",
        "莲湖街道推行的企业服务模式叫什么?": "三零三式",
        "西流湖街道打造的活动载体叫什么名字?": "四查四看四治",
    }
    with ThreadPoolExecutor(8) as pool:
        questions = list(wanted) * 8
        answers = list(pool.map(lambda question: ask(client, question)["answer"], questions))
    assert all(
        wanted[question] in answer for question, answer in zip(questions, answers, strict=True)
    )


def test_contract_is_described_with_the_problem_shape(client: httpx.Client) -> None:
    paths = get(client, "/openapi.json")["paths"]
    assert {"/v1/ask", "/v1/search", "/v1/documents", "/v1/documents/{article_id}"} <= set(paths)
    assert {"/healthz", "/readyz", "/v1/info"} <= set(paths)
    assert "404" in paths["/v1/documents/{article_id}"]["get"]["responses"]


def test_port_that_is_taken_is_told_without_a_traceback(server_url: str, tmp_path: str) -> None:
    port = httpx.URL(server_url).port
    finished = wenbao("serve", "--port", str(port), "--data", tmp_path)
    assert finished.returncode != 0
    assert "address already in use" in finished.stderr
    assert "Traceback" not in finished.stderr
