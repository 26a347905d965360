"""No state of the page has a serious finding of axe-core (WCAG 2.1 A and AA, best practices)."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from tests.browser import Theme, visit
from tests.contract import QUESTION

SERIOUS = ("serious", "critical")


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    expect(page.locator(".turn").last.locator(".feedback")).to_be_visible()


def welcome(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()


def answered(page: Page) -> None:
    ask(page, QUESTION)


def declined(page: Page) -> None:
    ask(page, "红烧肉怎么做?")


def article(page: Page) -> None:
    ask(page, QUESTION)
    page.locator("a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()


def adding(page: Page) -> None:
    page.locator("#add").click()
    expect(page.locator("#adding .job").first).to_be_visible()


def search(page: Page) -> None:
    page.locator("#views").get_by_text("搜索").click()
    page.locator("#search-q").fill("党建")
    page.locator("#search-q").press("Enter")
    expect(page.locator("#view-search mark").first).to_be_visible()


def library(page: Page) -> None:
    page.locator("#views").get_by_text("馆藏").click()
    expect(page.locator("#view-library tbody tr").first).to_be_visible()


STATES = [welcome, answered, declined, article, adding, search, library]


def findings(page: Page) -> list[str]:
    """Return the serious findings, each with where it is."""
    response = Axe().run(page).response
    return [
        f"{one['id']} at {node['target']}: {node['failureSummary']}"
        for one in response["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("reach", STATES, ids=lambda one: one.__name__)
def test_state_has_no_serious_finding(
    browser: Browser, server_url: str, reach: Callable[[Page], None], width: int, theme: Theme
) -> None:
    with visit(browser, width=width, theme=theme) as reader:
        reader.page.goto(server_url)
        reach(reader.page)
        assert findings(reader.page) == []


def test_english_page_has_no_serious_finding(browser: Browser, server_url: str) -> None:
    with visit(browser) as reader:
        reader.page.goto(server_url)
        reader.page.locator("#language").click()
        answered(reader.page)
        assert findings(reader.page) == []
