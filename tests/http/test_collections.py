"""Collections and tags over HTTP, on the console and for language models."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.client import Wenbao
from tests.support.console import wenbao
from tests.support.contract import ask, assert_problem, get
from tests.support.library_client import add, article_ids, finished, parts
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

STORY = "望江县{}\n\n望江县的{}昨天通车，总投资{}万元。\n"
PAGES = {
    "晚报/东桥.txt": STORY.format("东桥通车", "新桥", 300),
    "日报/2017/西桥.txt": STORY.format("西桥通车", "新桥", 500),
    "南桥.jsonl": json.dumps(
        {
            "title": "望江县南桥通车",
            "text": "望江县的新桥昨天通车，总投资700万元。",
            "tags": "桥梁,交通",
        }
    ),
}
QUESTION = "望江县的新桥总投资多少?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("collections")


@pytest.fixture(scope="module")
def url(data: Path) -> Iterator[str]:
    pages = write_pages(data / "pages", PAGES)
    with running_server(data / "data", WENBAO_COLLECTION=str(pages)) as url:
        yield url


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        yield client


def search(client: httpx.Client, query: str, **filters: object) -> dict[str, Any]:
    reply: dict[str, Any] = client.post(
        "/v1/search", json={"query": query, "filters": filters}
    ).json()
    return reply


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"collection": "晚報"}, {"望江县东桥通车"}),
        ({"collection": "晚"}, set()),
        ({"tags": ["交通"]}, {"望江县南桥通车"}),
        ({"tags": ["交通", "铁路"]}, set()),
        ({"article_ids": ["0000000000000000"]}, set()),
    ],
)
def test_search_keeps_to_collection_tags_and_articles(
    client: httpx.Client, filters: dict[str, object], titles: set[str]
) -> None:
    found = search(client, "新桥", **filters)
    assert {result["title"] for result in found["results"]} == titles
    assert found["articles_left"] == len(titles)


@pytest.mark.parametrize(("name", "amount"), [("东桥", "300万元"), ("西桥", "500万元")])
def test_one_article_is_asked(client: httpx.Client, name: str, amount: str) -> None:
    [file] = [path for path in PAGES if name in path]
    reply = ask(client, QUESTION, filters={"article_ids": article_ids(client, file)})
    assert amount in reply["answer"]
    assert (reply["articles_left"], reply["differing"]) == (1, [])


def test_sources_mentions_and_timeline_tell_collection_and_tags(client: httpx.Client) -> None:
    [source] = ask(client, QUESTION, filters={"collection": "日报"})["sources"]
    assert (source["collection"], source["tags"]) == ("日报", [])
    query = {"q": "新桥", "tag": ["桥梁", "交通"]}
    [mention] = client.get("/v1/mentions", params=query).json()["articles"]
    assert (mention["collection"], mention["tags"]) == ("", ["桥梁", "交通"])
    [only] = article_ids(client, "南桥.jsonl")
    entries = client.get("/v1/timeline", params={"q": "新桥", "article_id": [only]}).json()
    assert {entry["article_id"] for entry in entries["entries"]} <= {only}
    assert entries["articles_left"] == 1


def test_collections_and_tags_are_listed_with_their_articles(client: httpx.Client) -> None:
    reply = get(client, "/v1/collections")
    counts = {group["name"]: group["articles"] for group in reply["collections"]}
    assert (counts["日报"], counts["晚报"]) == (1, 1)
    assert reply["without"] >= 1
    assert {"交通", "桥梁"} <= {group["name"] for group in reply["tags"]}


def test_documents_are_listed_by_collection_tag_and_date(client: httpx.Client) -> None:
    [east] = get(client, "/v1/documents", collection="晚报")["documents"]
    assert (east["title"], east["collection"], east["tags"]) == ("望江县东桥通车", "晚报", [])
    [south] = get(client, "/v1/documents", tag="交通", q="南桥")["documents"]
    assert south["file"] == "南桥.jsonl"
    assert get(client, "/v1/documents", date="1999")["total"] == 0


def test_upload_goes_into_the_collection_that_it_names(client: httpx.Client) -> None:
    def send(text: str, **form: str) -> dict[str, object]:
        sent = client.post("/v1/documents", files=parts({"灯塔.txt": text}), data=form)
        assert finished(client, sent.json()["job_id"])["state"] == "done"
        [article] = article_ids(client, "灯塔.txt")
        return get(client, f"/v1/documents/{article}")

    assert send("灯塔\n\n灯塔亮了。\n", collection=" 周刊 ")["collection"] == "周刊"
    assert send("灯塔\n\n灯塔又亮了。\n")["collection"] == "周刊"
    assert send("灯塔\n\n灯塔灭了。\n", collection="月刊")["collection"] == "月刊"


def test_name_of_a_collection_that_is_too_long_is_refused(client: httpx.Client) -> None:
    form = {"collection": "报" * 501}
    sent = client.post("/v1/documents", files=parts({"长.txt": "长\n\n长名。\n"}), data=form)
    assert "collection" in assert_problem(sent, 422, "invalid_request")["detail"]


def test_article_sent_with_its_own_id_takes_what_is_given_and_keeps_what_was_set(
    client: httpx.Client,
) -> None:
    def send(**fields: object) -> dict[str, object]:
        article = {"id": "x1", "title": "渡口", "text": "渡口恢复了航班。", **fields}
        sent = client.post("/v1/documents", json=article)
        assert finished(client, sent.json()["job_id"])["state"] == "done"
        [found] = article_ids(client, "x1.jsonl")
        return get(client, f"/v1/documents/{found}")

    first = send(collection="周刊", tags=["水运", "水運"])
    assert (first["collection"], first["tags"]) == ("周刊", ["水运"])
    edited = client.put(f"/v1/documents/{first['id']}", json={"tags": ["渡口"]}).json()
    assert (edited["collection"], edited["tags"]) == ("周刊", ["渡口"])
    again = send(collection="月刊", tags=["水运"])
    assert (again["collection"], again["tags"]) == ("月刊", ["渡口"])


def test_moved_article_is_found_in_its_new_collection_at_once(client: httpx.Client) -> None:
    add(client, {"码头.txt": "码头\n\n码头昨天扩建，工期两年。\n"})
    [article] = article_ids(client, "码头.txt")
    for collection in ("港口报", "航运报"):
        client.put(f"/v1/documents/{article}", json={"collection": collection})
        [found] = search(client, "码头扩建", collection=collection)["results"]
        assert (found["article_id"], found["collection"]) == (article, collection)
    assert search(client, "码头扩建", collection="港口报")["articles_left"] == 0


def test_each_collection_is_a_model_of_its_own(client: httpx.Client) -> None:
    names = {model["id"] for model in get(client, "/v1/models")["data"]}
    assert {"wenbao-extractive", "wenbao-extractive/晚报", "wenbao-extractive/日报"} <= names
    assert get(client, "/v1/models/wenbao-extractive/晚報")["id"] == "wenbao-extractive/晚报"
    messages = [{"role": "user", "content": QUESTION}]
    for collection, amount in (("晚报", "300万元"), ("日报", "500万元")):
        body = {"model": f"wenbao-extractive/{collection}", "messages": messages}
        reply = client.post("/v1/chat/completions", json=body).json()
        assert amount in reply["choices"][0]["message"]["content"]
        assert {source["collection"] for source in reply["sources"]} == {collection}
    body = {"model": "wenbao-extractive/无此报", "messages": messages}
    error = client.post("/v1/chat/completions", json=body)
    assert (error.status_code, error.json()["error"]["code"]) == (404, "model_not_found")


def test_python_client_filters_and_lists(url: str, tmp_path: Path) -> None:
    client = Wenbao(url)
    assert [one["title"] for one in client.documents(collection="晚报")] == ["望江县东桥通车"]
    timeline = client.timeline("新桥", collection="晚报", tags=["无此标签"])
    assert timeline["total"] == 0
    assert "晚报" in {group["name"] for group in client.collections()["collections"]}
    file = write_pages(tmp_path, {"堤.txt": "堤\n\n堤坝加固了。\n"}) / "堤.txt"
    assert client.wait(client.add(file, collection="水利报"))["state"] == "done"
    assert [one["file"] for one in client.documents(collection="水利报")] == ["堤.txt"]


@pytest.mark.usefixtures("client")
def test_the_console_filters_by_collection_tag_and_article(data: Path) -> None:
    folder = ("--data", str(data / "data"))
    asked = wenbao("ask", QUESTION, "--collection", "晚报", *folder)
    assert "300万元" in asked.stdout
    found = wenbao("search", "新桥", "--tag", "桥梁", "--tag", "交通", *folder)
    assert ("南桥" in found.stdout, "东桥" in found.stdout) == (True, False)
    nothing = wenbao("ask", QUESTION, "--article", "0000000000000000", *folder)
    assert "No article passes the filters" in nothing.stdout
