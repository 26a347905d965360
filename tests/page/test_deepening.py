"""How far the transformer is, in the library and in the scores of a search."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.deepening import HalfDeepened, half_deepened
from tests.support.paths import SCREENSHOTS

SECONDS_LEFT = {
    0.2: ("约剩 1 秒", "about 1 s left"),
    89: ("约剩 89 秒", "about 89 s left"),
    91: ("约剩 2 分钟", "about 2 min left"),
    3_500: ("约剩 58 分钟", "about 58 min left"),
    3_590: ("约剩 1 小时", "about 1 h left"),
    4_790: ("约剩 1 小时 20 分钟", "about 1 h 20 min left"),
    86_000: ("约剩 23 小时 50 分钟", "about 23 h 50 min left"),
}
COUNT_CHANGES = """(status) => {
  globalThis.changes = 0;
  new MutationObserver(() => { globalThis.changes += 1 }).observe(status, { childList: true });
}"""


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HalfDeepened]:
    with half_deepened(tmp_path_factory.mktemp("deepening")) as half:
        yield half


@pytest.fixture(scope="module")
def url(half: HalfDeepened) -> str:
    return f"{half.url}/#/library"


def count_polls(reader: Visit) -> int:
    return sum(address.endswith("/v1/info") for address in reader.requested)


def poll(page: Page) -> None:
    """Let the time pass until the page asks for the progress, and wait for the reply."""
    with page.expect_response("**/v1/info"):
        page.clock.run_for(5_000)


def test_progress_bar_tells_how_many_passages_are_read(page: Page) -> None:
    bar = page.get_by_role("progressbar", name="正在深入理解文章：12 / 18 段", exact=True)
    expect(bar).to_be_visible()
    assert (bar.get_attribute("max"), bar.get_attribute("value")) == ("18", "12")
    expect(page.locator(".deepening")).to_contain_text("没读完的文章现在也能查到")
    expect(page.locator(".deepening .left")).to_be_empty()  # the speed is not known
    expect(page.locator(".deepening [role=status]")).to_have_text(
        "正在深入理解文章，没读完的文章现在也能查到。"
    )
    page.locator("#language").click()
    name = "Reading the articles for meaning: 12 of 18 passages"
    expect(page.get_by_role("progressbar", name=name, exact=True)).to_be_visible()
    expect(page.locator(".deepening")).to_contain_text("All articles can be found already")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_progress_bar_fits_a_small_phone_and_is_accessible(
    browser: Browser, url: str, theme: Theme
) -> None:
    with visit(browser, 360, 740, theme) as reader:
        reader.page.goto(url)
        expect(reader.page.get_by_role("progressbar")).to_be_visible()
        expect(reader.page.locator(".articles tbody tr")).to_have_count(18)
        reader.page.screenshot(path=SCREENSHOTS / f"deepening-360-{theme}.png")
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 360
        assert violations(reader.page) == []
        assert reader.complaints == []


def test_progress_is_asked_for_only_while_the_library_is_open(browser: Browser, url: str) -> None:
    with visit(browser, own_clock=True) as reader:
        page = reader.page
        page.clock.install()
        page.goto(url)
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.locator(".deepening [role=status]").evaluate(COUNT_CHANGES)
        poll(page)
        poll(page)
        assert page.evaluate("globalThis.changes") == 0  # nothing is read aloud again
        page.locator("#views").get_by_role("link", name="搜索").click()
        expect(page.locator("#search-q")).to_be_visible()
        polls = count_polls(reader)
        page.clock.run_for(60_000)
        expect(page.locator("#search-q")).to_be_visible()
        assert count_polls(reader) == polls
        page.locator("#views").get_by_role("link", name="馆藏").click()
        poll(page)
        assert reader.complaints == []


def test_server_that_is_away_is_asked_again(browser: Browser, url: str) -> None:
    with visit(browser, own_clock=True) as reader:
        page = reader.page
        page.clock.install()
        page.goto(url)
        left = page.locator(".deepening .left")
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.route("**/v1/info", lambda route: route.abort())
        with page.expect_event("requestfailed"):
            page.clock.run_for(5_000)
        expect(left).to_have_text("连不上服务器，正在重试…")
        page.unroute("**/v1/info")
        poll(page)
        expect(left).to_be_empty()


def test_scores_of_a_passage_that_is_not_read_lack_its_meaning(
    page: Page, half: HalfDeepened
) -> None:
    page.goto(f"{half.url}/#/search?q=灯塔和码头")
    for title, names in (
        ("灯塔", ["用词", "近义", "意思", "合并", "排序", "相关"]),
        ("码头", ["用词", "近义", "合并", "排序", "相关"]),
    ):
        result = page.locator(".result", has=page.get_by_role("heading", name=title)).first
        result.locator(".why-here summary").click()
        expect(result.locator(".scores dt")).to_have_text(names)


@pytest.mark.parametrize("seconds", SECONDS_LEFT)
def test_estimate_is_the_coarser_the_longer_it_takes(page: Page, seconds: float) -> None:
    page.evaluate(
        """async (seconds) => {
          const { showTimeLeft } = await import("/static/js/kit/time_left.js");
          const node = document.createElement("p");
          node.id = "estimate";
          document.body.append(node);
          showTimeLeft(node, seconds);
        }""",
        seconds,
    )
    chinese, english = SECONDS_LEFT[seconds]
    expect(page.locator("#estimate")).to_have_text(chinese)
    page.locator("#language").click()
    expect(page.locator("#estimate")).to_have_text(english)


def test_progress_bar_disappears_when_everything_is_read(tmp_path: Path, browser: Browser) -> None:
    with half_deepened(tmp_path) as half, visit(browser) as reader:
        page = reader.page
        page.goto(f"{half.url}/#/library")
        expect(page.get_by_role("progressbar")).to_be_visible()
        half.finish()
        expect(page.get_by_role("progressbar")).to_be_hidden()
        expect(page.locator(".deepening [role=status]")).to_have_text(
            "文章都已读完，换个说法也能找到。"
        )
        page.reload()
        expect(page.locator(".articles tbody tr")).to_have_count(18)
        expect(page.get_by_role("progressbar")).to_be_hidden()
        assert reader.complaints == []
