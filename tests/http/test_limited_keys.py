"""Keys for some collections: every route behaves as if there were no other articles."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from service.access.keys import KeyStore, Role
from tests.support.contract import ask, assert_problem, get
from tests.support.library_client import add, article_ids, finished, parts
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

STORY = "{}大桥通车\n\n本报讯 望江县的{}大桥2017年10月11日通车，总投资{}万元。县长{}讲话。\n"
SECRETS = ("西岭", "500万元", "欧阳明珠", "日报", "机密标签")
PAGES = {
    "晚报/东.txt": STORY.format("东湖", "东湖", 300, "王大力"),
    "日报/西.txt": STORY.format("西岭", "西岭", 500, "欧阳明珠"),
    "日报/乙.jsonl": json.dumps(
        {"title": "西岭往事", "text": "西岭的往事，欧阳明珠说了很多。", "tags": "机密标签"}
    ),
}
QUESTION = "望江县的西岭大桥总投资多少?"


@dataclass(frozen=True)
class Guarded:
    """A server that requires keys, with the ids of an article of one's own and another."""

    url: str
    secrets: dict[str, str]
    own: str
    other: str

    def client(self, holder: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.secrets[holder]}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, trust_env=False)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("limited")
    pages = write_pages(folder / "pages", PAGES)
    keys = KeyStore(folder / "data" / "library.sqlite3")
    secrets = {
        "whole": keys.add("whole", Role.EDITOR),
        "reader": keys.add("reader", Role.READER, ["晚報"]),
        "editor": keys.add("editor", Role.EDITOR, ["晚报", "周刊"]),
        "evening": keys.add("evening", Role.EDITOR, ["晚报"]),
    }
    settings = {"WENBAO_AUTH": "required", "WENBAO_RATE": "off", "WENBAO_COLLECTION": str(pages)}
    with running_server(folder / "data", **settings) as url:
        found = Guarded(url, secrets, "", "")
        with found.client("whole") as client:
            [own] = article_ids(client, "晚报/东.txt")
            [other] = article_ids(client, "日报/西.txt")
        yield Guarded(url, secrets, own, other)


@pytest.fixture
def reader(guarded: Guarded) -> Iterator[httpx.Client]:
    with guarded.client("reader") as client:
        yield client


@pytest.fixture
def editor(guarded: Guarded) -> Iterator[httpx.Client]:
    with guarded.client("editor") as client:
        yield client


def assert_no_secret(response: httpx.Response) -> None:
    told = response.text
    assert [secret for secret in SECRETS if secret in told] == []


def reads(client: httpx.Client) -> list[tuple[str, str]]:
    """Return method and path of all routes that a reader may use."""
    paths = get(client, "/openapi.json")["paths"]
    return [(m.upper(), path) for path, methods in paths.items() for m in methods if m == "get"]


def test_no_route_tells_of_other_articles(guarded: Guarded, reader: httpx.Client) -> None:
    names = {"article_id": guarded.other, "number": "1", "name": "wenbao-extractive"}
    for _, path in reads(reader):
        address = re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], "0" * 16), path)
        response = reader.get(address, params={"q": "大桥"})
        if "{article_id}" in path:
            assert_problem(response, 404, "no_such_document")
        assert_no_secret(response)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/search", {"query": "西岭大桥 欧阳明珠", "top_k": 50}),
        ("/v1/ask", {"question": "望江县的大桥总投资多少?", "debug": True}),
        ("/v1/ask", {"question": "县长欧阳明朱说了什么?"}),
        ("/v1/ask", {"question": "Who is Ouyang Mingzhu?"}),
        ("/v1/ask", {"question": "哪些文章提到大桥?"}),
        ("/v1/ask", {"question": "有哪些来源?"}),
        ("/v1/ask", {"question": "最新的一篇"}),
    ],
)
def test_no_question_finds_other_articles(
    reader: httpx.Client, path: str, body: dict[str, Any]
) -> None:
    response = reader.post(path, json=body)
    assert response.status_code == 200
    told = response.json()
    for part in ("query", "question", "interpreted"):
        told.pop(part, None)
    assert [secret for secret in SECRETS if secret in json.dumps(told, ensure_ascii=False)] == []


def test_own_articles_answer_as_usual(guarded: Guarded, reader: httpx.Client) -> None:
    reply = ask(reader, "望江县的东湖大桥总投资多少?")
    assert ("300万元" in reply["answer"], reply["articles_left"]) == (True, None)
    assert {source["article_id"] for source in reply["sources"]} == {guarded.own}
    filters = {"article_ids": [guarded.other]}
    nothing = reader.post("/v1/search", json={"query": "大桥", "filters": filters}).json()
    assert (nothing["results"], nothing["articles_left"]) == ([], 0)
    assert get(reader, "/v1/documents")["total"] == 1
    info = get(reader, "/v1/info")
    assert (info["articles"], info["collections"], info["role"]) == (1, ["晚報"], "reader")
    assert get(reader, "/v1/statistics")["articles"] == 1
    assert [one["name"] for one in get(reader, "/v1/collections")["collections"]] == ["晚报"]
    mentions = get(reader, "/v1/mentions", q="大桥")
    assert (mentions["total"], mentions["articles"][0]["article_id"]) == (1, guarded.own)


def test_batch_chat_and_passage_ids_keep_to_the_collections(
    guarded: Guarded, reader: httpx.Client
) -> None:
    line = json.dumps({"question": QUESTION})
    headers = {"Content-Type": "application/x-ndjson"}
    assert_no_secret_but_question(reader.post("/v1/ask/batch", content=line, headers=headers))
    messages = [{"role": "user", "content": QUESTION}]
    chat = {"model": "wenbao-extractive", "messages": messages}
    assert_no_secret_but_question(reader.post("/v1/chat/completions", json=chat))
    models = [model["id"] for model in get(reader, "/v1/models")["data"]]
    assert models == ["wenbao-extractive", "wenbao-extractive/晚报"]
    refused = reader.post("/v1/chat/completions", json=chat | {"model": "wenbao-extractive/日报"})
    assert refused.status_code == 404
    why = {"query": "大桥", "why": f"{guarded.other}-0"}
    assert reader.post("/v1/search", json=why).json()["why"]["stage"] == "unknown"


def assert_no_secret_but_question(response: httpx.Response) -> None:
    assert response.status_code == 200
    told = response.text.replace("西岭", "", response.text.count(QUESTION))
    assert "500万元" not in told
    assert "欧阳明珠" not in told


def test_moved_article_disappears_from_conversations(guarded: Guarded) -> None:
    with guarded.client("whole") as whole, guarded.client("reader") as reader:
        add(whole, {"渡口.txt": "渡口\n\n渡口的航班每天有七十三次。\n"})
        [article] = article_ids(whole, "渡口.txt")
        whole.put(f"/v1/documents/{article}", json={"collection": "晚报"})
        reply = ask(reader, "渡口的航班每天有多少次?")
        assert "七十三次" in reply["answer"]
        address = f"/v1/conversations/{reply['conversation_id']}"
        assert "七十三次" in reader.get(address).text
        whole.put(f"/v1/documents/{article}", json={"collection": "日报"})
        assert "七十三次" not in reader.get(address).text
        assert "七十三次" not in reader.get(f"{address}/export").text
        feedback = {"answer_id": reply["id"], "rating": "useful", "passage_id": f"{article}-0"}
        assert_problem(reader.post("/v1/feedback", json=feedback), 404, "no_such_passage")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", ""),
        ("DELETE", ""),
        ("POST", "/restore"),
        ("POST", "/undo"),
        ("GET", "/history"),
        ("GET", "/original"),
    ],
)
def test_articles_of_others_cannot_be_touched(
    guarded: Guarded, editor: httpx.Client, method: str, path: str
) -> None:
    address = f"/v1/documents/{guarded.other}{path}"
    body = {"title": "改了"} if method == "PUT" else None
    response = editor.request(method, address, json=body)
    assert response.status_code == 404
    assert_no_secret(response)
    with guarded.client("whole") as whole:
        assert get(whole, f"/v1/documents/{guarded.other}")["title"] == "西岭大桥通车"


def test_deleted_article_of_others_is_restored_by_them_only(guarded: Guarded) -> None:
    with guarded.client("whole") as whole, guarded.client("editor") as editor:
        assert whole.delete(f"/v1/documents/{guarded.other}").status_code == 204
        refused = editor.post(f"/v1/documents/{guarded.other}/restore")
        assert_problem(refused, 404, "not_kept")
        assert whole.post(f"/v1/documents/{guarded.other}/restore").status_code == 200


def test_own_articles_stay_within_the_collections(guarded: Guarded, editor: httpx.Client) -> None:
    address = f"/v1/documents/{guarded.own}"
    assert_problem(editor.put(address, json={"collection": "日报"}), 403, "outside_rights")
    assert editor.put(address, json={"collection": "周刊"}).json()["collection"] == "周刊"
    assert editor.post(f"{address}/undo").json()["collection"] == "晚报"
    body = {"ids": [guarded.own, guarded.other], "change": {"collection": "日报"}}
    outcomes = editor.post("/v1/changes", json=body).json()["outcomes"]
    assert [one["outcome"] for one in outcomes] == ["outside_rights", "no_such_document"]


def test_uploads_stay_within_the_collections(guarded: Guarded) -> None:
    files = parts({"表.csv": "title,text,collection\n一,西岭的一。,日报\n"})
    with guarded.client("editor") as editor, guarded.client("evening") as evening:
        for form in ({}, {"collection": "日报"}):
            refused = editor.post("/v1/documents", files=files, data=form)
            assert_problem(refused, 403, "outside_rights")
        sent = editor.post("/v1/documents", files=files, data={"collection": "周刊"}).json()
        assert finished(editor, sent["job_id"])["state"] == "done"
        [listed] = get(editor, "/v1/documents", collection="周刊")["documents"]
        assert listed["file"] == "表.csv"
        assert evening.get(f"/v1/jobs/{sent['job_id']}").status_code == 404
        assert sent["job_id"] not in evening.get("/v1/jobs").text
        other = evening.post("/v1/documents", files=files).json()
        assert other["documents"][0]["name"] == "表 (2).csv"
        assert finished(evening, other["job_id"])["files"]["stored"] == 1
        assert {one["collection"] for one in get(evening, "/v1/documents")["documents"]} == {"晚报"}


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/reindex"), ("POST", "/v1/rollback"), ("GET", "/metrics")]
)
def test_what_concerns_all_articles_needs_a_key_for_all(
    editor: httpx.Client, method: str, path: str
) -> None:
    assert_problem(editor.request(method, path), 403, "outside_rights")


def test_file_with_articles_of_others_is_not_given_away(guarded: Guarded) -> None:
    rows = [
        {"title": "公开的事", "text": "广场开放。", "collection": "晚报"},
        {"title": "别人的事", "text": "西岭的账目。", "collection": "日报"},
    ]
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    with guarded.client("whole") as whole, guarded.client("reader") as reader:
        add(whole, {"混.jsonl": text})
        ids = article_ids(whole, "混.jsonl")
        [own] = [one for one in ids if reader.get(f"/v1/documents/{one}").status_code == 200]
        assert whole.get(f"/v1/documents/{own}/original").status_code == 200
        assert reader.get(f"/v1/documents/{own}").json()["has_original"] is False
        assert_problem(reader.get(f"/v1/documents/{own}/original"), 404, "no_original")
        assert_problem(reader.get(f"/v1/documents/{own}/pages/1"), 404, "no_page_image")


def test_what_was_taken_out_before_an_article_came_is_not_told(guarded: Guarded) -> None:
    with guarded.client("whole") as whole, guarded.client("editor") as editor:
        add(whole, {"账.txt": "公园的账\n\n西岭的账目。公园开放。\n"})
        [moved] = article_ids(whole, "账.txt")
        address = f"/v1/documents/{moved}"
        whole.put(address, json={"text": "公园开放。"})
        whole.put(address, json={"collection": "晚报"})
        assert editor.get(address).json()["text"] == "公园开放。"
        assert get(editor, f"{address}/history")["edits"] == []
        assert_problem(editor.get(f"{address}/original"), 404, "no_original")
        assert_problem(editor.post(f"{address}/undo"), 409, "nothing_to_undo")
        editor.put(address, json={"byline": "记者 甲"})
        assert len(get(editor, f"{address}/history")["edits"]) == 1
        assert len(get(whole, f"{address}/history")["edits"]) == 3


def test_work_on_the_whole_index_is_not_seen_or_stopped(guarded: Guarded) -> None:
    with guarded.client("whole") as whole, guarded.client("editor") as editor:
        job = whole.post("/v1/reindex", json={"full": True}).json()["job_id"]
        for method, path in (("GET", ""), ("GET", "/events"), ("POST", "/retry"), ("DELETE", "")):
            assert editor.request(method, f"/v1/jobs/{job}{path}").status_code == 404
        assert finished(whole, job)["state"] == "done"
