"""The middleware: trusted hosts, origins, rate and concurrency limits, slow clients."""

import asyncio
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from service.access.keys import KeyStore, Role
from service.web.middleware.concurrency import RequestClass, Slots, classify_request
from service.web.problems import ProblemError
from tests.support.contract import QUESTION, assert_problem
from tests.support.running_server import running_server

FRIEND = "https://friend.example"
HALF_OPEN = 50
PATIENCE_SECONDS = 30.0


@pytest.fixture(scope="module")
def gated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server on loopback with one trusted host, one origin and one place."""
    settings = {
        "WENBAO_HOSTS": "news.example, 问报.example",
        "WENBAO_ORIGINS": FRIEND,
        "WENBAO_CONCURRENCY": "1",
    }
    with (
        running_server(tmp_path_factory.mktemp("gated"), **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", ""],
)
def test_other_host_is_a_421_problem(client: httpx.Client, host: str) -> None:
    for path in ("/", "/v1/info", "/healthz"):
        assert_problem(client.get(path, headers={"Host": host}), 421, "unknown_host")


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "localhost.", "127.0.0.1:1", "[::1]:8000", "127.0.0.9"]
)
def test_loopback_is_known_by_its_names(client: httpx.Client, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "request_class"),
    [
        ("POST", "/v1/ask", RequestClass.QUESTION),
        ("POST", "/v1/ask/batch", RequestClass.BATCH),
        ("PUT", "/v1/documents/0123456789abcdef", RequestClass.UPLOAD),
        ("GET", "/v1/documents/0123456789abcdef/pages/2", RequestClass.PAGE_IMAGE),
        ("GET", "/v1/jobs/7/events", RequestClass.FOLLOWER),
        ("GET", "/v1/documents/0123456789abcdef", None),
        ("GET", "/v1/jobs/7", None),
    ],
)
def test_what_takes_long_is_limited(
    method: str, path: str, request_class: RequestClass | None
) -> None:
    assert classify_request(method, path) is request_class


def test_name_in_the_settings_is_known(gated: httpx.Client) -> None:
    assert gated.get("/healthz", headers={"Host": "News.example:443"}).status_code == 200
    assert_problem(gated.get("/healthz", headers={"Host": "old.example"}), 421, "unknown_host")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://friend.example"])
def test_page_of_another_site_gets_no_cors_headers(gated: httpx.Client, origin: str) -> None:
    headers = {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    read = gated.get("/v1/info", headers=headers)
    assert "access-control-allow-origin" not in read.headers
    change = gated.post("/v1/ask", json={"question": QUESTION}, headers=headers)
    assert_problem(change, 403, "cross_origin")
    asked = {**headers, "Access-Control-Request-Method": "POST"}
    assert "access-control-allow-origin" not in gated.options("/v1/ask", headers=asked).headers


def test_page_of_a_site_in_the_settings_may_ask(gated: httpx.Client) -> None:
    headers = {"Origin": FRIEND, "Sec-Fetch-Site": "cross-site"}
    preflight = gated.options(
        "/v1/ask",
        headers={
            **headers,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization,content-type,x-stainless-arch,"
            "x-stainless-lang,x-stainless-os,x-stainless-package-version,x-stainless-retry-count,"
            "x-stainless-runtime,x-stainless-runtime-version,x-stainless-timeout",
        },
    )
    assert preflight.status_code == 200
    reply = gated.post("/v1/ask", json={"question": QUESTION}, headers=headers)
    assert reply.status_code == 200
    for response in (preflight, reply):
        assert response.headers["access-control-allow-origin"] == FRIEND
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize(
    ("method", "header"), [("GET", "If-None-Match"), ("PUT", "If-Match"), ("DELETE", "If-Match")]
)
def test_page_of_a_site_in_the_settings_may_send_entity_tags(
    gated: httpx.Client, method: str, header: str
) -> None:
    asked = {
        "Origin": FRIEND,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": header.lower(),
    }
    preflight = gated.options("/v1/documents/any", headers=asked)
    assert preflight.status_code == 200
    assert header in preflight.headers["access-control-allow-headers"].split(", ")


def test_page_of_a_site_in_the_settings_sees_entity_tags(gated: httpx.Client) -> None:
    first = gated.get("/v1/documents", headers={"Origin": FRIEND})
    seen = {"Origin": FRIEND, "If-None-Match": first.headers["etag"]}
    again = gated.get("/v1/documents", headers=seen)
    assert again.status_code == 304
    for reply in (first, again):
        assert reply.headers["access-control-allow-origin"] == FRIEND
        exposed = set(reply.headers["access-control-expose-headers"].split(", "))
        assert {"Content-Disposition", "ETag", "Location", "Retry-After"} <= exposed
        assert "X-Request-Id" in exposed


def test_server_for_this_machine_has_no_cors_and_no_rate(client: httpx.Client) -> None:
    headers = {"Origin": FRIEND}
    assert "access-control-allow-origin" not in client.get("/v1/info", headers=headers).headers
    assert {client.get("/v1/documents?limit=1").status_code for _ in range(130)} == {200}


def test_each_key_and_each_address_has_its_own_rate(tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "library.sqlite3")
    first, second = (
        {"Authorization": f"Bearer {keys.add(name, Role.READER)}"} for name in ("a", "b")
    )
    settings = {"WENBAO_AUTH": "required", "WENBAO_RATE": "5/hour"}
    with (
        running_server(tmp_path, **settings) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        assert [client.get("/v1/info", headers=first).status_code for _ in range(5)] == [200] * 5
        refused = client.get("/v1/info", headers=first)
        assert_problem(refused, 429, "too_many_requests")
        assert 3500 <= int(refused.headers["retry-after"]) <= 3600
        assert client.get("/v1/info", headers=second).status_code == 200
        guesses = [
            client.get("/v1/info", headers={"Authorization": f"Bearer wenbao_{n}"}).status_code
            for n in range(7)
        ]
        assert guesses == [401] * 5 + [429] * 2
        assert client.get("/v1/info", headers=second).status_code == 200
        assert {client.get("/healthz").status_code for _ in range(10)} == {200}
        assert client.get("/static/style.css").status_code == 200
    assert [key.used_lately for key in keys.all()] == [True, True]


def test_ten_times_too_many_questions_leave_the_others_alone(gated: httpx.Client) -> None:
    def search(n: int) -> httpx.Response:
        return gated.post("/v1/search", json={"query": f"党建工作{n}" * 200, "top_k": 50})

    with ThreadPoolExecutor(50) as pool:
        waiting = [pool.submit(search, n) for n in range(50)]
        assert gated.get("/healthz").status_code == 200
        assert gated.get("/v1/documents?limit=1").status_code == 200
        replies = [item.result() for item in waiting]
    served = [reply for reply in replies if reply.status_code == 200]
    refused = [reply for reply in replies if reply.status_code != 200]
    assert served
    assert refused
    for response in refused:
        assert_problem(response, 503, "busy")
        assert response.headers["retry-after"] == "5"
    assert search(0).status_code == 200


def test_ten_times_too_many_chats_are_refused_in_openais_format(gated: httpx.Client) -> None:
    def chat(n: int) -> httpx.Response:
        messages = [{"role": "user", "content": f"党建工作{n}" * 200}]
        body = {"model": "wenbao-extractive", "messages": messages}
        return gated.post("/v1/chat/completions", json=body)

    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(chat, range(50)))
    assert {reply.status_code for reply in replies} == {200, 503}
    refused = next(reply for reply in replies if reply.status_code == 503)
    error = refused.json()["error"]
    assert (error["type"], error["code"]) == ("server_error", "busy")
    assert refused.headers["retry-after"] == "5"


def test_batches_leave_room_for_single_questions(gated: httpx.Client) -> None:
    lines = b"\n".join([json.dumps({"question": "党建工作" * 400}).encode()] * 400)
    headers = {"Content-Type": "application/x-ndjson"}
    with gated.stream("POST", "/v1/ask/batch", content=lines, headers=headers) as batch:
        assert json.loads(next(batch.iter_lines()))["line"] == 1
        assert gated.post("/v1/ask", json={"question": QUESTION}).status_code == 200


def test_limit_admits_some_queues_some_and_refuses_the_rest() -> None:
    async def crowd_of_twelve() -> tuple[int, int, int]:
        crowd, leave = Slots(2), asyncio.Event()
        entered, refused = 0, 0

        async def visit() -> None:
            nonlocal entered, refused
            try:
                async with crowd.acquire():
                    entered += 1
                    await leave.wait()
            except ProblemError:
                refused += 1

        async with asyncio.TaskGroup() as group:
            for _ in range(12):
                group.create_task(visit())
            while not refused:
                await asyncio.sleep(0)
            at_once = entered
            leave.set()
        return at_once, entered, refused

    assert asyncio.run(crowd_of_twelve()) == (2, 10, 2)


@pytest.fixture
def half_open(server_url: str) -> Iterator[list[socket.socket]]:
    """Connections that send nothing, the half of the headers, or the half of a body."""
    url = httpx.URL(server_url)
    head = b"POST /v1/ask HTTP/1.1\r\nHost: localhost\r\n"
    beginnings = (b"", head, head + b"Content-Length: 100\r\n\r\n{")
    connections = []
    for n in range(HALF_OPEN):
        connection = socket.create_connection((url.host, url.port or 0), timeout=PATIENCE_SECONDS)
        connection.sendall(beginnings[n % len(beginnings)])
        connections.append(connection)
    yield connections
    for connection in connections:
        connection.close()


def test_slow_clients_block_nobody_and_are_dropped(
    client: httpx.Client, half_open: list[socket.socket]
) -> None:
    start = time.perf_counter()
    assert client.get("/healthz").status_code == 200
    assert time.perf_counter() - start < 5
    reply = client.post("/v1/search", json={"query": "党建", "top_k": 1})
    assert reply.status_code == 200
    silent, headers = half_open[0], half_open[1]
    assert silent.recv(1) == b""
    assert headers.recv(1) == b""


def test_headers_beyond_the_limit_are_refused(server_url: str) -> None:
    url = httpx.URL(server_url)
    with socket.create_connection((url.host, url.port or 0), timeout=PATIENCE_SECONDS) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 40_000)
        assert one.recv(12) == b"HTTP/1.1 400"
