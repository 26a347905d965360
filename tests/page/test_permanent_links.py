"""Links to articles outlive reindexing, other passage settings, new titles and new files."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.browser import open_browser, visit
from tests.support.contract import assert_problem, get
from tests.support.library_client import add, article_ids, finished
from tests.support.running_server import running_server

BODY = (
    "松溪镇的图书角叫“松风书屋”。书屋设在老供销社里，藏书三千册，由退休教师轮流值守，每天开到晚上八点。\n"
    "镇上的孩子放学后来这里写作业，老人来看报纸，农忙时节还有人来查种植的资料。\n"
)
QUOTE = "松溪镇的图书角叫“松风书屋”。"


def client_of(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, timeout=60, trust_env=False)


def stored(client: httpx.Client, file: str, text: str) -> str:
    """Upload a file of one article, and return the article's id."""
    add(client, {file: text})
    [article_id] = article_ids(client, file)
    return article_id


def test_link_lasts_over_reindexing_with_other_passages(tmp_path: Path) -> None:
    with running_server(tmp_path) as url, client_of(url) as client:
        one = stored(client, "书屋.txt", f"书屋\n\n{BODY}")
        before = get(client, f"/v1/documents/{one}")
    start = before["text"].index(QUOTE)
    link = f"/#/article/{one}?q={start}-{start + len(QUOTE)}"
    with (
        running_server(
            tmp_path,
            WENBAO_PASSAGE_MINIMUM="20",
            WENBAO_PASSAGE_MAXIMUM="40",
            WENBAO_PASSAGE_OVERLAP="0",
        ) as url,
        client_of(url) as client,
        open_browser() as browser,
        visit(browser) as reader,
    ):
        job = client.post("/v1/reindex", json={"full": True}).json()
        assert finished(client, job["job_id"])["state"] == "done"
        after = get(client, f"/v1/documents/{one}")
        assert len(after["passages"]) > len(before["passages"])
        assert after["text"] == before["text"]
        reader.page.goto(url + link)
        expect(reader.page.locator("#panel mark")).to_have_text(QUOTE)
        assert reader.complaints == []


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with running_server(tmp_path_factory.mktemp("links")) as url, client_of(url) as client:
        yield client


def test_link_leads_to_the_article_under_its_new_title(client: httpx.Client) -> None:
    first = stored(client, "改题.txt", f"改题旧\n\n{BODY}")
    second = stored(client, "改题.txt", f"改题新\n\n{BODY}")
    third = stored(client, "改题.txt", f"改题再新\n\n{BODY}改题后又添了一句。\n")
    assert len({first, second, third}) == 3
    for former in (first, second, third):
        document = get(client, f"/v1/documents/{former}")
        assert (document["id"], document["title"]) == (third, "改题再新")


def test_link_to_a_replaced_article_opens_the_new_one_and_says_so(client: httpx.Client) -> None:
    former = stored(client, "替换.txt", f"旧闻\n\n渡口的消息。{BODY}还有一句话。\n")
    present = stored(client, "替换.txt", f"新闻\n\n渡口的消息。{BODY}")
    end = get(client, f"/v1/documents/{present}")["characters"]
    with open_browser() as browser, visit(browser) as reader:
        reader.page.goto(f"{client.base_url}/#/article/{former}?q={end}-{end + 3}")
        expect(reader.page.locator("#panel .headline")).to_have_text("新闻")
        reported = reader.page.locator("#panel .since")
        expect(reported).to_contain_text(["新的版本", "后来有改动"])
        assert reader.complaints == []


def test_article_without_successor_is_named_and_can_be_searched_for(client: httpx.Client) -> None:
    rows = '{{"id": "{0}", "title": "{1}", "text": "{2}"}}\n'
    tea = rows.format("b", "茶叶", "茶叶丰收。")
    add(client, {"两篇.jsonl": rows.format("a", "山洪预警", "山洪预警今天发布。") + tea})
    ids = set(article_ids(client, "两篇.jsonl"))
    add(client, {"两篇.jsonl": tea})
    [gone] = ids - set(article_ids(client, "两篇.jsonl"))
    response = client.get(f"/v1/documents/{gone}")
    assert assert_problem(response, 404, "no_such_document")["about"] == "山洪预警"
    with open_browser() as browser, visit(browser) as reader:
        reader.page.goto(f"{client.base_url}/#/article/{gone}")
        search = reader.page.locator("#panel").get_by_role("link", name="搜索“山洪预警”")
        expect(search).to_have_attribute("href", "#/search?q=%E5%B1%B1%E6%B4%AA%E9%A2%84%E8%AD%A6")


def test_deleted_article_leaves_nothing_behind(client: httpx.Client) -> None:
    former = stored(client, "删.txt", f"删前旧题\n\n删的是这篇。{BODY}")
    last = stored(client, "删.txt", f"删前新题\n\n删的是这篇。{BODY}")
    assert client.delete(f"/v1/documents/{last}").status_code == 204
    for item in (former, last):
        problem = assert_problem(client.get(f"/v1/documents/{item}"), 404, "no_such_document")
        assert problem["about"] == ""
        assert "题" not in problem["detail"]
