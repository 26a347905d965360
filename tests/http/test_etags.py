"""Entity tags over HTTP: nothing is sent twice, and nobody overwrites a change unseen."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.contract import assert_problem, get
from tests.support.library_client import add, article_ids
from tests.support.running_server import running_server

STORY = "竹溪镇水站\n\n竹溪镇水站开通了名叫“清流热线”的电话，每天有人值守。\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        running_server(tmp_path_factory.mktemp("etags")) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


@pytest.fixture
def path(client: httpx.Client, request: pytest.FixtureRequest) -> str:
    """The path of an article that only this test uses."""
    name = f"{request.node.name}.txt"
    add(client, {name: STORY + f"记录：{name}。\n"})
    [article_id] = article_ids(client, name)
    return f"/v1/documents/{article_id}"


def test_article_seen_before_is_not_sent_again_until_it_changes(
    client: httpx.Client, path: str
) -> None:
    first = client.get(path)
    seen = {"If-None-Match": f'"other", W/{first.headers["etag"]}'}
    again = client.get(path, headers=seen)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    changed = client.put(path, json={"byline": "陈竹"})
    after = client.get(path, headers=seen)
    assert (after.status_code, after.json()["byline"]) == (200, "陈竹")
    assert after.headers["etag"] == changed.headers["etag"] != first.headers["etag"]


def test_list_seen_before_is_not_sent_again_until_the_library_changes(
    client: httpx.Client, path: str
) -> None:
    first = client.get("/v1/documents?limit=2&sort=changed")
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    same = client.get("/v1/documents?limit=2&sort=changed", headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert client.delete(path).status_code == 204
    after = client.get("/v1/documents?limit=2&sort=changed", headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert after.json()["total"] == first.json()["total"] - 1


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_change_of_what_was_changed_meanwhile_is_refused(
    client: httpx.Client, path: str, method: str
) -> None:
    seen = client.get(path).headers["etag"]
    client.put(path, json={"byline": "别人"})
    body = {"title": "我的标题"} if method == "PUT" else None
    response = client.request(method, path, json=body, headers={"If-Match": seen})
    assert "again" in assert_problem(response, 412, "changed_meanwhile")["detail"]
    assert get(client, path)["byline"] == "别人"
    now = client.get(path).headers["etag"]
    assert client.request(method, path, json=body, headers={"If-Match": now}).is_success


def test_weak_tag_does_not_permit_a_change(client: httpx.Client, path: str) -> None:
    weak = "W/" + client.get(path).headers["etag"]
    response = client.put(path, json={"title": "新标题"}, headers={"If-Match": weak})
    assert_problem(response, 412, "changed_meanwhile")
    anything = client.put(path, json={"title": "新标题"}, headers={"If-Match": "*"})
    assert anything.json()["title"] == "新标题"


def test_only_one_of_many_changes_of_one_version_is_taken(client: httpx.Client, path: str) -> None:
    seen = {"If-Match": client.get(path).headers["etag"]}
    with ThreadPoolExecutor(8) as pool:
        bylines = [f"作者{n}" for n in range(8)]
        replies = list(
            pool.map(lambda one: client.put(path, json={"byline": one}, headers=seen), bylines)
        )
    assert sorted(reply.status_code for reply in replies) == [200] + [412] * 7
    [winner] = [reply for reply in replies if reply.status_code == 200]
    assert get(client, path)["byline"] == winner.json()["byline"]
