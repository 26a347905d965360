"""The metrics for Prometheus."""

import re
import time
from collections.abc import Iterator

import httpx
import pytest

from tests.support.contract import ask, get
from tests.support.running_server import running_server

NAMES = {
    "wenbao_ask_duration_seconds": "histogram",
    "wenbao_deepening_passages": "gauge",
    "wenbao_deepening_passages_done": "gauge",
    "wenbao_deepening_passages_per_second": "gauge",
    "wenbao_disk_free_bytes": "gauge",
    "wenbao_documents_changed_timestamp_seconds": "gauge",
    "wenbao_index_passages": "gauge",
    "wenbao_jobs": "gauge",
    "wenbao_library_bytes": "gauge",
    "wenbao_library_revision": "gauge",
    "wenbao_questions_total": "counter",
    "wenbao_quotes_dropped_total": "counter",
    "wenbao_responses_total": "counter",
}
OUTCOMES = {
    "answered": "绿东村街道开通的微信公共平台叫什么名字?",
    "no_match": "zzqx vvkw",
    "other_subject": "洛阳市有多少名流动党员?",
    "not_told": "惠济区委书记今年多大年龄?",
}


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a fresh server."""
    with (
        running_server(tmp_path_factory.mktemp("metrics")) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def read_metrics(client: httpx.Client) -> dict[str, float]:
    """Return the value of every series."""
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {series: float(value) for series, value in pairs}


def test_metrics_have_these_names_and_kinds(client: httpx.Client) -> None:
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=")
    assert dict(re.findall(r"^# TYPE (\w+) (\w+)$", response.text, re.MULTILINE)) == NAMES
    assert all(f"# HELP {name} " in response.text for name in NAMES)


def test_total_names_counters_and_nothing_else(client: httpx.Client) -> None:
    kinds = re.findall(r"^# TYPE (\w+) (\w+)$", client.get("/metrics").text, re.MULTILINE)
    counters = {name for name, kind in kinds if kind == "counter"}
    assert {name for name, _ in kinds if name.endswith("_total")} == counters


def test_questions_are_counted_by_outcome_and_timed(fresh: httpx.Client) -> None:
    questions = {f'wenbao_questions_total{{outcome="{name}"}}': name for name in OUTCOMES}
    before = read_metrics(fresh)
    assert [before[series] for series in questions] == [0, 0, 0, 0]
    assert before["wenbao_ask_duration_seconds_count"] == 0
    for question in OUTCOMES.values():
        ask(fresh, question)
    fresh.post("/v1/ask", json={"question": OUTCOMES["answered"], "stream": True})
    after = read_metrics(fresh)
    assert {name: after[series] for series, name in questions.items()} == {
        "answered": 2,
        "no_match": 1,
        "other_subject": 1,
        "not_told": 1,
    }
    assert after["wenbao_ask_duration_seconds_count"] == 5
    assert after['wenbao_ask_duration_seconds_bucket{le="+Inf"}'] == 5
    assert 0 < after["wenbao_ask_duration_seconds_sum"] < 60
    assert after["wenbao_quotes_dropped_total"] == 0


def test_collection_is_measured(client: httpx.Client) -> None:
    metrics, info = read_metrics(client), get(client, "/v1/info")
    assert metrics["wenbao_index_passages"] == info["passages"] > 100
    assert metrics["wenbao_library_revision"] == info["index_revision"] > 0


def test_jobs_are_counted_by_kind_and_state(client: httpx.Client) -> None:
    metrics = read_metrics(client)
    assert metrics['wenbao_jobs{kind="add",state="done"}'] >= 1
    assert metrics['wenbao_jobs{kind="reindex",state="failed"}'] == 0
    assert 0 < metrics["wenbao_documents_changed_timestamp_seconds"] < time.time()


def test_responses_are_counted_by_route_and_status(fresh: httpx.Client) -> None:
    fresh.get("/v1/documents/0123456789abcdef")
    fresh.get("/v1/documents/fedcba9876543210")
    fresh.get("/no/such/path")
    metrics = read_metrics(fresh)
    series = 'wenbao_responses_total{method="GET",route="/v1/documents/{article_id}",status="404"}'
    assert metrics[series] == 2
    assert metrics['wenbao_responses_total{method="GET",route="other",status="404"}'] == 1


def test_disk_and_library_have_a_size(fresh: httpx.Client) -> None:
    metrics = read_metrics(fresh)
    assert 0 < metrics["wenbao_library_bytes"] < metrics["wenbao_disk_free_bytes"]
