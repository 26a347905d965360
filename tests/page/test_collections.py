"""Collections and tags in the library: filtered, edited one by one or many, counted, chosen."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.access.keys import KeyStore, Role
from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.library_client import finished
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server

ARTICLES = [
    {
        "title": f"{place}第{n}座桥通车",
        "text": f"{place}的第{n}座桥昨天通车，村民都说好。",
        "date": f"{2016 + n % 3}-05-0{1 + n % 9}",
        "source": f"{place}-{n}.txt",
        "collection": ("晚报", "日报", "")[n % 3],
        "tags": [["桥梁", "望江"], ["桥梁"], []][n % 3],
    }
    for n, place in enumerate(
        ["东岭", "西岭", "南山", "北河", "中川", "上坪", "下坪", "左岸", "右岸"]
    )
]
FILE = {"name": "灯塔.txt", "mimeType": "text/plain", "buffer": "灯塔\n\n灯塔亮了。\n".encode()}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nothing")
    (folder / "pages").mkdir()
    return folder


@pytest.fixture
def url(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Iterator[str]:
    data = tmp_path_factory.mktemp("collections")
    with running_server(data, WENBAO_COLLECTION=str(empty / "pages")) as url:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            finished(client, client.post("/v1/documents", json=ARTICLES).json()["job_id"])
        yield url


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(f"{url}/#/library")
        expect(rows(reader.page)).to_have_count(9)
        yield reader
        assert reader.complaints == []


def rows(page: Page) -> Locator:
    return page.locator(".articles tbody tr")


def row(page: Page, title: str) -> Locator:
    return rows(page).filter(has_text=title)


def test_list_is_filtered_by_collection_and_tag(page: Page) -> None:
    page.get_by_label("按文集筛选").select_option("晚报")
    expect(rows(page)).to_have_count(3)
    expect(page.locator("#library-count")).to_have_text("找到 3 篇")
    expect(page).to_have_url(re.compile("collection="))
    page.get_by_role("link", name="清除").click()
    row(page, "西岭").get_by_role("link", name="桥梁").click()
    expect(rows(page)).to_have_count(6)
    expect(page.get_by_label("按标签筛选")).to_have_value("桥梁")
    page.reload()
    expect(rows(page)).to_have_count(6)
    row(page, "西岭").get_by_role("link", name="日报").click()
    expect(rows(page)).to_have_count(3)


def test_titles_and_dates_come_first_and_the_file_last(page: Page) -> None:
    heads = page.locator(".articles thead th").all_inner_texts()
    shown = [head.strip().rstrip("↓") for head in heads if head.strip()]
    assert shown == ["标题", "日期", "文集", "标签", "字数", "变动时间", "来源", "操作"]


def test_article_is_edited_and_the_last_change_taken_back(page: Page) -> None:
    row(page, "南山").get_by_role("button", name="编辑").click()
    dialog = page.get_by_role("dialog", name="编辑文章")
    expect(dialog.get_by_label("标题")).to_have_value("南山第2座桥通车")
    expect(dialog.get_by_label("标题")).to_be_focused()
    expect(dialog).to_contain_text("还没有人改过")
    dialog.get_by_label("标题").fill("南山大桥通车")
    dialog.get_by_label("文集").fill("周刊")
    dialog.get_by_label("标签").fill("桥梁，南山、大桥")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("status")).to_have_text("已保存")
    expect(dialog.locator(".edits li")).to_contain_text("标题 南山第2座桥通车 → 南山大桥通车")
    expect(row(page, "南山大桥通车").locator(".tags")).to_have_text("桥梁南山大桥")
    dialog.get_by_role("button", name="撤销上一次改动").click()
    expect(dialog.get_by_role("status")).to_have_text("已撤销上一次改动")
    expect(dialog.get_by_label("标题")).to_have_value("南山第2座桥通车")
    expect(dialog.get_by_label("文集")).to_have_value("")
    expect(dialog.get_by_role("button", name="撤销上一次改动")).to_be_hidden()
    expect(dialog.locator(".edits del").first).to_have_text("标题 南山第2座桥通车 → 南山大桥通车")
    expect(row(page, "南山第2座桥通车")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(row(page, "南山第2座桥通车").locator("a.open")).to_be_focused()


def test_wrong_date_is_not_sent_and_a_change_in_between_is_told(reader: Visit, url: str) -> None:
    page = reader.page
    row(page, "左岸").get_by_role("button", name="编辑").click()
    dialog = page.get_by_role("dialog", name="编辑文章")
    dialog.get_by_label("日期").fill("昨天")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_label("日期")).to_have_accessible_description(
        "日期请写成 2017、2017-10 或 2017-10-11。"
    )
    dialog.get_by_label("日期").fill("2018")
    article = row(page, "左岸").get_attribute("data-article")
    httpx.put(f"{url}/v1/documents/{article}", json={"byline": "记者 张三"}, trust_env=False)
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("别处刚刚改动过它")
    reader.complaints.clear()  # the browser reports the 412


def test_several_articles_are_changed_at_once(page: Page) -> None:
    for title in ("东岭", "西岭"):
        row(page, title).get_by_role("checkbox").check()
    page.get_by_role("button", name="修改选中的 2 篇").click()
    dialog = page.get_by_role("dialog", name="修改选中的 2 篇")
    expect(dialog.get_by_label("文集", exact=True)).to_be_focused()
    dialog.get_by_label("文集", exact=True).fill("晚报")
    dialog.get_by_label("去掉标签").fill("望江")
    dialog.get_by_label("加上标签").fill("专题")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("status")).to_have_text("已修改 2 篇")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("status")).to_have_text("已修改 0 篇2 篇本来就是这样")
    page.keyboard.press("Escape")
    expect(page.locator(".articles a.open:focus")).to_contain_text(re.compile("东岭|西岭"))
    for title in ("东岭", "西岭"):
        expect(row(page, title).locator(".tags")).to_have_text("桥梁专题")
        expect(row(page, title).locator(".collection")).to_have_text("晚报")


def test_statistics_have_a_tab_whose_bars_filter_the_list(page: Page) -> None:
    page.get_by_role("link", name="统计").click()
    expect(page).to_have_url(re.compile("tab=statistics"))
    collections = page.get_by_role("table", name="按文集")
    expect(collections.get_by_role("row", name="晚报")).to_contain_text("3")
    page.get_by_role("table", name="按月份").get_by_role("link", name="2017-05").click()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("link", name=re.compile("^2017-05 ")).click()
    expect(rows(page)).to_have_count(9)
    page.get_by_role("link", name="统计").click()
    collections.get_by_role("link", name="日报").click()
    expect(page.locator("#library-count")).to_have_text("找到 3 篇")


def test_questions_are_counted_in_the_statistics(page: Page, url: str) -> None:
    for question in ("东岭的桥什么时候通车?", "红烧肉怎么做?"):
        httpx.post(f"{url}/v1/ask", json={"question": question}, timeout=60, trust_env=False)
    page.get_by_role("link", name="统计").click()
    expect(page.locator(".statistics")).to_contain_text("提过 2 个问题")


def test_files_are_added_to_a_collection_and_what_is_skipped_is_told(page: Page) -> None:
    for sentence in ("收录完成：1 个文件可以搜索", "其中 1 个没有变化或内容重复"):
        page.locator("#view-library").get_by_role("button", name="添加文章").click()
        dialog = page.get_by_role("dialog", name="添加文章")
        expect(dialog).to_contain_text("每个文件最大 100 MB")
        dialog.get_by_label("收入文集").fill("周刊")
        page.locator("#files").set_input_files([FILE])  # type: ignore[arg-type] # as documented
        expect(dialog.locator(".job-title").first).to_contain_text(sentence)
        page.keyboard.press("Escape")
    expect(row(page, "灯塔").locator(".collection")).to_have_text("周刊")


def test_empty_library_has_one_clear_button(browser: Browser, empty: Path) -> None:
    settings = {"WENBAO_COLLECTION": str(empty / "pages")}
    with running_server(empty / "data", **settings) as url, visit(browser) as reader:
        page = reader.page
        page.goto(f"{url}/#/library")
        expect(page.locator("#view-library .empty")).to_contain_text("馆藏还是空的")
        expect(page.locator("#view-library button:visible")).to_have_count(1)
        page.locator("#view-library").get_by_role("button", name="添加文章").click()
        page.locator("#files").set_input_files([FILE])  # type: ignore[arg-type] # as documented
        expect(page.locator("#adding .job-title").first).to_contain_text("收录完成")
        page.keyboard.press("Escape")
        expect(rows(page)).to_have_count(1)
        expect(page.locator("#view-library").get_by_label("按标题或来源查找")).to_be_visible()
        assert reader.complaints == []


def test_key_for_a_collection_sees_and_offers_nothing_else(
    browser: Browser, tmp_path: Path, empty: Path
) -> None:
    keys = KeyStore(tmp_path / "library.sqlite3")
    whole, limited = (
        keys.add("全部", Role.EDITOR),
        keys.add("晚报", Role.EDITOR, ["晚报"]),
    )
    settings = {"WENBAO_AUTH": "required", "WENBAO_COLLECTION": str(empty / "pages")}
    with running_server(tmp_path, **settings) as url, visit(browser) as reader:
        headers = {"Authorization": f"Bearer {whole}"}
        with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
            finished(client, client.post("/v1/documents", json=ARTICLES).json()["job_id"])
        page = reader.page
        page.add_init_script(f"sessionStorage.setItem('wenbao.key', '{limited}')")
        page.goto(f"{url}/#/library")
        expect(rows(page)).to_have_count(3)
        page.locator("#view-library").get_by_role("button", name="添加文章").click()
        expect(page.get_by_label("收入文集")).to_have_value("晚报")
        assert reader.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_editing_fits_the_screen_and_is_accessible(
    browser: Browser, url: str, width: int, theme: Theme
) -> None:
    with visit(browser, width, 812, theme) as reader:
        page = reader.page
        page.goto(f"{url}/#/library")
        expect(rows(page)).to_have_count(9)
        page.screenshot(path=SCREENSHOTS / f"collections-{width}-{theme}-1.png")
        assert violations(page) == []
        row(page, "东岭").get_by_role("button", name="编辑").click()
        expect(page.get_by_role("dialog", name="编辑文章")).to_contain_text("还没有人改过")
        page.screenshot(path=SCREENSHOTS / f"collections-{width}-{theme}-2-edit.png")
        assert violations(page) == []
        page.keyboard.press("Escape")
        row(page, "东岭").get_by_role("checkbox").check()
        page.get_by_role("button", name="修改选中的 1 篇").click()
        expect(page.get_by_role("dialog")).to_contain_text("空着的不改")
        page.screenshot(path=SCREENSHOTS / f"collections-{width}-{theme}-3-change.png")
        page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert reader.complaints == []
