"""The states of the page, each with the steps that reach it from anywhere."""

from playwright.sync_api import Page, expect

from tests.support.contract import QUESTION

FOREIGN = "红烧肉怎么做?"


def put(page: Page, question: str) -> None:
    """Ask in the conversation."""
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")


def go(page: Page, address: str) -> None:
    """Go to a view, as its link does."""
    page.evaluate("(address) => { location.hash = address }", address)


def welcome(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()


def answer(page: Page) -> None:
    put(page, QUESTION)
    expect(page.locator(".turn").last.locator(".feedback")).to_be_visible()


def suggested(page: Page) -> None:
    put(page, "中原区举办了多少场服务活动?")
    expect(page.locator(".next-questions button").first).to_be_visible()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def choosing_the_scope(page: Page) -> None:
    go(page, "/")
    page.locator("#scope-add").click()
    expect(page.locator(".scope-form [name=from]")).to_be_visible()


def answer_in_a_scope(page: Page) -> None:
    choosing_the_scope(page)
    page.locator(".scope-form [name=source]").fill("00")
    page.locator(".scope-form [name=strictness]").select_option("lenient")
    page.locator(".scope-form .send").click()
    answer(page)
    expect(page.locator(".turn").last.locator(".scope-line li")).to_have_count(2)


def commands(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator(".palette input").fill("党建")
    expect(page.locator(".palette .rubric").first).to_be_visible()


def list_of_keys(page: Page) -> None:
    page.locator("#theme").focus()
    page.keyboard.press("?")
    expect(page.locator(".help")).to_be_visible()


def declined(page: Page) -> None:
    put(page, FOREIGN)
    expect(page.locator(".turn").last.locator(".feedback")).to_be_visible()


def away(page: Page) -> None:
    page.route("**/v1/ask", lambda route: route.abort())
    put(page, FOREIGN)
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_role("alert")).to_contain_text("请检查网络")
    page.unroute("**/v1/ask")


def article(page: Page) -> None:
    answer(page)
    page.locator(".turn").last.locator("a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_in_viewport()


def search(page: Page) -> None:
    go(page, "/search?q=党建")
    expect(page.locator(".result mark").first).to_be_visible()


def original_page(page: Page) -> None:
    go(page, "/search?q=滨河路东段")
    page.locator(".result-title").first.click()
    page.locator(".view-switch button").last.click()
    expect(page.locator(".facsimile-mark").first).to_be_in_viewport()


def proofreading(page: Page) -> None:
    original_page(page)
    page.locator(".proof > button").click()
    expect(page.locator(".proof-form input")).to_be_focused()


def search_in_a_source(page: Page) -> None:
    go(page, "/search?q=党建&source=000")
    expect(page.locator(".result mark").first).to_be_visible()


def search_start(page: Page) -> None:
    go(page, "/search")
    expect(page.locator(".intro")).to_be_visible()


def search_without_results(page: Page) -> None:
    go(page, "/search?q=新桥&title=无此标题")
    expect(page.locator(".drop-filters")).to_be_visible()


def search_beside_the_article(page: Page) -> None:
    search(page)
    page.locator(".result-title").first.click()
    expect(page.locator("#panel mark").first).to_be_in_viewport()


def timeline(page: Page) -> None:
    go(page, "/timeline?q=新桥")
    expect(page.locator(".timeline-year mark").first).to_be_visible()
    expect(page.locator("#view-timeline .year-chart a")).to_have_count(3)


def timeline_of_a_year(page: Page) -> None:
    go(page, "/timeline?q=新桥&year=2015&title=望江")
    expect(page.locator("#view-timeline .year-chart [aria-current]")).to_have_count(1)


def timeline_start(page: Page) -> None:
    go(page, "/timeline")
    expect(page.locator(".timeline-outcome .advice")).to_be_visible()


def timeline_without_entries(page: Page) -> None:
    go(page, "/timeline?q=无此事物")
    expect(page.locator(".timeline-count")).to_contain_text("无此事物")


def timeline_beside_an_article(page: Page) -> None:
    timeline(page)
    page.locator("#view-timeline a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_in_viewport()


def search_in_a_year(page: Page) -> None:
    go(page, "/search?q=新桥通车&from=2016&to=2016")
    expect(page.locator("#view-search .year-chart [aria-current]")).to_have_count(1)


def library(page: Page) -> None:
    go(page, "/library")
    expect(page.locator(".articles tbody tr").first).to_be_visible()


def library_statistics(page: Page) -> None:
    go(page, "/library?tab=statistics")
    expect(page.locator(".bars")).to_have_count(2)
    page.evaluate("scrollTo(0, 0)")


def library_beside_an_article(page: Page) -> None:
    library(page)
    page.locator("tbody").get_by_role("link", name="新桥").first.click()
    expect(page.locator("#panel .headline")).to_be_visible()


def library_deleted(page: Page) -> None:
    library(page)
    page.locator("tbody").get_by_role("button", name="删除").first.click()
    expect(page.locator(".toast")).to_be_visible()


def library_without_results(page: Page) -> None:
    go(page, "/library?q=无此标题")
    expect(page.locator("#view-library .empty")).to_be_visible()


def conversations(page: Page) -> None:
    go(page, "/conversations")
    expect(page.locator(".conversation").first).to_be_visible()


def conversation_deleted(page: Page) -> None:
    conversations(page)
    page.locator(".conversation").get_by_role("button", name="删除").first.click()
    expect(page.locator(".toast", has_text="已删除")).to_be_visible()


def conversations_empty(page: Page) -> None:
    go(page, "/conversations?q=无此标题")
    expect(page.locator("#view-conversations .empty")).to_be_visible()


def adding(page: Page) -> None:
    page.locator("#add").click()
    expect(page.locator("#adding .job").first).to_be_visible()
