"""Every state of every view fits the screen and is accessible.

A picture of each is left in `tests/screenshots`, to look at after a change.
"""

from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from embeddings.storage.locks import LockFile, exclusive_lock
from tests.support.accessibility import violations
from tests.support.browser import Theme, visit
from tests.support.contract import ask
from tests.support.library_client import add, finished
from tests.support.page_states import (
    FOREIGN,
    adding,
    answer,
    answer_in_a_scope,
    article,
    away,
    choosing_the_scope,
    commands,
    conversation_deleted,
    conversations,
    conversations_empty,
    declined,
    library,
    library_beside_an_article,
    library_deleted,
    library_statistics,
    library_without_results,
    list_of_keys,
    original_page,
    proofreading,
    search,
    search_beside_the_article,
    search_in_a_source,
    search_in_a_year,
    search_start,
    search_without_results,
    suggested,
    timeline,
    timeline_beside_an_article,
    timeline_of_a_year,
    timeline_start,
    timeline_without_entries,
    welcome,
)
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server
from tests.support.scanned_story import NAME, scan_story

LARGE_TYPE = """
addEventListener("DOMContentLoaded", () => {
  document.documentElement.style.fontSize = "200%";
});
"""
HEIGHTS = {375: 812, 1280: 800, 2560: 1440}
PAPERS = ("望江晨报", "望江晚报", "街道简报")
EVENTS = ("新桥建成通车", "小学添了图书室", "老街路灯全部换新", "志愿者清理河道", "夏粮收购结束")
ARTICLES = [
    {
        "title": f"{['望江', '须水', '古荥'][n % 3]}{EVENTS[n % 5]}",
        "text": f"本报讯 {EVENTS[n % 5]},总投资{12 + n}万元。\n当天有{30 + n}位居民到场,"
        "大家说,盼了好几年,如今出门方便多了,家里的老人和孩子也都高兴。",
        "date": f"{2015 + n % 3}-{1 + n % 9:02}-{1 + n % 28:02}",
        "byline": "记者 王明",
        "source": PAPERS[n % 3],
    }
    for n in range(30)
]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the seeds, thirty small articles and a scan; nothing is encoded yet."""
    data = tmp_path_factory.mktemp("screenshots")
    with (
        exclusive_lock(data / LockFile.DEEPENING),
        running_server(data, WENBAO_MEANING="on") as url,
    ):
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            finished(client, client.post("/v1/documents", json=ARTICLES).json()["job_id"])
            add(client, {NAME: scan_story()})
            for question in ("新桥总投资多少?", FOREIGN):
                ask(client, question)
        yield url


Walk = tuple[Callable[[Page], None], ...]

# Visited in one tab, one after the other, so that the stylesheets of all views are loaded together.
STATES: Walk = (
    welcome,
    answer,
    article,
    suggested,
    declined,
    away,
    commands,
    list_of_keys,
    choosing_the_scope,
    answer_in_a_scope,
    search_start,
    search,
    search_in_a_source,
    search_without_results,
    search_beside_the_article,
    search_in_a_year,
    timeline_start,
    timeline,
    timeline_of_a_year,
    timeline_without_entries,
    timeline_beside_an_article,
    original_page,
    proofreading,
    library,
    library_deleted,
    library_without_results,
    library_statistics,
    library_beside_an_article,
    conversations,
    conversation_deleted,
    conversations_empty,
    search,
    adding,
)
# They press buttons by their Chinese names.
CHINESE = {away, library_deleted, conversation_deleted}


Check = Callable[[Page], list[str]]
Checks = dict[Theme, Check | None]
# In the other theme only the colours differ.
IN_BOTH_THEMES: Checks = {"light": violations, "dark": partial(violations, colours=True)}
PICTURE_ONLY: Checks = {"light": None}


def walk(page: Page, states: Walk, name: str, checks: Checks) -> dict[str, list[str]]:
    """Take a picture of every state in every theme, and return what is wrong with each."""
    problems = {}
    for n, reach in enumerate(states):
        reach(page)
        for theme, check in checks.items():
            page.emulate_media(color_scheme=theme)
            page.screenshot(path=SCREENSHOTS / f"{name}-{theme}-{n:02}-{reach.__name__}.png")
            problems[f"{n:02} {reach.__name__} {theme}"] = [
                *(["scrolls sideways"] if scrolls_sideways(page) else []),
                *(check(page) if check and reach not in states[:n] else []),
            ]
        page.emulate_media(color_scheme="light")
        leave(page)
    return {state: found for state, found in problems.items() if found}


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def leave(page: Page) -> None:
    """Close the article and whatever is above the page, and undo a deletion."""
    if page.locator("dialog[open], .scope-form").count():
        page.keyboard.press("Escape")
    if page.locator("#panel").is_visible():
        page.keyboard.press("Escape")
    if page.locator(".undo:visible").count():
        page.locator(".undo:visible").click()
        expect(page.locator(".toast")).to_have_count(0)


@pytest.mark.parametrize("width", HEIGHTS)
def test_every_state_fits_the_screen_and_is_accessible(
    browser: Browser, url: str, width: int
) -> None:
    with visit(browser, width, HEIGHTS[width]) as reader:
        reader.page.goto(url)
        # On the widest screen nothing differs but the places.
        checks = PICTURE_ONLY if width == max(HEIGHTS) else IN_BOTH_THEMES
        assert walk(reader.page, STATES, str(width), checks) == {}
        assert [line for line in reader.complaints if "ERR_FAILED" not in line] == []


def test_every_state_fits_the_screen_with_type_twice_as_large(browser: Browser, url: str) -> None:
    with visit(browser) as reader:
        reader.page.add_init_script(LARGE_TYPE)
        reader.page.goto(url)
        assert walk(reader.page, STATES, "large-type", PICTURE_ONLY) == {}


def test_english_page_is_accessible_in_every_state(browser: Browser, url: str) -> None:
    with visit(browser) as reader:
        reader.page.goto(url)
        reader.page.locator("#language").click()
        states = tuple(reach for reach in STATES if reach not in CHINESE)
        # The colours are those of the Chinese page.
        checks: Checks = {"light": partial(violations, colours=False)}
        assert walk(reader.page, states, "english", checks) == {}
        assert reader.complaints == []
