"""axe-core finds nothing moderate or worse in any state (WCAG 2.1 A and AA, best practices)."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.support import page_states as states
from tests.support.browser import Theme, visit

WORSE = ("moderate", "serious", "critical")


# In one tab one after the other: each state is reached from the one before.
STATES = [
    states.welcome,
    states.answer,
    states.article,
    states.declined,
    states.search,
    states.search_without_results,
    states.library,
    states.library_statistics,
    states.conversations,
    states.conversations_empty,
    states.adding,
]


def findings(page: Page) -> list[str]:
    """Return the moderate and worse findings, each with where it is."""
    response = Axe().run(page).response
    return [
        f"{one['id']} at {node['target']}: {node['failureSummary']}"
        for one in response["violations"]
        if one["impact"] in WORSE
        for node in one["nodes"]
    ]


def findings_in_each_state(page: Page) -> dict[str, list[str]]:
    """Return the states that have findings, with them."""
    found = {}
    for reach in STATES:
        reach(page)
        found[reach.__name__] = findings(page)
        if page.locator("#panel").is_visible():
            page.keyboard.press("Escape")
    return {name: some for name, some in found.items() if some}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_no_state_has_a_finding(
    browser: Browser, server_url: str, width: int, theme: Theme
) -> None:
    with visit(browser, width=width, theme=theme) as reader:
        reader.page.goto(server_url)
        assert findings_in_each_state(reader.page) == {}


def test_english_page_has_no_finding(browser: Browser, server_url: str) -> None:
    with visit(browser) as reader:
        reader.page.goto(server_url)
        reader.page.locator("#language").click()
        assert findings_in_each_state(reader.page) == {}
