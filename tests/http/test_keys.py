"""API keys over HTTP: every route, for every role."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import openai
import pytest

from service.access.keys import KeyStore, Role
from service.web.openai_errors import is_openai_path
from tests.support.contract import QUESTION, ask, assert_problem, get
from tests.support.running_server import logged_server

OPEN = {("GET", "/healthz"), ("GET", "/readyz")}
FOR_EDITORS = {
    ("POST", "/v1/documents"),
    ("PUT", "/v1/documents/{article_id}"),
    ("DELETE", "/v1/documents/{article_id}"),
    ("POST", "/v1/documents/{article_id}/restore"),
    ("POST", "/v1/documents/{article_id}/undo"),
    ("POST", "/v1/changes"),
    ("DELETE", "/v1/jobs/{job_id}"),
    ("POST", "/v1/jobs/{job_id}/retry"),
    ("POST", "/v1/reindex"),
    ("POST", "/v1/rollback"),
}
Route = tuple[str, str]


@dataclass(frozen=True)
class Guarded:
    """A server that requires keys, with one key of each role."""

    url: str
    log: Path
    secrets: dict[str, str]

    def client(self, holder: str) -> httpx.Client:
        secret = self.secrets[holder]
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)

    def routes(self) -> list[Route]:
        with self.client("reader") as client:
            paths = get(client, "/openapi.json")["paths"]
        return [(method.upper(), path) for path, methods in paths.items() for method in methods]

    def statuses(self, holder: str) -> dict[Route, httpx.Response]:
        with self.client(holder) as client:
            return {
                (method, path): client.request(method, re.sub(r"\{\w+\}", "0" * 16, path))
                for method, path in self.routes()
            }


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("guarded")
    keys = KeyStore(folder / "data" / "library.sqlite3")
    secrets = {name: keys.add(name, Role.READER) for name in ("reader", "another", "revoked")}
    secrets |= {
        "editor": keys.add("editor", Role.EDITOR),
        "none": "",
        "wrong": "wenbao_" + "x" * 43,
    }
    keys.revoke("revoked")
    log = folder / "log"
    with logged_server(folder / "data", log, WENBAO_HOST="0.0.0.0", WENBAO_RATE="off") as url:  # noqa: S104
        yield Guarded(url.replace("0.0.0.0", "127.0.0.1"), log, secrets)  # noqa: S104


@pytest.mark.parametrize(
    ("holder", "code"), [("none", "no_key"), ("wrong", "bad_key"), ("revoked", "bad_key")]
)
def test_without_a_good_key_every_route_is_a_401_problem(
    guarded: Guarded, holder: str, code: str
) -> None:
    responses = guarded.statuses(holder)
    assert len(responses) > 20
    for route, response in responses.items():
        if route in OPEN:
            assert response.status_code == 200
        else:
            assert_refused(route, response, 401, code)
            challenge = response.headers["www-authenticate"]
            assert challenge.startswith('Bearer realm="wenbao"')
            assert ("invalid_token" in challenge) is (holder != "none")


def assert_refused(route: Route, response: httpx.Response, status: int, code: str) -> None:
    """Assert that a refusal has the shape of its route: a problem, or OpenAI's error."""
    if not is_openai_path(route[1]):
        problem = assert_problem(response, status, code)
    else:
        assert response.status_code == status
        problem = response.json()["error"]
        assert (problem["type"], problem["code"]) == ("authentication_error", code)
    assert problem["request_id"] == response.headers["x-request-id"]


def test_program_that_speaks_to_openai_sends_its_key(guarded: Guarded) -> None:
    answers = {}
    for holder in ("reader", "wrong"):
        http = openai.DefaultHttpxClient(trust_env=False)
        url, secret = f"{guarded.url}/v1", guarded.secrets[holder]
        with openai.OpenAI(base_url=url, api_key=secret, max_retries=0, http_client=http) as api:
            try:
                completion = api.chat.completions.create(
                    model="wenbao-extractive", messages=[{"role": "user", "content": QUESTION}]
                )
                answers[holder] = completion.choices[0].message.content or ""
            except openai.AuthenticationError as error:
                answers[holder] = str(error.code)
    assert "绿东播报" in answers["reader"]
    assert answers["wrong"] == "bad_key"


def test_reader_reads_and_changes_nothing(guarded: Guarded) -> None:
    responses = guarded.statuses("reader")
    assert responses.keys() > FOR_EDITORS
    for route, response in responses.items():
        if route in FOR_EDITORS:
            assert_problem(response, 403, "wrong_role")
            assert "insufficient_scope" in response.headers["www-authenticate"]
        else:
            assert response.status_code not in {401, 403}, route


def test_editor_may_use_every_route(guarded: Guarded) -> None:
    refused = {
        route: response.status_code
        for route, response in guarded.statuses("editor").items()
        if response.status_code in {401, 403} or response.status_code >= 500
    }
    assert refused == {}


def test_contract_states_the_role_that_each_route_requires(guarded: Guarded) -> None:
    with guarded.client("reader") as client:
        contract = get(client, "/openapi.json")
    assert contract["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            route = (method.upper(), path)
            role = "editor" if route in FOR_EDITORS else "reader"
            assert operation["security"] == ([] if route in OPEN else [{"key": [role]}])
            assert ("401" in operation["responses"]) is (route not in OPEN)
            # Pages of other sites may send nothing, whatever key they have.
            assert ("403" in operation["responses"]) is (method != "get" or role == "editor")


@pytest.mark.parametrize(
    "path",
    [
        "/openapi.json",
        "/v1/nowhere",
        "/nowhere",
        "/v1/info/",
        "//",
        "/static",
        "/healthz/../metrics",
    ],
)
def test_unknown_routes_need_a_key_too(guarded: Guarded, path: str) -> None:
    assert_problem(httpx.get(guarded.url + path, timeout=60, trust_env=False), 401, "no_key")


def test_page_and_its_files_need_no_key(guarded: Guarded) -> None:
    for path in ("/", "/docs", "/static/style.css", "/static/js/main.js"):
        assert httpx.get(guarded.url + path, timeout=60, trust_env=False).status_code == 200
    outside = httpx.get(f"{guarded.url}/static/%2e%2e/app.py", timeout=60, trust_env=False)
    assert_problem(outside, 404, "not_found")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Basic {}", "{}", "Bearer {} x", "Token {}", "Bearer é"]
)
def test_malformed_key_is_not_accepted(guarded: Guarded, header: str) -> None:
    value = header.format(guarded.secrets["editor"]).encode("latin-1")
    headers = {b"Authorization": value}
    response = httpx.get(f"{guarded.url}/v1/info", headers=headers, timeout=60, trust_env=False)
    assert response.status_code == 401


def test_key_in_the_address_is_not_taken(guarded: Guarded) -> None:
    query = dict.fromkeys(("key", "api_key", "access_token"), guarded.secrets["editor"])
    response = httpx.get(f"{guarded.url}/v1/info", params=query, timeout=60, trust_env=False)
    assert_problem(response, 401, "no_key")


def test_body_is_not_read_before_its_sender_is_known(guarded: Guarded) -> None:
    response = httpx.post(
        f"{guarded.url}/v1/ask", content=b" " * 100_000, timeout=60, trust_env=False
    )
    assert_problem(response, 401, "no_key")


def test_conversation_is_seen_by_the_key_that_began_it_alone(guarded: Guarded) -> None:
    with guarded.client("reader") as mine, guarded.client("another") as other:
        conversation_id = ask(mine)["conversation_id"]
        path = f"/v1/conversations/{conversation_id}"
        assert [turn["question"] for turn in get(mine, path)["turns"]] == [QUESTION]
        listed = [
            conversation["id"] for conversation in get(mine, "/v1/conversations")["conversations"]
        ]
        assert conversation_id in listed
        assert get(other, "/v1/conversations")["conversations"] == []
        follow_up = {"question": "什么时候?", "conversation_id": conversation_id}
        for response in (
            other.get(path),
            other.patch(path, json={"title": "x"}),
            other.delete(path),
            other.post("/v1/ask", json=follow_up),
        ):
            assert_problem(response, 404, "no_such_conversation")
        ask(mine, "什么时候?", conversation_id=conversation_id)
        assert get(mine, path)["turns_total"] == 2
        assert mine.delete(path).status_code == 204


def test_revoked_key_is_refused_from_the_next_request_on(guarded: Guarded) -> None:
    keys = KeyStore(guarded.log.parent / "data" / "library.sqlite3")
    headers = {"Authorization": f"Bearer {keys.add('leaving', Role.READER)}"}
    with httpx.Client(base_url=guarded.url, headers=headers, trust_env=False) as client:
        assert client.get("/v1/info").status_code == 200
        keys.revoke("leaving")
        assert_problem(client.get("/v1/info"), 401, "bad_key")


def test_no_key_is_in_logs_metrics_or_replies(guarded: Guarded) -> None:
    with guarded.client("editor") as client:
        shown = [client.get(path).text for path in ("/metrics", "/v1/info", "/v1/nowhere")]
    shown.append(guarded.log.read_text(encoding="utf-8"))
    for secret in filter(None, guarded.secrets.values()):
        assert not any(secret in item for item in shown)
