"""What the server tells of the transformer: how far it is, and what it makes of a passage."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.ingestion.deepening import DeepeningProgress
from service.web.schemas.state import DeepeningOut
from tests.http.test_metrics import read_metrics
from tests.support.contract import ask, get
from tests.support.deepening import ENCODED, NEW, HalfDeepened, half_deepened
from tests.support.running_server import running_server

ALL = ENCODED + NEW


@pytest.fixture
def half(tmp_path: Path) -> Iterator[HalfDeepened]:
    with half_deepened(tmp_path) as half:
        yield half


@pytest.fixture
def client(half: HalfDeepened) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=half.url, timeout=60, trust_env=False) as client:
        yield client


def search(client: httpx.Client, query: str, **fields: str) -> dict[str, Any]:
    body = {"query": query, "top_k": 50, **fields}
    reply: dict[str, Any] = client.post("/v1/search", json=body).raise_for_status().json()
    return reply


def read_gauges(client: httpx.Client) -> dict[str, float]:
    """Return the metrics of deepening by their suffix."""
    prefix = "wenbao_deepening_passages"
    metrics = read_metrics(client)
    return {name.removeprefix(prefix): metrics[name] for name in metrics if prefix in name}


def test_progress_is_told_until_every_passage_is_encoded(
    client: httpx.Client, half: HalfDeepened
) -> None:
    waiting = {"done": ENCODED, "total": ALL, "per_second": None, "eta_s": None}
    assert get(client, "/v1/info")["deepening"] == waiting
    assert read_gauges(client) == {"": ALL, "_done": ENCODED, "_per_second": 0}
    half.finish()
    progress = get(client, "/v1/info")["deepening"]
    assert (progress["done"], progress["total"]) == (ALL, ALL)
    gauges = read_gauges(client)
    assert (gauges["_done"], gauges[""]) == (ALL, ALL)


def test_scores_tell_the_transformers_cosine_once_it_has_encoded_the_passage(
    client: httpx.Client, half: HalfDeepened
) -> None:
    results = search(client, "码头和灯塔")["results"]
    assert len(results) == ALL
    for result in results:
        assert (result["scores"]["meaning"] is None) == result["title"].startswith("码头")
    half.finish()
    results = search(client, "码头和灯塔")["results"]
    assert all(-1 <= result["scores"]["meaning"] <= 1 for result in results)
    scores = ask(client, "码头什么时候开港?", debug=True)["debug"].values()
    assert all(-1 <= one["meaning"] <= 1 for one in scores)


def test_explanation_tells_whether_the_transformer_has_encoded_the_passage(
    client: httpx.Client, half: HalfDeepened
) -> None:
    passage = search(client, "码头开港")["results"][0]["passage_id"]
    why = search(client, "码头开港", why=passage)["why"]
    assert (why["meaning"], why["features"]["unread"]) == (None, 1)
    half.finish()
    why = search(client, "码头开港", why=passage)["why"]
    assert -1 <= why["meaning"] <= 1
    assert why["features"]["unread"] == 0


def test_nothing_is_told_where_the_transformer_is_switched_off(tmp_path: Path) -> None:
    with (
        running_server(tmp_path, WENBAO_MEANING="off") as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        info = get(client, "/v1/info")
        assert (info["deepening"], info["encoder"]) == (None, "wenbao-static-zh")
        assert read_gauges(client) == {}
        assert search(client, "党建云平台")["results"][0]["scores"]["meaning"] is None


def test_time_left_follows_from_the_speed() -> None:
    out = DeepeningOut.of(DeepeningProgress(2560, 163604, 24.8712))
    assert (out.per_second, out.eta_s) == (24.87, 6475.1)
