"""Articles that open beside their quotes: a real browser against a running server."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.asking import SHORT_ANSWER, ask, open_article
from tests.support.browser import Visit, visit


def test_whole_article_opens_with_the_quote_in_view(page: Page) -> None:
    panel = open_article(page)
    mark = panel.locator("mark", has_text=SHORT_ANSWER)
    expect(mark).to_be_in_viewport()
    expect(panel.locator(".headline")).not_to_be_empty()
    expect(page).to_have_url(re.compile(r"#/article/[^?]+\?q=\d+-\d+$"))


def test_escape_closes_the_article_and_returns_the_focus(page: Page) -> None:
    panel = open_article(page)
    expect(page.locator("#panel-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("a.open").first).to_be_focused()
    expect(page).not_to_have_url(re.compile("#/article"))


def test_close_button_closes_the_article(page: Page) -> None:
    panel = open_article(page)
    panel.get_by_role("button", name="关闭").click()
    expect(panel).to_be_hidden()


def test_browser_back_closes_the_article_and_keeps_the_conversation(page: Page) -> None:
    panel = open_article(page)
    page.go_back()
    expect(panel).to_be_hidden()
    expect(page.locator(".answer-text")).to_contain_text(SHORT_ANSWER)


def test_permanent_link_opens_the_article_at_the_quote(page: Page, browser: Browser) -> None:
    open_article(page)
    with visit(browser) as other:
        other.page.goto(page.url)
        mark = other.page.locator("#panel mark", has_text=SHORT_ANSWER)
        expect(mark).to_be_in_viewport()
        other.page.keyboard.press("Escape")
        expect(other.page.locator("#panel")).to_be_hidden()
        assert other.complaints == []


def test_link_to_an_unknown_article_says_so(reader: Visit, server_url: str) -> None:
    reader.page.goto(f"{server_url}#/article/0123456789abcdef")
    expect(reader.page.locator("#panel .failure p")).not_to_be_empty()
    reader.complaints.clear()


def test_article_covers_a_phone_and_nothing_under_it_can_be_reached(
    browser: Browser, server_url: str
) -> None:
    with visit(browser, width=375, height=812) as reader:
        reader.page.goto(server_url)
        panel = open_article(reader.page)
        assert panel.bounding_box() == {"x": 0, "y": 0, "width": 375, "height": 812}
        expect(panel).to_have_attribute("role", "dialog")
        expect(reader.page.locator("#main")).to_have_attribute("inert", "")
        reader.page.go_back()
        expect(reader.page.locator("#main")).not_to_have_attribute("inert", "")
        assert reader.complaints == []


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 2560])
def test_page_never_scrolls_sideways(browser: Browser, server_url: str, width: int) -> None:
    with visit(browser, width=width) as reader:
        reader.page.goto(server_url)
        open_article(reader.page)
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width


def test_page_fetches_nothing_from_elsewhere(reader: Visit, server_url: str) -> None:
    open_article(reader.page)
    assert len(reader.requested) > 5
    assert [url for url in reader.requested if not url.startswith(server_url)] == []


def test_articles_that_a_reply_names_can_be_opened(page: Page) -> None:
    turn = ask(page, "有哪些文章？")
    expect(turn.locator(".answer-text")).to_contain_text("一共收录了")
    expect(turn.locator(".rubric")).to_have_text("文章")
    turn.locator("a.open").first.click()
    expect(page.locator("#panel")).to_be_visible()
