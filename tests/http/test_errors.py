"""Every error over HTTP has the same shape, the right status, and no traceback."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from service.web.openai_errors import is_openai_path
from tests.support.console import wenbao
from tests.support.contract import QUESTION, SECURITY_HEADERS, assert_problem, get
from tests.support.running_server import logged_server

LIMIT_BYTES = 64 * 1024


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1/nowhere", "/static/nowhere.js", "/static/../app.py"]
)
def test_unknown_path_is_a_404_problem(client: httpx.Client, path: str) -> None:
    assert_problem(client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/ask", "POST"),
        ("DELETE", "/v1/info", "GET, HEAD"),
        ("POST", "/v1/documents/0123456789abcdef", "DELETE, GET, HEAD, PUT"),
        ("POST", "/static/style.css", "GET, HEAD"),
        ("DELETE", "/", "GET"),
    ],
)
def test_wrong_method_is_a_405_problem_that_names_the_right_ones(
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


@pytest.mark.parametrize("content", [b"{", b"[1,", b"\xff\xfe", b"\xff\xfe{", b"\x81", b"NaN!"])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/documents", "/v1/reindex"])
def test_body_that_is_not_json_is_a_400_problem(
    client: httpx.Client, path: str, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    assert_problem(client.post(path, content=content, headers=headers), 400, "malformed_json")


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b'"x"', b'{"question": "\\ud800"}'])
def test_body_that_is_json_but_no_object_with_text_is_a_422_problem(
    client: httpx.Client, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    response = client.post("/v1/ask", content=content, headers=headers)
    assert_problem(response, 422, "invalid_request")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-ndjson", ""])
@pytest.mark.parametrize("path", ["/v1/ask", "/v1/search", "/v1/reindex"])
def test_body_that_does_not_say_it_is_json_is_a_415_problem(
    client: httpx.Client, path: str, kind: str
) -> None:
    response = client.post(path, content=b'{"full": true}', headers={"Content-Type": kind})
    problem = assert_problem(response, 415, "unsupported_media_type")
    assert "application/json" in problem["detail"]


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


def test_contract_describes_errors_as_they_are_sent(client: httpx.Client) -> None:
    paths = get(client, "/openapi.json")["paths"]
    errors = [
        (path, status, list(response.get("content", {})))
        for path, methods in paths.items()
        for method in methods.values()
        for status, response in method["responses"].items()
        if status >= "400" and not is_openai_path(path)
    ]
    assert "/v1/ask" in {path for path, _, _ in errors}
    assert [error for error in errors if error[2] != ["application/problem+json"]] == []


def test_port_in_use_is_reported_without_a_traceback(server_url: str, tmp_path: Path) -> None:
    port = httpx.URL(server_url).port
    finished = wenbao("serve", "--port", str(port), "--data", tmp_path)
    assert finished.returncode != 0
    assert "address already in use" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize(
    "path", ["/", "/static/style.css", "/v1/info", "/healthz", "/openapi.json", "/nowhere"]
)
def test_every_response_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


def test_upload_of_an_unknown_kind_is_a_415_problem(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/x-tar"}
    response = client.post("/v1/documents", content=b"x", headers=headers)
    assert_problem(response, 415, "unsupported_media_type")


def test_request_id_of_the_client_comes_back(client: httpx.Client) -> None:
    response = client.get("/v1/nowhere", headers={"X-Request-Id": "desk-7.a_1"})
    assert response.headers["x-request-id"] == "desk-7.a_1"
    assert assert_problem(response, 404, "not_found")["request_id"] == "desk-7.a_1"


@pytest.mark.parametrize("given", ["", "two words", "a" * 65, "x;y", "<b>"])
def test_request_without_a_usable_id_gets_one(client: httpx.Client, given: str) -> None:
    ids = [
        client.get("/healthz", headers={"X-Request-Id": given}).headers["x-request-id"]
        for _ in range(2)
    ]
    assert [len(item) for item in ids] == [32, 32]
    assert ids[0] != ids[1]


def test_failure_is_a_500_problem_that_the_log_names(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with logged_server(tmp_path / "data", log) as url:
        with closing(sqlite3.connect(tmp_path / "data" / "library.sqlite3")) as connection:
            connection.execute("ALTER TABLE turns RENAME TO elsewhere")
        headers = {"X-Request-Id": "broken-1"}
        response = httpx.get(
            f"{url}/v1/conversations", headers=headers, timeout=60, trust_env=False
        )
        problem = assert_problem(response, 500, "internal_error")
        assert problem["request_id"] == response.headers["x-request-id"] == "broken-1"
        assert "no such table" not in response.text
        assert httpx.get(f"{url}/healthz", timeout=60, trust_env=False).status_code == 200
    reported = log.read_text(encoding="utf-8")
    assert "request broken-1 failed: GET /v1/conversations" in reported
    assert "no such table" in reported
