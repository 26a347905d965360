"""The library over HTTP: sorted lists, statistics, delete with undo, roles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.access.keys import KeyStore, Role
from tests.support.contract import ask, assert_problem, get
from tests.support.library_client import add, article_ids, finished
from tests.support.running_server import running_server

QUESTION = "望湖镇卫生院的夜间门诊叫什么名字?"
STORY = "望湖镇卫生院\n\n望湖镇卫生院新开的夜间门诊叫“守夜人门诊”，每晚开到十二点。\n"
ARTICLES = [
    {"title": title, "text": "一段正文。", "date": date, "source": source}
    for title, date, source in (
        ("Aa 甲", "2016-05-01", "晨报"),
        ("aB 乙", "2016-05-20", "晨報"),
        ("ac 丙", "2017", "晚报"),
        ("丁", "", "晚报"),
    )
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        running_server(tmp_path_factory.mktemp("library")) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        job = client.post("/v1/documents", json=ARTICLES).raise_for_status().json()
        finished(client, job["job_id"])
        yield client


def listed(client: httpx.Client, limit: int, **query: str) -> list[dict[str, Any]]:
    """Return the documents of all pages."""
    found, cursor = [], ""
    while cursor is not None:
        page = get(client, "/v1/documents", limit=limit, cursor=cursor, **query)
        found += page["documents"]
        cursor = page["next_cursor"]
    assert page["total"] == len(found)
    return found


@pytest.mark.parametrize("sort", ["title", "date", "source", "changed", "id"])
def test_every_order_is_paged_both_ways(client: httpx.Client, sort: str) -> None:
    up, down = (
        [item["id"] for item in listed(client, 3, sort=sort, order=order)]
        for order in ("asc", "desc")
    )
    assert up == down[::-1]
    assert len(set(up)) == len(up) == get(client, "/v1/info")["articles"]
    assert up == [item["id"] for item in listed(client, 200, sort=sort, order="asc")]


def test_titles_are_in_order_without_regard_to_case(client: httpx.Client) -> None:
    titles = [item["title"] for item in listed(client, 50, sort="title", q="报")]
    assert titles[:3] == ["Aa 甲", "aB 乙", "ac 丙"]


def test_words_are_found_in_either_script_and_case(client: httpx.Client) -> None:
    assert {item["title"] for item in listed(client, 1, q="晨报")} == {"Aa 甲", "aB 乙"}
    assert [item["title"] for item in listed(client, 1, q="AB")] == ["aB 乙"]


def test_cursor_of_another_list_does_not_fail(client: httpx.Client) -> None:
    cursor = get(client, "/v1/documents", sort="title", limit=1)["next_cursor"]
    for sort in ("changed", "date", "id"):
        assert get(client, "/v1/documents", sort=sort, cursor=cursor)["total"] > 0
    assert_problem(client.get("/v1/documents?cursor=1-zz"), 422, "invalid_request")


def test_deleted_article_is_in_no_answer_and_back_after_an_undo(client: httpx.Client) -> None:
    add(client, {"门诊.txt": STORY})
    [article] = article_ids(client, "门诊.txt")
    whole = get(client, f"/v1/documents/{article}")
    assert client.delete(f"/v1/documents/{article}").status_code == 204
    assert "守夜人" not in ask(client, QUESTION)["answer"]
    assert article_ids(client, "门诊.txt") == []
    assert client.delete(f"/v1/documents/{article}").status_code == 404
    restored = client.post(f"/v1/documents/{article}/restore")
    assert (restored.status_code, restored.json()) == (200, whole)
    assert client.post(f"/v1/documents/{article}/restore").json() == whole  # pressed twice
    assert client.get(f"/v1/documents/{article}/original").text == STORY
    job = client.post("/v1/reindex").json()["job_id"]
    finished(client, job)
    assert "守夜人" in ask(client, QUESTION)["answer"]


def test_unknown_article_cannot_be_restored(client: httpx.Client) -> None:
    response = client.post("/v1/documents/" + "0" * 16 + "/restore")
    assert_problem(response, 404, "not_kept")


def test_statistics_count_months_sources_and_the_undated(client: httpx.Client) -> None:
    documents, statistics = listed(client, 200), get(client, "/v1/statistics")
    assert statistics["articles"] == len(documents)
    assert statistics["characters"] == sum(document["characters"] for document in documents)
    months = {month["name"]: month["articles"] for month in statistics["months"]}
    assert (months["2016-05"], months["2017"]) == (2, 1)
    assert list(months) == sorted(months)
    assert statistics["undated"] == sum(not document["date"] for document in documents)
    sources = {source["name"]: source for source in statistics["sources"]}
    assert sources["晨报"] == {"name": "晨报", "articles": 2, "characters": 10}
    assert statistics["other_articles"] == 0


def test_info_reports_the_role_of_the_key_and_a_previous_index(
    client: httpx.Client, tmp_path: Path
) -> None:
    before = get(client, "/v1/info")
    finished(client, client.post("/v1/reindex", json={"full": True}).json()["job_id"])
    after = get(client, "/v1/info")
    assert [before["former_index"], after["former_index"]] == [False, True]
    assert after["role"] == "editor"
    secret = KeyStore(tmp_path / "library.sqlite3").add("阅览室", Role.READER)
    headers = {"Authorization": f"Bearer {secret}"}
    with running_server(tmp_path, WENBAO_AUTH="required") as url:
        reported = httpx.get(f"{url}/v1/info", headers=headers, timeout=60, trust_env=False).json()
        assert reported["role"] == "reader"
        [article, *_] = reported = httpx.get(
            f"{url}/v1/documents", headers=headers, trust_env=False
        ).json()["documents"]
        path = f"{url}/v1/documents/{article['id']}/restore"
        assert_problem(
            httpx.post(path, headers=headers, timeout=60, trust_env=False), 403, "wrong_role"
        )


def test_statistics_count_questions_and_what_readers_said_of_answers(tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "library.sqlite3")
    secrets = [keys.add("编辑", Role.EDITOR), keys.add("读者", Role.READER)]
    with running_server(tmp_path, WENBAO_AUTH="required") as url:
        editor, reader = (
            httpx.Client(
                base_url=url,
                headers={"Authorization": f"Bearer {secret}"},
                timeout=60,
                trust_env=False,
            )
            for secret in secrets
        )
        with editor, reader:
            answer = ask(reader, "绿东村街道开通的微信公共平台叫什么名字?")
            reader.post("/v1/feedback", json={"answer_id": answer["id"], "rating": "useful"})
            ask(reader, "红烧肉怎么做?")
            assert ask(editor, "红烧肉怎么做?")["answered"] is False
            counts = {"asked": 2, "declined": 1, "useful": 1, "not_useful": 0}
            assert get(reader, "/v1/statistics")["questions"] == counts
            counts |= {"asked": 3, "declined": 2}
            assert get(editor, "/v1/statistics")["questions"] == counts
