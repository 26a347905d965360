"""The library on the page: searched, sorted, paged, deleted and restored, maintained."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.access.keys import KeyStore, Role
from tests.support.browser import Theme, Visit, visit
from tests.support.library_client import finished
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server

PLACES = ("惠济区", "须水街道", "绿东村", "古荥镇")
ARTICLES = [
    {
        "title": f"{PLACES[n % 4]}第{n}次志愿服务活动",
        "text": "一段正文，说的是志愿服务。" * (1 + n % 7),
        "date": f"{2014 + n % 2}-{1 + n % 6:02}-{1 + n % 28:02}" if n % 9 else "",
        "source": ("晨报", "晚报", "街道简报")[n % 3],
    }
    for n in range(120)
]
TOO_SMALL = """
[...document.querySelectorAll("#view-library a, #view-library button, .toast button")]
  .filter((one) => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44)).length
"""
FILE = {"name": "灯塔.txt", "mimeType": "text/plain", "buffer": "灯塔\n\n灯塔亮了。\n".encode()}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_server(tmp_path_factory.mktemp("library")) as url:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            finished(client, client.post("/v1/documents", json=ARTICLES).json()["job_id"])
        yield url


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(f"{url}/#/library")
        yield reader
        assert reader.complaints == []


def rows(page: Page) -> Locator:
    return page.locator(".articles tbody tr")


def find(page: Page, words: str) -> None:
    page.get_by_label("按标题或来源查找").fill(words)
    page.get_by_role("button", name="查找").click()


def test_uploaded_file_appears_in_the_list(page: Page) -> None:
    expect(rows(page)).to_have_count(50)
    page.locator("#view-library").get_by_role("button", name="添加文章").click()
    page.locator("#files").set_input_files([FILE])  # type: ignore[arg-type] # as documented
    expect(page.locator("#adding .job-title").first).to_contain_text("收录完成")
    page.keyboard.press("Escape")
    expect(rows(page).first).to_contain_text("灯塔")
    rows(page).first.get_by_role("link").click()
    expect(page.locator("#panel-title")).to_have_text("灯塔")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("#/library$"))


def test_list_is_searched_sorted_and_paged_by_its_address(page: Page) -> None:
    find(page, "志愿服务")
    expect(page.locator("#library-count")).to_have_text("找到 120 篇")
    page.get_by_role("link", name="标题").click()
    head = page.get_by_role("columnheader", name="标题")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("link", name="标题")).to_be_focused()
    following = page.get_by_role("link", name="下一页")
    second = following.get_attribute("href") or ""
    following.click()
    expect(following).not_to_have_attribute("href", second)
    following.click()
    expect(rows(page)).to_have_count(20)
    expect(page.get_by_role("link", name="下一页")).to_have_count(0)
    page.reload()
    expect(rows(page)).to_have_count(20)
    page.get_by_role("link", name="回到第一页").click()
    expect(rows(page)).to_have_count(50)
    page.get_by_role("link", name="标题").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    find(page, "没有这样的标题")
    expect(page.locator(".empty")).to_have_text("标题和来源里都没有“没有这样的标题”。")


def test_article_is_deleted_and_restored_with_the_keyboard_alone(page: Page) -> None:
    find(page, "第7次")
    expect(rows(page)).to_have_count(1)
    rows(page).get_by_role("button", name="删除").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("已删除《古荥镇第7次志愿服务活动》")
    expect(page.locator("#announcement")).to_have_text("已删除《古荥镇第7次志愿服务活动》")
    expect(page.locator(".empty")).to_be_visible()
    expect(page.get_by_role("button", name="撤销")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#announcement")).to_have_text("已恢复《古荥镇第7次志愿服务活动》")
    expect(page.locator(".toast")).to_have_count(0)


def test_each_deletion_has_its_own_undo_and_many_are_deleted_at_once(page: Page) -> None:
    find(page, "绿东村")
    expect(rows(page)).to_have_count(30)
    rows(page).nth(0).get_by_role("button", name="删除").click()
    expect(rows(page)).to_have_count(29)
    rows(page).nth(3).get_by_role("checkbox").check()
    rows(page).nth(5).get_by_role("checkbox").check()
    page.get_by_role("button", name="删除选中的 2 篇").click()
    expect(rows(page)).to_have_count(27)
    expect(page.locator(".chosen")).to_be_hidden()
    expect(page.locator(".toast")).to_have_count(2)
    page.get_by_role("button", name="撤销删除：").click()
    expect(rows(page)).to_have_count(28)
    page.get_by_role("button", name="撤销删除 2 篇文章").click()
    expect(rows(page)).to_have_count(30)
    expect(page.locator("#library-count")).to_have_text("找到 30 篇")


def test_original_is_downloaded(page: Page) -> None:
    find(page, "惠济区举行")
    expect(rows(page).first).to_contain_text("惠济区举行")
    with page.expect_download() as download:
        rows(page).first.get_by_role("button", name="下载原文件").click()
    assert download.value.suggested_filename.endswith(".txt")


def test_index_is_rebuilt_with_progress_and_the_former_one_can_answer_again(page: Page) -> None:
    page.get_by_role("button", name="重建索引").click()
    job = page.locator("#view-library > .jobs .job").first
    expect(job.locator(".job-title")).to_have_text("索引已重建")
    page.get_by_role("button", name="退回上一版索引").click()
    expect(page.locator("#announcement")).to_have_text("已退回上一版索引")
    page.get_by_role("button", name="检查有变动的文件").click()
    expect(page.locator("#view-library > .jobs")).to_contain_text("已检查有变动的文件")
    page.locator("summary", has_text="最近变动").click()
    expect(page.locator(".fold .job")).not_to_have_count(0)


def test_charts_are_tables_that_lead_to_the_list(page: Page) -> None:
    page.get_by_role("link", name="统计").click()
    sources = page.get_by_role("table", name="按来源")
    expect(sources.get_by_role("row", name="晨报")).to_contain_text("40")
    expect(page.locator(".statistics")).to_contain_text("没有日期")
    expect(page.locator(".articles")).to_be_hidden()
    page.get_by_role("table", name="按月份").get_by_role("link", name="2015-02").click()
    expect(rows(page).first.locator(".date")).to_have_text(re.compile("^2015-02-"))
    expect(rows(page).last.locator(".date")).to_have_text(re.compile("^2015-02-"))
    page.go_back()
    sources.get_by_role("link", name="晨报").click()
    expect(page.locator("#library-count")).to_have_text("找到 40 篇")


def test_reader_sees_no_button_that_changes_anything(browser: Browser, tmp_path: Path) -> None:
    secret = KeyStore(tmp_path / "library.sqlite3").add("阅览室", Role.READER)
    with running_server(tmp_path, WENBAO_AUTH="required") as url, visit(browser) as reader:
        page = reader.page
        page.add_init_script(f"sessionStorage.setItem('wenbao.key', '{secret}')")
        page.goto(f"{url}/#/library")
        expect(rows(page)).not_to_have_count(0)
        expect(page.locator("#view-library")).to_contain_text("你的密钥只能阅读")
        expect(page.locator("#view-library input[type=checkbox]")).to_have_count(0)
        for name in ("删除", "重建索引", "添加文章", "检查有变动的文件"):
            expect(page.locator("#view-library").get_by_role("button", name=name)).to_have_count(0)
        assert reader.complaints == []


def test_list_that_cannot_be_fetched_says_so_and_is_tried_again(reader: Visit) -> None:
    page = reader.page
    expect(rows(page)).to_have_count(50)
    page.route("**/v1/documents?**", lambda route: route.abort())
    page.get_by_role("link", name="日期").click()
    expect(page.locator(".list").get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/v1/documents?**")
    page.locator(".list").get_by_role("button", name="重试").click()
    expect(rows(page)).to_have_count(50)
    reader.complaints.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_library_fits_the_screen(browser: Browser, url: str, width: int, theme: Theme) -> None:
    with visit(browser, width, 812, theme) as reader:
        page = reader.page
        page.goto(f"{url}/#/library")
        expect(rows(page)).to_have_count(50)
        page.screenshot(path=SCREENSHOTS / f"library-{width}-{theme}-1.png")
        rows(page).nth(1).get_by_role("checkbox").check()
        expect(page.locator(".chosen")).to_be_visible()
        page.screenshot(path=SCREENSHOTS / f"library-{width}-{theme}-2-chosen.png")
        rows(page).first.get_by_role("button", name="删除").click()
        expect(page.locator(".toast")).to_be_visible()
        assert page.evaluate(TOO_SMALL) == 0
        page.screenshot(path=SCREENSHOTS / f"library-{width}-{theme}-3-undo.png")
        page.get_by_role("button", name="撤销").click()
        page.get_by_role("link", name="统计").click()
        expect(page.locator(".bars")).to_have_count(2)
        page.screenshot(path=SCREENSHOTS / f"library-{width}-{theme}-4-statistics.png")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert reader.complaints == []
