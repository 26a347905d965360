"""What a question is asked with: chips above the question box, and the line above the answer."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import Visit, visit
from tests.support.contract import ask as ask_server
from tests.support.library_client import finished
from tests.support.llm_server import LanguageModelServer, llm_server, saying
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

QUESTION = "石桥全长多少米?"
PAGES = {
    "渔湾日报.txt": "渔湾镇石桥\n2017年10月11日\n\n渔湾镇的石桥全长86米,由村民一起建成。\n",
    "松岭晚报.txt": "松岭县石桥\n2019年3月5日\n\n松岭县的石桥全长120米,去年通车。\n",
}


@pytest.fixture(scope="module")
def llm() -> Iterator[LanguageModelServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, llm: LanguageModelServer) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("scope")
    pages: Path = write_pages(folder / "pages", PAGES)
    with running_server(
        folder / "data",
        WENBAO_COLLECTION=str(pages),
        WENBAO_LLM_URL=llm.url,
        WENBAO_LLM_MODEL="tiny",
    ) as url:
        yield url


@pytest.fixture(autouse=True)
def writing(llm: LanguageModelServer) -> None:
    llm.follow(saying("石桥是村民建成的[1]。"))


def put(page: Page, question: str = QUESTION) -> Locator:
    """Ask, and return the turn with its answer."""
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".feedback")).to_be_visible()
    return turn


def choose(page: Page, **boxes: str) -> None:
    """Open the form, fill boxes by their names, and press Enter or OK."""
    page.locator("#scope-add").click()
    form = page.locator(".scope-form")
    for name, value in boxes.items():
        box = form.locator(f"[name={name}]")
        if name in ("collection", "strictness", "mode"):
            box.select_option(value)
        else:
            box.fill(value)
    form.get_by_role("button", name="确定").click()
    expect(form).to_have_count(0)


def chips(page: Page) -> Locator:
    return page.locator("#scope .scope-part")


def test_nothing_but_a_quiet_button_is_shown_before_something_is_chosen(page: Page) -> None:
    expect(page.locator("#scope").get_by_role("button")).to_have_text(["限定范围"])
    choose(page, strictness="strict")
    expect(chips(page)).to_have_text(["从严作答"])


def test_answer_comes_from_the_chosen_source_and_says_so(page: Page) -> None:
    choose(page, source="晚报", mode="extractive")
    turn = put(page)
    expect(turn.locator(".answer-text strong")).to_have_text("120米")
    expect(turn.locator(".scope-line li")).to_have_text(["来源：晚报", "只引原文"])
    choose(page, source="日报")
    expect(put(page).locator(".answer-text strong")).to_have_text("86米")


def test_years_are_chosen_with_the_keyboard_alone(page: Page) -> None:
    page.locator("#question").press("Shift+Tab")
    expect(page.locator("#scope-add")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".scope-form [name=source]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("2018")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["时间：2018 年起"])
    expect(page.locator("#scope-add")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".scope-form [name=from]")).to_be_focused()
    page.keyboard.type("2017")
    page.keyboard.press("Tab")
    page.keyboard.type("2018")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_text(["时间：2017 年至 2018 年"])
    expect(chips(page)).to_be_focused()
    page.keyboard.press("Delete")
    expect(chips(page)).to_have_count(0)
    expect(page.locator("#scope-add")).to_be_focused()


def test_dates_that_are_none_are_explained_and_nothing_is_lost(page: Page) -> None:
    page.locator("#scope-add").click()
    form = page.locator(".scope-form")
    form.locator("[name=source]").fill("日报")
    form.locator("[name=from]").fill("去年")
    form.locator("[name=from]").press("Enter")
    expect(form.get_by_role("alert")).to_have_text("日期请写成 2017、2017-10 或 2017-10-11。")
    expect(form.locator("[name=from]")).to_have_attribute("aria-invalid", "true")
    form.locator("[name=from]").fill("2019")
    form.locator("[name=to]").fill("2017-03")
    form.locator("[name=to]").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("对调")
    expect(form.locator("[name=source]")).to_have_value("日报")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(page.locator("#scope-add")).to_be_focused()
    expect(chips(page)).to_have_count(0)


def test_chips_are_removed_one_by_one_and_all_at_once(page: Page) -> None:
    choose(page, source="日报", to="2018", strictness="lenient")
    page.get_by_role("button", name="去掉来源：日报").click()
    expect(chips(page)).to_have_text(["时间：至 2018 年", "从宽作答"])
    expect(chips(page).first).to_be_focused()
    chips(page).last.click()
    expect(page.locator(".scope-form [name=strictness]")).to_be_focused()
    page.get_by_role("button", name="全部去掉").click()
    expect(chips(page)).to_have_count(0)


def test_scope_stays_in_the_conversation_and_ends_with_it(page: Page, browser: Browser) -> None:
    choose(page, source="晚报")
    put(page)
    page.reload()
    expect(page.locator(".scope-line li")).to_have_text(["来源：晚报"])
    expect(chips(page)).to_have_text(["来源：晚报"])
    with visit(browser) as other:  # somebody else follows the link
        other.page.goto(page.url)
        expect(other.page.locator(".scope-line li")).to_have_text(["来源：晚报"])
        expect(chips(other.page)).to_have_text(["来源：晚报"])
    page.get_by_role("button", name="去掉来源：晚报").click()
    page.reload()
    expect(page.locator(".scope-line li")).to_have_text(["来源：晚报"])
    expect(chips(page)).to_have_count(0)
    choose(page, source="日报")
    page.locator("#new-chat").click()
    expect(chips(page)).to_have_count(0)


def test_language_model_is_left_out_on_demand(page: Page) -> None:
    expect(put(page).locator(".answer-text")).to_contain_text("村民建成")
    choose(page, mode="extractive")
    turn = put(page)
    expect(turn.locator(".answer-text q").first).to_be_visible()
    expect(turn.locator(".scope-line li")).to_have_text(["只引原文"])


def test_what_a_program_asked_with_is_shown_too(page: Page, url: str) -> None:

    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        asked = ask_server(client, QUESTION, filters={"date_from": "2017", "date_to": "2017"})
    page.goto(f"{url}/#/c/{asked['conversation_id']}")
    expect(page.locator(".scope-line li")).to_have_text(["时间：2017 年"])
    expect(chips(page)).to_have_text(["时间：2017 年"])


def test_words_of_the_scope_follow_the_language(reader: Visit) -> None:
    choose(reader.page, source="日报", strictness="strict")
    reader.page.locator("#language").click()
    expect(chips(reader.page)).to_have_text(["Source: 日报", "Strict"])
    expect(reader.page.get_by_role("button", name="Remove “Strict”")).to_be_visible()


def open_article(page: Page, title: str) -> Locator:
    page.goto(page.url.split("#")[0] + "#/library")
    page.locator("tbody").get_by_role("link", name=title).first.click()
    expect(page.locator("#panel .headline")).to_have_text(title)
    return page.locator("#panel")


def test_article_beside_the_question_is_asked_alone(page: Page) -> None:
    panel = open_article(page, "松岭县石桥")
    panel.get_by_role("button", name="问这篇").click()
    expect(page.locator("#question")).to_be_focused()
    expect(panel).to_be_hidden()  # the library has given way to the conversation
    expect(chips(page)).to_have_text(["只问：松岭县石桥"])
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".scope-line li")).to_have_text(["只问：松岭县石桥"])
    expect(turn.locator(".card .imprint")).to_contain_text(["松岭晚报"])
    page.reload()
    expect(chips(page)).to_have_text(["只问：松岭县石桥"])
    page.locator(".card a.open").first.click()
    expect(page.locator("#panel .headline")).to_be_visible()
    page.locator("#panel").get_by_role("button", name="问这篇").click()
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#panel")).to_be_visible()


def test_article_that_covers_a_phone_gives_way_to_the_question(browser: Browser, url: str) -> None:
    with visit(browser, 375, 812) as phone:
        phone.page.goto(url)
        panel = open_article(phone.page, "渔湾镇石桥")
        panel.get_by_role("button", name="问这篇").tap()
        expect(panel).to_be_hidden()
        expect(phone.page.locator("#question")).to_be_focused()
        expect(chips(phone.page)).to_have_text(["只问：渔湾镇石桥"])
        phone.page.go_back()
        expect(panel.locator(".headline")).to_have_text("渔湾镇石桥")


def test_article_is_chosen_by_words_of_its_title(page: Page) -> None:
    page.locator("#scope-add").click()
    box = page.locator(".scope-form [name=article]")
    box.fill("没有这个标题")
    box.press("Enter")
    expect(page.locator(".scope-form").get_by_role("alert")).to_contain_text("没有这个标题")
    box.fill("松岭")
    expect(page.locator("#scope-articles option")).to_have_attribute("value", "松岭县石桥")
    box.fill("松岭县石桥")
    box.press("Enter")
    expect(chips(page)).to_have_text(["只问：松岭县石桥"])


def test_collection_and_tags_are_chosen(browser: Browser, tmp_path: Path) -> None:
    articles = [
        {
            "title": "甲县石桥",
            "text": "甲县的石桥全长86米。",
            "collection": "渔湾日报",
            "tags": ["桥"],
        },
        {
            "title": "乙县石桥",
            "text": "乙县的石桥全长120米。",
            "collection": "松岭晚报",
            "tags": ["桥", "路"],
        },
    ]
    with running_server(
        tmp_path / "data", WENBAO_COLLECTION=str(write_pages(tmp_path / "pages", PAGES))
    ) as url:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            finished(client, client.post("/v1/documents", json=articles).json()["job_id"])
        with visit(browser) as reader:
            page = reader.page
            page.goto(url)
            choose(page, collection="松岭晚报", tags="路、桥")
            expect(chips(page)).to_have_text(["文集：松岭晚报", "标签：路、桥"])
            turn = put(page)
            expect(turn.locator(".answer-text strong")).to_have_text("120米")
            expect(turn.locator(".scope-line li")).to_have_text(["文集：松岭晚报", "标签：路、桥"])


def test_article_of_the_library_is_asked_alone(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#/library")
    page.get_by_role("button", name="问这篇：渔湾镇石桥").click()
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#view-ask")).to_be_visible()
    expect(chips(page)).to_have_text(["只问：渔湾镇石桥"])


def test_on_a_phone_the_buttons_are_in_sight_and_the_chips_in_one_line(page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 720})
    page.locator("#scope-add").click()
    form = page.locator(".scope-form")
    expect(form.get_by_role("button", name="确定")).to_be_in_viewport(ratio=1)
    form.locator("[name=source]").fill("渔湾日报和别的报纸")
    form.locator("[name=from]").fill("2017年10月")
    form.locator("[name=strictness]").select_option("strict")
    form.get_by_role("button", name="确定").click()
    expect(chips(page)).to_contain_text(["来源", "时间：2017 年 10 月起", "从严作答"])
    tops = chips(page).evaluate_all("chips => chips.map((one) => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 375
