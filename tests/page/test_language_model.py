"""The page with a language model: growing answers, marked sentences, notices."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.support.browser import Visit, visit
from tests.support.contract import QUESTION
from tests.support.llm_server import LanguageModelServer, Reply, chunk, failing, llm_server, saying
from tests.support.running_server import running_server

WRITTEN = "绿东村街道开通的微信公共平台叫“绿东播报”[1]。"
INVENTED = "平台有900万名读者[1]。"


@pytest.fixture(scope="module")
def llm() -> Iterator[LanguageModelServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, llm: LanguageModelServer) -> Iterator[str]:
    settings = {"WENBAO_LLM_URL": llm.url, "WENBAO_LLM_MODEL": "tiny"}
    with running_server(tmp_path_factory.mktemp("page"), **settings) as url:
        yield url


def ask(reader: Visit) -> Locator:
    reader.page.locator("#question").fill(QUESTION)
    reader.page.locator("#question").press("Enter")
    return reader.page.locator(".turn").last


def test_answer_is_shown_while_it_grows_with_chips_that_lead_to_sources(
    reader: Visit, llm: LanguageModelServer
) -> None:
    llm.follow(Reply([chunk("绿东村街道[1]")], hanging=True))
    turn = ask(reader)
    expect(turn.locator(".answer-text")).to_have_text("绿东村街道1")
    turn.locator(".chip").click()
    expect(turn.locator('.card[data-n="1"]')).to_be_focused()
    reader.page.locator("#question").fill("下一问")
    reader.page.locator("#question").press("Enter")
    expect(reader.page.locator(".turn")).to_have_count(1)
    reader.page.reload()
    assert llm.left.wait(20)


def test_answer_is_stopped_and_what_had_come_stays(reader: Visit, llm: LanguageModelServer) -> None:
    llm.follow(Reply([chunk("绿东村街道[1]")], hanging=True))
    turn = ask(reader)
    expect(turn.locator(".answer-text")).to_have_text("绿东村街道1")
    reader.page.get_by_role("button", name="停止").click()
    expect(turn.get_by_role("alert")).to_contain_text("已停止")
    expect(turn.locator(".answer-text")).to_have_text("绿东村街道1")
    assert llm.left.wait(20)
    llm.follow(saying(WRITTEN))
    turn.get_by_role("button", name="重试").click()
    expect(turn.locator(".answer-text")).to_contain_text("绿东播报")
    expect(reader.page.locator("#send")).to_have_text("提问")


def test_written_answer_says_who_wrote_it_and_marks_what_its_sources_do_not_say(
    reader: Visit, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN + INVENTED))
    turn = ask(reader)
    expect(turn.locator(".notice")).to_contain_text("由语言模型")
    marked = turn.locator(".unsupported")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("平台有900万名读者")
    note = marked.get_by_role("tooltip", include_hidden=True)
    expect(note).to_be_hidden()
    marked.focus()
    expect(note).to_be_visible()
    expect(note).to_have_text("出处里没有找到这句话的依据。")
    expect(turn.locator(".sources mark", has_text="绿东播报")).to_be_visible()
    expect(turn.locator(".answer-text .chip")).to_have_count(2)
    expect(reader.page.locator("[aria-live=polite]")).to_contain_text("绿东播报")


def test_note_on_a_marked_sentence_fits_a_phone(
    browser: Browser, url: str, llm: LanguageModelServer
) -> None:
    llm.follow(saying(WRITTEN + INVENTED))
    with visit(browser, width=320, height=640) as reader:
        reader.page.goto(url)
        turn = ask(reader)
        turn.locator(".unsupported").focus()
        expect(turn.locator(".note")).to_be_visible()
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 320


def test_failing_language_model_leaves_the_quote_with_a_notice_in_the_readers_language(
    reader: Visit, llm: LanguageModelServer
) -> None:
    llm.follow(failing(401))
    turn = ask(reader)
    expect(turn.locator(".notice")).to_have_text("语言模型没有应答，这是从文章中找到的结果。")
    expect(turn.locator(".answer-text strong")).to_contain_text("绿东播报")
    reader.page.get_by_role("button", name="English").click()
    expect(turn.locator(".notice")).to_contain_text("The language model did not answer")


def test_answer_that_breaks_off_is_replaced_by_the_quote(
    reader: Visit, llm: LanguageModelServer
) -> None:
    llm.follow(Reply([chunk("街道开通了一个假平台")], breaks=True))
    turn = ask(reader)
    expect(turn.locator(".notice")).to_be_visible()
    expect(turn.locator(".answer-text")).to_contain_text("绿东播报")
    expect(turn.locator(".answer-text")).not_to_contain_text("假平台")


def test_markup_and_false_citations_of_a_language_model_are_only_text(
    reader: Visit, llm: LanguageModelServer
) -> None:
    llm.follow(
        saying("<img src=x onerror=alert(1)><script>alert(2)</script>[99][2017]。" + WRITTEN)
    )
    turn = ask(reader)
    expect(turn.locator(".unsupported")).to_contain_text("<script>alert(2)</script>[2017]")
    expect(turn.locator(".answer-text .chip")).to_have_count(1)
    expect(reader.page.locator("img, .thread script")).to_have_count(0)
