"""A story that several files print stands once in answers, searches and on the page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from service.answering.verification import collect_articles, verify_answer
from service.assistant import Assistant
from service.retrieval.explain import Stage, explain
from tests.support.browser import open_browser, visit
from tests.support.contract import ask
from tests.support.running_server import running_server
from tests.support.workspaces import open_workspace, write_pages

STORY = (
    "记者从青石县教育局获悉,全县现有小学86所,在校学生3万人,教师1800余人。"
    "今年秋季学期,县里新建的实验小学和滨河小学将投入使用,可以新增学位两千多个。"
    "教育局负责人表示,新建学校优先配齐音乐、体育和美术教师,并开通三条校车线路。"
    "从九月起,全县小学统一供应午餐,每餐标准十元,由县财政补助四元。"
    "家长可以在手机上查看每天的菜单,也可以预约到食堂参观。"
)
OTHERS = {
    "邻县.txt": "白水县教育\n\n白水县有小学79所,学生2万人,今年秋季没有新建学校投入使用。\n",
    "农业.txt": "青石县农业\n\n全县召开了春季农业生产工作会议,部署了播种、灌溉和防虫工作。\n",
}
PAGES = {
    "县报.txt": f"青石县小学秋季开学\n2023年8月30日\n\n{STORY}\n",
    "晚报.txt": f"新建两所小学投入使用\n\n{STORY}\n",
    "日报.txt": f"青石縣小學統一供應午餐\n\n{STORY.replace('86所', '68所')}\n",
    **OTHERS,
}
PAPERS = {"县报.txt", "晚报.txt", "日报.txt"}
QUESTION = "青石县有多少所小学?"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reprints")
    pages = write_pages(folder / "pages", PAGES)
    with running_server(folder / "data", WENBAO_COLLECTION=str(pages)) as url:
        yield url


@pytest.fixture
def assistant(tmp_path: Path) -> Assistant:
    pages = write_pages(tmp_path / "pages", PAGES)
    return Assistant(open_workspace(tmp_path / "data", collection=pages))


def test_answer_shows_the_story_once_with_its_reprints(url: str) -> None:
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        reply = ask(client, QUESTION)
        results = client.post("/v1/search", json={"query": "青石县小学"}).json()["results"]
        for sources in (reply["sources"], results):
            [shown] = [one for one in sources if one["source"] in PAPERS]
            assert {one["source"] for one in shown["reprints"]} == PAPERS - {shown["source"]}
            assert all(
                set(one) == {"article_id", "title", "source", "date"} for one in shown["reprints"]
            )
            assert all(one["reprints"] == [] for one in sources if one["source"] not in PAPERS)
            for one in shown["reprints"]:
                assert client.get(f"/v1/documents/{one['article_id']}").status_code == 200


def test_reprint_with_a_misprint_is_no_other_opinion(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert answer.short
    assert answer.short.text in ("86所", "68所")
    assert answer.differing == ()


def test_copies_leave_room_for_other_sources(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION, limit=2)
    assert {one.hit.article.source for one in answer.sources} - PAPERS


def test_reprint_that_is_gone_is_not_named(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    [gone, *_] = answer.sources[0].hit.reprints
    left = verify_answer(
        answer, [one for key, one in collect_articles(answer).items() if key != gone.id]
    )
    assert left.sources == (
        replace(
            answer.sources[0],
            hit=replace(
                answer.sources[0].hit,
                reprints=tuple(one for one in answer.sources[0].hit.reprints if one != gone),
            ),
        ),
        *answer.sources[1:],
    )


def test_collapsed_passage_is_explained(assistant: Assistant) -> None:
    library, search = assistant.workspace.library, assistant.search("青石县小学", 10)
    [shown] = [one for one in search.hits if one.reprints]
    for article in shown.reprints:
        [passage] = library.passages.of_article(article.id)
        told = explain(search, passage.id, library)
        assert (told.stage, told.place) == (Stage.COLLAPSED, None)


def test_reprints_open_on_the_card_in_both_languages(url: str) -> None:
    with open_browser() as browser, visit(browser) as reader:
        reader.page.goto(url)
        reader.page.locator("#question").fill(QUESTION)
        reader.page.locator("#question").press("Enter")
        card = reader.page.locator(".turn .card").first
        listed = card.locator(".reprints li")
        expect(card.locator(".reprints summary")).to_have_text("另有 2 处转载")
        expect(listed.first).to_be_hidden()
        card.locator(".reprints summary").click()
        expect(listed).to_have_count(2)
        expect(listed.first).to_be_visible()
        reader.page.locator("#language").click()
        expect(card.locator(".reprints summary")).to_have_text("2 reprints")
        title = listed.first.locator("a").inner_text()
        listed.first.locator("a").click()
        expect(reader.page.locator(".headline")).to_have_text(title)
        assert reader.complaints == []
