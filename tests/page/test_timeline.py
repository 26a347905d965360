"""The timeline view, the histogram of years, and how the times of questions are read."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.support.bridge import NAME, write_bridge_pages
from tests.support.browser import Visit, visit
from tests.support.page_states import put
from tests.support.running_server import running_server

COUNT = "#view-timeline .timeline-count"
YEARS = "#view-timeline .year-chart a"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("timeline")
    pages = write_bridge_pages(folder / "pages")
    with running_server(folder / "data", WENBAO_COLLECTION=str(pages)) as url:
        yield url


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(f"{url}/#/timeline")
        expect(reader.page.locator("#timeline-q")).to_be_focused()
        yield reader
        assert reader.complaints == []


def show(page: Page, query: str = NAME) -> None:
    page.locator("#timeline-q").fill(query)
    page.locator("#timeline-q").press("Enter")
    expect(page.locator(COUNT)).to_be_visible()


def test_sentences_stand_year_by_year_with_their_articles(page: Page) -> None:
    show(page)
    expect(page.locator(COUNT)).to_have_text(f"“{NAME}”：6 句，按时间排列")
    expect(page.locator("[aria-live=polite]")).to_have_text(f"“{NAME}”：6 句，按时间排列")
    expect(page.locator(".timeline-year h3")).to_have_text(
        ["2018 年", "2019 年", "2020 年", "2022 年"]
    )
    expect(page.locator(".timeline-time time").nth(1)).to_have_text("2018年3月10日")
    quote = page.locator(".timeline-quote").nth(2)
    expect(quote).to_have_text("望江大桥昨天合龙。")
    expect(quote.locator("mark")).to_have_text(NAME)
    expect(page.locator(".timeline-time small")).to_have_text("（据文章日期）")
    expect(page.locator(".timeline-notes")).to_have_text("另有 1 篇文章看不出时间，没有列入。")
    page.locator(".timeline-year a.open").nth(2).click()
    expect(page.locator("#panel mark").first).to_have_text("望江大桥昨天合龙。")


def test_years_can_be_chosen_with_the_keyboard_and_dropped_again(page: Page) -> None:
    show(page)
    expect(page.locator(YEARS)).to_have_count(4)
    year = page.get_by_role("link", name="2020 年：2", exact=True)
    year.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline-year h3")).to_have_text(["2020 年"])
    expect(page).to_have_url(re.compile("year=2020$"))
    chosen = page.locator(f"{YEARS}[aria-current=true]")
    expect(chosen).to_have_accessible_name("2020 年：2，已选，再点取消")
    expect(page.locator(YEARS)).to_have_count(4)
    chosen.click()
    expect(page.locator(".timeline-year")).to_have_count(4)
    page.go_back()
    expect(page.locator(".timeline-year")).to_have_count(1)


@pytest.mark.parametrize(("button", "name"), [("导出表格", "csv"), ("导出 Markdown", "md")])
def test_timeline_is_saved_as_a_file(page: Page, button: str, name: str) -> None:
    show(page)
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    assert download.value.suggested_filename == f"时间线：{NAME}.{name}"
    assert "望江大桥昨天合龙。" in download.value.path().read_text("utf-8")
    expect(page.locator("[aria-live=polite]")).to_have_text(f"已导出：时间线：{NAME}.{name}")


def test_words_without_a_time_are_said_to_have_none(page: Page) -> None:
    show(page, "红烧肉")
    expect(page.locator(COUNT)).to_have_text("没有找到带时间的“红烧肉”内容。")
    expect(page.locator(YEARS)).to_have_count(0)


def test_search_counts_its_years_and_leads_to_the_timeline(page: Page, url: str) -> None:
    searches: list[str] = []

    def record(request: Request) -> None:
        if request.url.endswith("/v1/search"):
            searches.append((request.post_data_json or {})["filters"]["date_from"])

    page.on("request", record)
    page.goto(f"{url}/#/search?q={NAME}")
    years = page.locator("#view-search .year-chart a")
    expect(years).to_have_text(["2018", "2019", "2021", "2022"])
    years.nth(1).click()
    expect(page.locator(".result-title")).to_have_text(["江上传来好消息"])
    expect(page).to_have_url(re.compile("from=2019&to=2019$"))
    expect(years).to_have_count(4)
    assert searches == ["", "2019"]  # the years were counted once
    page.get_by_role("link", name="按时间看").click()
    expect(page.locator(COUNT)).to_have_text(f"“{NAME}”：2 句，按时间排列")
    expect(page.locator(".timeline-notes")).to_contain_text("在筛选出的 1 篇文章中")
    page.get_by_role("link", name="看全部文章").click()
    expect(page.locator(COUNT)).to_have_text(f"“{NAME}”：6 句，按时间排列")


def test_year_without_results_can_be_dropped(page: Page, url: str) -> None:
    page.goto(f"{url}/#/search?q={NAME}&from=1999&to=1999")
    expect(page.locator(".decline.result-count")).to_be_visible()
    chosen = page.locator("#view-search .year-chart [aria-current=true]")
    expect(chosen).to_have_accessible_name("1999 年：0，已选，再点取消")
    chosen.click()
    expect(page.locator(".result-title").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=[^&]+$"))


def test_answer_of_several_years_leads_to_its_timeline(page: Page, url: str) -> None:
    page.goto(f"{url}/#/")
    put(page, "青石县有多少所小学?")
    turn = page.locator(".turn").last
    expect(turn.locator(".sides h3")).to_have_text(["2018年", "2021年"])
    turn.get_by_role("link", name="按时间看").click()
    expect(page.locator(".timeline-time time")).to_have_text(["2018年", "2021年"])
    expect(page.locator(".timeline-quote mark").first).to_have_text("青石县")


def test_read_time_is_put_into_the_question_box(page: Page, url: str) -> None:
    page.goto(f"{url}/#/")
    put(page, "去年望江大桥怎么样了?")
    year = datetime.now().astimezone().year - 1
    page.get_by_role("button", name=f"按“{year}年”理解，改写问题").click()
    expect(page.locator("#question")).to_have_value(f"{year}年望江大桥怎么样了?")
    expect(page.locator("#question")).to_be_focused()
