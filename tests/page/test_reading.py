"""Reading an article beside its answer: its width, the sources of the answer, its headline."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import visit
from tests.support.library_client import finished
from tests.support.running_server import running_server

QUESTION = "青石县和松岭县分别有多少所小学?"
FILLER = "县里的老师都住在学校旁边的宿舍里,学生早晚都有热饭。"
TWICE = f"松岭县有小学86所。\n{FILLER * 30}\n去年的统计也说,松岭县有小学86所。"
ARTICLES = [
    {"title": "青石县的学校" * 6, "text": f"{FILLER * 8}\n青石县有小学79所。\n{FILLER * 30}"},
    {"title": "松岭县的学校", "text": TWICE},
]
CUT = """
() => {
  const body = document.getElementById("panel-body").getBoundingClientRect();
  const line = document.querySelector("#panel .headline").getBoundingClientRect();
  return line.top < body.top - 1 && line.bottom > body.top + 1;
}
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("reading")) as url:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            finished(client, client.post("/v1/documents", json=ARTICLES).json()["job_id"])
        yield url


def open_source(page: Page, n: int = 0) -> Locator:
    """Ask for two counties, open a source of the answer, and return the panel."""
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    expect(page.locator(".turn").last.locator(".feedback")).to_be_visible()
    page.locator(".turn").last.locator(".card[data-n] a.open").nth(n).click()
    expect(page.locator("#panel mark[data-current]")).to_be_in_viewport()
    return page.locator("#panel")


def width(panel: Locator) -> float:
    box = panel.bounding_box()
    assert box
    return box["width"]


def test_article_is_made_wider_with_the_pointer_and_stays_so(page: Page) -> None:
    panel = open_source(page)
    assert width(panel) == pytest.approx(640, abs=2)
    line = page.locator("#article-divider").bounding_box()
    assert line
    page.mouse.move(line["x"] + line["width"] / 2, 400)
    page.mouse.down()
    page.mouse.move(500, 400, steps=4)
    page.mouse.up()
    assert width(panel) == pytest.approx(1280 - 500, abs=8)
    page.reload()
    expect(panel).to_be_visible()
    assert width(panel) == pytest.approx(1280 - 500, abs=8)
    page.mouse.move(0, 400)
    page.locator("#article-divider").dblclick()
    assert width(panel) == pytest.approx(640, abs=2)


def test_article_is_made_wider_with_the_keyboard_within_limits(page: Page) -> None:
    panel = open_source(page)
    divider = page.get_by_role("separator", name="文章的宽度")
    divider.focus()
    page.keyboard.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "52")
    assert width(panel) == pytest.approx(1280 * 0.52, abs=2)
    page.keyboard.press("Home")
    expect(divider).to_have_attribute("aria-valuenow", "72")
    page.keyboard.press("ArrowLeft")
    expect(divider).to_have_attribute("aria-valuenow", "72")
    page.keyboard.press("End")
    expect(divider).to_have_attribute("aria-valuenow", "28")
    page.keyboard.press("Enter")
    expect(divider).to_have_attribute("aria-valuenow", "50")


def test_n_and_p_lead_through_all_sources_of_the_answer(page: Page) -> None:
    panel = open_source(page)
    first = panel.locator(".headline").inner_text()
    place = panel.locator(".quote-place")
    total = int(place.inner_text().split("/")[1])
    assert total >= 2
    seen = {first}
    for n in range(2, total + 1):
        page.keyboard.press("n")
        expect(place).to_have_text(f"{n} / {total}")
        expect(panel.locator("mark[data-current]")).to_be_in_viewport()
        seen.add(panel.locator(".headline").inner_text())
    assert len(seen) == len(ARTICLES)
    page.keyboard.press("n")
    expect(place).to_have_text(f"1 / {total}")
    expect(panel.locator(".headline")).to_have_text(first)
    page.keyboard.press("p")
    expect(place).to_have_text(f"{total} / {total}")
    expect(page.locator("#announcement")).to_have_text(f"第 {total} 处引文，共 {total} 处")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("#question")).to_be_visible()


@pytest.mark.parametrize("height", [420, 520, 620, 720, 800, 900])
def test_headline_is_whole_or_out_of_sight(browser: Browser, url: str, height: int) -> None:
    with visit(browser, 1280, height) as reader:
        reader.page.goto(url)
        for n in (0, 1):
            panel = open_source(reader.page, n)
            assert not reader.page.evaluate(CUT)
            reader.page.keyboard.press("Escape")
            expect(panel).to_be_hidden()


def test_views_that_are_read_are_equally_wide(page: Page) -> None:
    widths = set()
    for view in ("search", "conversations", "timeline"):
        page.goto(re.sub("#.*", "", page.url) + f"#/{view}")
        box = page.locator(f"#view-{view}").bounding_box()
        assert box
        widths.add(round(box["width"]))
    composer = page.locator("#composer")
    page.goto(re.sub("#.*", "", page.url) + "#/")
    box = composer.bounding_box()
    assert box
    assert widths == {round(box["width"])}


def test_everything_is_reached_on_a_phone(browser: Browser, url: str) -> None:
    with visit(browser, 375, 812) as phone:
        page = phone.page
        page.goto(url)
        panel = open_source(page)
        for name in ("问这篇", "GB/T 7714", "复制链接", "关闭", "下一处引文（N 键）"):
            expect(panel.get_by_role("button", name=name)).to_be_in_viewport()
        panel.get_by_role("button", name="下一处引文（N 键）").tap()
        expect(panel.locator(".quote-place")).to_contain_text("2 /")
        panel.get_by_role("button", name="关闭").tap()
        page.get_by_role("link", name="对话").tap()
        page.locator(".conversation").first.get_by_role("button", name="导出").tap()
        expect(page.get_by_role("menuitem").first).to_be_in_viewport()
        page.keyboard.press("Escape")
        page.get_by_role("link", name="提问", exact=True).tap()
        page.locator("#scope-add").tap()
        form = page.locator(".scope-form")
        form.get_by_role("button", name="确定").scroll_into_view_if_needed()
        expect(form.get_by_role("button", name="确定")).to_be_in_viewport()


def test_folds_have_their_own_icon(page: Page) -> None:
    open_source(page)
    found = page.locator("summary").first.evaluate(
        "(one) => [getComputedStyle(one), getComputedStyle(one, '::before')]"
        ".map((style, n) => (n ? style.borderBottomStyle : style.listStyleType))"
    )
    assert found == ["none", "solid"]
