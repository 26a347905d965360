"""The page while its server restarts, and after an interrupted answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import Visit, visit
from tests.support.contract import QUESTION
from tests.support.llm_server import LanguageModelServer, Reply, chunk, llm_server, saying
from tests.support.running_server import running, running_server

SHORT_ANSWER = "绿东播报"
WRITTEN = "绿东村街道开通的微信公共平台叫“绿东播报”[1]。"


@pytest.fixture
def reader(browser: Browser) -> Iterator[Visit]:
    """A reader whose browser complains of a server that is away, as it should."""
    with visit(browser, own_clock=True) as reader:
        reader.page.clock.install()
        yield reader
        assert [complaint for complaint in reader.complaints if "ERR_" not in complaint] == []


def same_place(data: Path, url: str) -> list[str]:
    """Return the command that serves ``data`` at the same address as before."""
    return ["serve", "--port", url.rpartition(":")[2], "--data", str(data)]


def ask(page: Page, question: str = QUESTION) -> Locator:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    return page.locator(".turn").last


def hold_clock(page: Page) -> None:
    """Pause the timers of the page: how long a server takes to start must not matter."""
    page.clock.pause_at(datetime.now() + timedelta(hours=1))


def test_question_asked_while_the_server_restarts_is_answered_without_a_reload(
    reader: Visit, tmp_path: Path
) -> None:
    page = reader.page
    with running_server(tmp_path) as url:
        page.goto(url)
        expect(ask(page).locator(".answer-text")).to_contain_text(SHORT_ANSWER)
    hold_clock(page)
    turn = ask(page)
    notice = turn.get_by_role("alert")
    expect(notice).to_contain_text("连不上服务器，正在重试…（1）")
    page.clock.fast_forward(500)
    expect(notice).to_contain_text("正在重试…（2）")
    with running(same_place(tmp_path, url)):
        page.clock.fast_forward(1_000)
        expect(turn.locator(".answer-text")).to_contain_text(SHORT_ANSWER)
        expect(page.get_by_role("alert")).to_have_count(0)
        page.clock.resume()
        page.reload()
        expect(page.locator(".bubble p")).to_have_text([QUESTION, QUESTION])


def test_reader_can_cancel_or_retry_at_once(reader: Visit, tmp_path: Path) -> None:
    page = reader.page
    with running_server(tmp_path) as url:
        page.goto(url)
        expect(page.locator(".example").first).to_be_visible()
    hold_clock(page)
    turn = ask(page)
    turn.get_by_role("button", name="取消").click()
    expect(turn.get_by_role("alert")).to_contain_text("请检查网络")
    expect(page.get_by_role("button", name="取消")).to_have_count(0)
    turn.get_by_role("button", name="重试").click()
    expect(turn.get_by_role("alert")).to_contain_text("正在重试…（1）")
    with running(same_place(tmp_path, url)):
        turn.get_by_role("button", name="重试").click()
        expect(turn.locator(".answer-text")).to_contain_text(SHORT_ANSWER)


def test_after_half_a_minute_it_waits_for_the_reader(reader: Visit, tmp_path: Path) -> None:
    page = reader.page
    with running_server(tmp_path) as url:
        page.goto(url)
        expect(page.locator(".example").first).to_be_visible()
    hold_clock(page)
    turn = ask(page)
    waited = 0
    for n, wait in enumerate((500, 1000, 2000, 4000, 5000, 5000, 6000, 6500), 1):
        expect(turn.get_by_role("alert")).to_contain_text(f"（{n}）")
        page.clock.fast_forward(wait)
        waited += wait
    expect(turn.get_by_role("alert")).to_contain_text("请检查网络")
    assert waited == 30_000


def test_search_while_the_server_is_away_is_done_when_it_is_back(
    reader: Visit, tmp_path: Path
) -> None:
    page = reader.page
    with running_server(tmp_path) as url:
        page.goto(f"{url}/#/search")
        expect(page.locator(".intro")).to_be_visible()
    page.locator("#search-q").fill("党建")
    page.locator("#search-q").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("请检查网络")
    with running(same_place(tmp_path, url)):
        expect(page.locator(".result").first).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_draft_and_answers_survive_a_restart_and_a_reload(reader: Visit, tmp_path: Path) -> None:
    page = reader.page
    with running_server(tmp_path) as url:
        page.goto(url)
        expect(ask(page).locator(".feedback")).to_be_visible()
        page.locator("#question").fill("写到一半")
        shown = page.locator(".turn").inner_text()
    with running(same_place(tmp_path, url)):
        page.reload()
        expect(page.locator(".turn .feedback")).to_be_visible()
        assert page.locator(".turn").inner_text() == shown
        expect(page.locator("#question")).to_have_value("写到一半")


def test_interrupted_answer_stays_is_marked_and_can_be_asked_again(
    reader: Visit, tmp_path: Path
) -> None:
    page = reader.page
    with llm_server() as llm:
        settings = {"WENBAO_LLM_URL": llm.url, "WENBAO_LLM_MODEL": "tiny"}
        with running_server(tmp_path, **settings) as url:
            turn = begun(page, url, llm)
        expect(turn.get_by_role("alert")).to_contain_text("回答没有收完")
        expect(turn.locator(".answer-text")).to_contain_text("绿东村街道")
        llm.follow(saying(WRITTEN))
        with running(same_place(tmp_path, url), **settings):
            turn.get_by_role("button", name="重试").click()
            expect(turn.locator(".answer-text")).to_contain_text(SHORT_ANSWER)
            expect(turn.get_by_role("alert")).to_have_count(0)


def begun(page: Page, url: str, llm: LanguageModelServer) -> Locator:
    """Ask, and return the turn once its answer has started and stalled."""
    llm.follow(Reply([chunk("绿东村街道[1]")], hanging=True))
    page.goto(url)
    turn = ask(page)
    expect(turn.locator(".answer-text")).to_contain_text("绿东村街道")
    return turn
