"""What the page says when something is wrong, and in which language."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visit, visit

REFUSED = re.compile("Failed to load resource: .* 404")


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(url)
        yield reader
        assert [line for line in reader.complaints if not REFUSED.match(line)] == []


def test_date_that_cannot_be_read_is_told_in_the_language_of_the_page(
    reader: Visit, url: str
) -> None:
    page = reader.page
    page.goto(f"{url}#/search?q=党建&from=去年")
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("日期请写成 2017、2017-10 或 2017-10-11")
    page.get_by_role("button", name="English").click()
    expect(notice).to_contain_text("Please write a date as 2017, 2017-10 or 2017-10-11")


def test_date_is_chosen_from_a_calendar_or_typed_in_part(page: Page, url: str) -> None:
    page.goto(f"{url}#/search?q=党建")
    expect(page.locator(".result").first).to_be_visible()
    page.get_by_text("筛选", exact=True).click()
    row = page.locator(".filter").filter(has_text="起始日期")
    box = row.get_by_label("起始日期")
    row.get_by_role("button", name="从日历里选").click()
    row.locator("input[type=date]").fill("2017-10-11")
    page.keyboard.press("Escape")  # the calendar, which closes by itself when a day is clicked
    expect(box).to_have_value("2017-10-11")
    expect(box).to_be_focused()
    box.fill("2017")
    box.press("Enter")
    expect(page).to_have_url(re.compile("from=2017$"))


def test_address_that_does_not_exist_leads_back(reader: Visit, url: str) -> None:
    page = reader.page
    reply = page.goto(f"{url}/nirgendwo")
    assert reply
    assert reply.status == 404
    expect(page.get_by_role("heading", name="没有这一页")).to_be_visible()
    page.get_by_role("link", name="回到首页提问").click()
    expect(page.locator("#question")).to_be_focused()


def test_program_that_asks_for_a_page_that_does_not_exist_gets_a_problem(
    page: Page, url: str
) -> None:
    reply = page.request.get(f"{url}/nirgendwo", headers={"Accept": "application/json"})
    assert (reply.status, reply.json()["code"]) == (404, "not_found")


def test_page_speaks_the_first_language_of_the_browser_that_it_knows(
    browser: Browser, url: str
) -> None:
    for locale, shown in (("en-GB", "Library"), ("zh-TW", "馆藏"), ("fr-FR", "馆藏")):
        with browser.new_context(locale=locale) as context:
            page = context.new_page()
            page.goto(url)
            link = page.locator("#views [data-view=library]")
            expect(link).to_have_text(shown)
            page.locator("#language").click()  # what is chosen on the page is kept
            expect(link).not_to_have_text(shown)
            page.reload()
            expect(link).not_to_have_text(shown)
