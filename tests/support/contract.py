"""Requests over HTTP that must succeed, and errors that must have the documented shape."""

from typing import Any

import httpx

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


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
