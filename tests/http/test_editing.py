"""Editing over HTTP: history, taking changes back, and changing several articles at once."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from service.access.keys import KeyStore, Role
from tests.support.contract import assert_problem, get
from tests.support.library_client import add, article_ids
from tests.support.running_server import running_server

STORY = "{}号灯塔亮灯\n\n海边的{}号灯塔昨日修缮完成，重新亮灯。\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    data = tmp_path_factory.mktemp("editing")
    secret = KeyStore(data / "library.sqlite3").add("编辑部", Role.EDITOR)
    headers = {"Authorization": f"Bearer {secret}"}
    with (
        running_server(data, WENBAO_AUTH="required", WENBAO_RATE="off") as url,
        httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
def articles(client: httpx.Client, request: pytest.FixtureRequest) -> list[str]:
    """Return the ids of three articles of the test's own."""
    name = request.node.name
    files = {f"{name}{n}.txt": STORY.format(n, f"{name}的{n}") for n in range(3)}
    add(client, files)
    return [article_id for name in files for article_id in article_ids(client, name)]


def history(client: httpx.Client, article: str) -> list[dict[str, Any]]:
    edits: list[dict[str, Any]] = get(client, f"/v1/documents/{article}/history")["edits"]
    return edits


def test_change_is_recorded_with_its_editor_and_taken_back(
    client: httpx.Client, articles: list[str]
) -> None:
    address = f"/v1/documents/{articles[0]}"
    before = get(client, address)
    client.put(address, json={"title": "灯塔", "tags": ["海边"], "date": "2024-05-01"})
    [edit] = history(client, articles[0])
    assert (edit["editor"], edit["undone_at"]) == ("编辑部", None)
    assert edit["fields"] == [
        {"field": "title", "before": "0号灯塔亮灯", "after": "灯塔"},
        {"field": "date", "before": "", "after": "2024-05-01"},
        {"field": "tags", "before": [], "after": ["海边"]},
    ]
    undone = client.post(f"{address}/undo").json()
    assert undone | {"changed_at": "", "passages": []} == before | {
        "changed_at": "",
        "passages": [],
    }
    [edit] = history(client, articles[0])
    assert (edit["undone_by"], bool(edit["undone_at"])) == ("编辑部", True)
    assert_problem(client.post(f"{address}/undo"), 409, "nothing_to_undo")


def test_change_before_the_file_was_read_again_is_not_taken_back(client: httpx.Client) -> None:
    add(client, {"塔.txt": STORY.format(7, 7)})
    [article] = article_ids(client, "塔.txt")
    client.put(f"/v1/documents/{article}", json={"byline": "记者 张三"})
    add(client, {"塔.txt": STORY.format(7, 7) + "\n本报记者 李四\n"})
    [article] = article_ids(client, "塔.txt")
    refused = client.post(f"/v1/documents/{article}/undo")
    assert_problem(refused, 409, "changed_since")


def test_several_articles_are_changed_and_each_outcome_is_told(
    client: httpx.Client, articles: list[str]
) -> None:
    client.put(f"/v1/documents/{articles[0]}", json={"tags": ["草稿", "海邊"]})
    client.put(f"/v1/documents/{articles[1]}", json={"collection": "晚报", "tags": ["海边"]})
    change = {"collection": "晚报", "add_tags": ["海边"], "remove_tags": ["草稿"]}
    body = {"ids": [*articles, articles[0], "0" * 16], "change": change}
    reply = client.post("/v1/changes", json=body).json()
    assert reply["outcomes"] == [
        {"id": articles[0], "outcome": "changed"},
        {"id": articles[1], "outcome": "unchanged"},
        {"id": articles[2], "outcome": "changed"},
        {"id": "0" * 16, "outcome": "no_such_document"},
    ]
    filed = [get(client, f"/v1/documents/{article}") for article in articles]
    assert [(one["collection"], one["tags"]) for one in filed] == [
        ("晚报", ["海邊"]),
        ("晚报", ["海边"]),
        ("晚报", ["海边"]),
    ]
    assert [len(history(client, article)) for article in articles] == [2, 1, 1]


def test_common_change_keeps_what_it_does_not_name(
    client: httpx.Client, articles: list[str]
) -> None:
    before = get(client, f"/v1/documents/{articles[0]}")
    body = {"ids": articles[:1], "change": {"date": "2024-05", "source": "海边报"}}
    client.post("/v1/changes", json=body)
    after = get(client, f"/v1/documents/{articles[0]}")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"date", "date_origin", "source", "changed_at"}
    assert after["date_origin"] == "given"


@pytest.mark.parametrize(
    "body",
    [
        {"ids": [], "change": {}},
        {"ids": ["0" * 16], "change": {"title": "全都一样"}},
        {"ids": ["0" * 16], "change": {"date": "昨天"}},
    ],
)
def test_bad_change_is_refused(client: httpx.Client, body: dict[str, Any]) -> None:
    assert_problem(client.post("/v1/changes", json=body), 422, "invalid_request")


def test_history_of_an_unknown_article_is_a_404_problem(client: httpx.Client) -> None:
    missing = client.get(f"/v1/documents/{'0' * 16}/history")
    assert_problem(missing, 404, "no_such_document")


def test_change_survives_a_rebuild(client: httpx.Client, articles: list[str]) -> None:
    address = f"/v1/documents/{articles[0]}"
    client.put(address, json={"collection": "晚报"})
    job = client.post("/v1/reindex", json={"full": True}).json()["job_id"]
    client.get(f"/v1/jobs/{job}/events")
    assert get(client, address)["collection"] == "晚报"
    assert len(history(client, articles[0])) == 1
