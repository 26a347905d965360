"""Filters over HTTP, on the console and in the MCP tools."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.console import wenbao
from tests.support.contract import ask, assert_problem, get
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

TABLE = "\n".join(
    [
        '"title","text","date","source"',
        '"新桥通车","望江县的新桥昨天通车,总投资300万元。","2016-05-04","晚报.txt"',
        '"新桥加固","望江县的新桥正在加固,总投资500万元。","2017-10-11","日报.txt"',
        '"新桥往事","望江县的老人说起新桥。","","日报.txt"',
    ]
)
QUESTION = "望江县的新桥总投资多少?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filters")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    pages = write_pages(data / "pages", {"all.csv": TABLE})
    with (
        running_server(data / "data", WENBAO_COLLECTION=str(pages)) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        yield client


def search(client: httpx.Client, query: str = "新桥", **filters: str) -> httpx.Response:
    return client.post("/v1/search", json={"query": query, "filters": filters})


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({}, {"新桥通车", "新桥加固", "新桥往事"}),
        ({"source": "日報"}, {"新桥加固", "新桥往事"}),
        ({"title": "通车"}, {"新桥通车"}),
        ({"date_from": "2016"}, {"新桥通车", "新桥加固"}),
        ({"date_from": "2016-06"}, {"新桥加固"}),
        ({"date_to": "2016"}, {"新桥通车"}),
        ({"date_from": "2017-10-11", "date_to": "2017-10-11"}, {"新桥加固"}),
        ({"source": "日报", "date_to": "2016"}, set()),
    ],
)
def test_search_gives_what_the_filters_leave(
    client: httpx.Client, filters: dict[str, str], titles: set[str]
) -> None:
    reply = search(client, **filters).json()
    assert {result["title"] for result in reply["results"]} == titles
    assert reply["total"] == len(titles)
    assert reply["articles_left"] == (len(titles) if filters else None)


def test_each_source_answers_for_itself(client: httpx.Client) -> None:
    for source, amount in (("晚报", "300万元"), ("日报", "500万元")):
        reply = ask(client, QUESTION, filters={"source": source})
        assert amount in reply["answer"]
        assert reply["differing"] == []


def test_filters_hold_for_one_question_only(client: httpx.Client) -> None:
    first = ask(client, QUESTION, filters={"source": "晚报"})
    conversation = first["conversation_id"]
    again = ask(client, QUESTION, conversation_id=conversation)
    assert again["articles_left"] is None
    assert len({source["source"] for source in again["sources"]}) == 2


def test_filters_that_exclude_everything_are_reported_in_the_decline(client: httpx.Client) -> None:
    reply = ask(client, QUESTION, filters={"date_from": "2030"})
    assert (reply["answered"], reply["reason"], reply["articles_left"]) == (False, "no_match", 0)
    assert reply["sources"] == []


def test_each_line_of_a_batch_has_its_filters(client: httpx.Client) -> None:
    lines = [
        {"question": QUESTION, "filters": {"title": title}} for title in ("通车", "加固", "无此")
    ]
    lines.append({"question": QUESTION, "filters": {"date_to": "31.12."}})
    body = "\n".join(json.dumps(line) for line in lines)
    headers = {"Content-Type": "application/x-ndjson"}
    response = client.post("/v1/ask/batch", content=body, headers=headers)
    first, second, nothing, bad = map(json.loads, response.text.splitlines())
    assert ("300" in first["answer"], "500" in second["answer"]) == (True, True)
    assert (nothing["reason"], nothing["articles_left"]) == ("no_match", 0)
    assert "expected a date such as 2017-10-11, 2017-10 or 2017" in bad["detail"]


@pytest.mark.parametrize("path", ["/v1/search", "/v1/ask"])
@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"date_from": "gestern"}, "date_from is 'gestern'; expected a date such as"),
        ({"date_to": "2017-02-30"}, "date_to is '2017-02-30'; expected a date such as"),
        ({"date_from": "2018", "date_to": "2017"}, "date_from 2018 comes after date_to 2017"),
        ({"author": "me"}, "Extra inputs are not permitted"),
    ],
)
def test_bad_filters_are_refused_with_a_clear_sentence(
    client: httpx.Client, path: str, filters: dict[str, str], sentence: str
) -> None:
    field = "query" if path.endswith("search") else "question"
    response = client.post(path, json={field: "新桥", "filters": filters})
    assert sentence in assert_problem(response, 422, "invalid_request")["detail"]


def test_all_mentions_are_counted_and_paged_within_the_filters(client: httpx.Client) -> None:
    reply = ask(client, "哪些文章提到新桥?", filters={"source": "日报"})
    assert (reply["total"], reply["articles_left"]) == (2, 2)
    page = get(client, "/v1/mentions", q="新桥", source="日报", limit=1)
    assert (page["total"], len(page["articles"]), page["next_cursor"]) == (2, 1, "1")
    assert get(client, "/v1/mentions", q="新桥", date_to="2016")["total"] == 1
    bad = client.get("/v1/mentions", params={"q": "新桥", "date_to": "never"})
    assert "expected a date" in assert_problem(bad, 422, "invalid_request")["detail"]


def test_the_words_of_the_query_are_marked_in_the_results(client: httpx.Client) -> None:
    for result in search(client, "新桥通车了吗?").json()["results"]:
        start = result["start"]
        words = {result["text"][a - start : b - start] for a, b in result["highlights"]}
        assert "新桥" in words
        assert words <= {"新桥", "通车"}


def test_passage_outside_the_filters_is_explained_as_filtered(client: httpx.Client) -> None:
    [outside] = search(client, title="通车").json()["results"]
    asked = {"query": "新桥", "filters": {"title": "加固"}, "why": outside["passage_id"]}
    assert client.post("/v1/search", json=asked).json()["why"]["stage"] == "filtered"


def test_the_console_filters_likewise(client: httpx.Client, data: Path) -> None:
    folder = ("--data", str(data / "data"))
    found = wenbao("search", "新桥", "--source", "日报", "--from", "2017", *folder)
    assert "新桥加固" in found.stdout
    assert "新桥通车" not in found.stdout
    assert "300万元" in wenbao("ask", QUESTION, "--title", "通车", *folder).stdout
    nothing = wenbao("ask", QUESTION, "--to", "1999", *folder)
    assert "No article passes the filters" in nothing.stdout
    bad = wenbao("search", "新桥", "--to", "soon", *folder)
    assert (bad.returncode, "date_to is 'soon'" in bad.stderr) == (2, True)
