"""The search view of the page."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.console import wenbao
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

QUERY = "新桥通车"
DAM = "望江大坝修了第{}年,第{}段坝体合龙,党建云平台的喇叭天天播报。" + "工地上人来车往。" * 12
VILLAGERS = "𠮷祥村的村民都来看新桥,两岸往来从此方便了许多。"


def table() -> str:
    lines = ['"title","text","date","source","byline"']
    for n in range(24):
        paper, year = ("晚报", 2016) if n % 2 else ("日报", 2017)
        text = f"&lt;b&gt;望江县&lt;/b&gt;第{n}座新桥昨天通车。{VILLAGERS}"
        lines.append(
            f'"第{n}座新桥通车","{text}","{year}-0{n % 9 + 1}-11","{paper}.txt","记者 王明"'
        )
    for n in range(5):
        text = "".join(DAM.format(n, k) for k in range(9))
        lines.append(f'"大坝的第{n}年","{text}","","大坝.txt",""')
    return "\n".join(lines)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("search")
    pages = write_pages(folder / "pages", {"all.csv": table()})
    settings = {"WENBAO_COLLECTION": str(pages), "WENBAO_MEANING": "on"}
    encoded = wenbao("index", pages, "--deep", "--data", folder / "data", **settings)
    assert encoded.returncode == 0, encoded.stderr
    with running_server(folder / "data", **settings) as url:
        yield url


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    """A reader in the search view. A test that causes errors on purpose clears `complaints`."""
    with visit(browser) as reader:
        reader.page.goto(f"{url}/#/search")
        expect(reader.page.locator("#search-q")).to_be_focused()
        yield reader
        assert reader.complaints == []


def look_for(page: Page, query: str = QUERY) -> None:
    page.locator("#search-q").fill(query)
    page.locator("#search-q").press("Enter")


def test_enter_searches_and_says_how_many_there_are(page: Page) -> None:
    look_for(page)
    expect(page.locator(".result-count")).to_have_text("找到 24 篇文章")
    expect(page.locator("[aria-live=polite]")).to_have_text("找到 24 篇文章")
    expect(page.locator(".result")).to_have_count(10)
    expect(page).to_have_url(re.compile(r"#/search\?q=%E6%96%B0"))


def test_date_that_is_none_is_explained_and_one_in_chinese_is_rewritten(page: Page) -> None:
    page.locator(".filters summary").click()
    page.locator("#search-from").fill("17年")
    look_for(page)
    expect(page.locator("#search-from")).to_be_focused()
    expect(page.locator("#search-from")).to_have_attribute("aria-invalid", "true")
    note = "日期请写成 2017、2017-10 或 2017-10-11。"
    expect(page.locator("#search-from")).to_have_accessible_description(note)
    expect(page.locator(".result")).to_have_count(0)
    page.locator("#search-from").fill("2017年2月")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.locator("#search-from").press("Enter")
    expect(page).to_have_url(re.compile("from=2017-02$"))
    expect(page.locator(".result-count")).to_contain_text("找到")


@pytest.mark.parametrize("date", ["17年", "2017-13", "2017年2月30日"])
def test_address_with_a_date_that_is_none_says_so(page: Page, url: str, date: str) -> None:
    page.goto(f"{url}/#/search?q={QUERY}&to={date}")
    expect(page.get_by_role("alert")).to_contain_text("日期请写成")
    expect(page.locator("#search-to")).to_be_visible()


def test_words_of_the_query_are_marked_and_text_stays_text(page: Page) -> None:
    look_for(page)
    first = page.locator(".result").first
    expect(first.locator("mark").first).to_have_text("新桥")
    assert set(first.locator("mark").all_inner_texts()) == {"新桥", "通车"}  # 新桥昨天通车
    expect(first.locator(".passage")).to_contain_text("<b>望江县</b>")
    expect(page.locator(".result b")).to_have_count(0)
    expect(first.locator(".imprint")).to_contain_text("记者 王明")


def test_more_are_listed_until_all_are(page: Page) -> None:
    look_for(page)
    more = page.locator(".more")
    expect(more).to_have_text("显示更多（已显示 10 / 24 篇）")
    more.click()
    expect(page.locator(".result")).to_have_count(20)
    expect(page.locator(".result-title").nth(10)).to_be_focused()
    more.click()
    expect(page.locator(".result")).to_have_count(24)
    expect(more).to_be_hidden()


def test_filters_narrow_what_is_found_and_stand_in_the_address(page: Page) -> None:
    expect(page.locator("#search-source")).to_be_hidden()
    page.locator(".filters summary").click()
    page.locator("#search-source").fill("晚报")
    page.locator("#search-to").fill("2016-06")
    look_for(page)
    expect(page.locator(".result-count")).to_contain_text("在筛选出的")
    expect(page.locator(".result").first).to_be_visible()
    for line in page.locator(".result .imprint").all_inner_texts():
        assert "晚报.txt" in line
        assert re.search(r"2016-0[1-6]", line)
    expect(page).to_have_url(re.compile("source=.*&to=2016-06$"))
    page.reload()
    expect(page.locator("#search-source")).to_have_value("晚报")
    expect(page.locator("#search-to")).to_be_visible()
    expect(page.locator(".result").first).to_be_visible()


def test_back_and_forward_lead_through_the_searches(page: Page) -> None:
    look_for(page)
    expect(page.locator(".result-count")).to_contain_text("24")
    look_for(page, "第3座")
    expect(page.locator(".result-title").first).to_have_text("第3座新桥通车")
    page.go_back()
    expect(page.locator("#search-q")).to_have_value(QUERY)
    page.go_back()
    expect(page.locator("#search-q")).to_have_value("")
    expect(page.locator(".intro")).to_be_visible()
    page.go_forward()
    expect(page.locator(".result").first).to_be_visible()


def test_a_title_opens_the_article_at_the_passage_beside_the_results(page: Page) -> None:
    look_for(page)
    page.locator(".result-title").first.click()
    expect(page.locator("#panel mark").first).to_contain_text("新桥")
    expect(page.locator(".result").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".result-title").first).to_be_focused()
    expect(page.locator(".result")).to_have_count(10)


def test_slash_leads_to_the_field(page: Page) -> None:
    look_for(page)
    page.locator(".result-title").first.focus()
    page.keyboard.press("/")
    expect(page.locator("#search-q")).to_be_focused()
    page.locator("#search-q").fill("")
    page.keyboard.type("1/2")
    expect(page.locator("#search-q")).to_have_value("1/2")


def test_scores_of_each_stage_are_folded_away(page: Page) -> None:
    look_for(page)
    why = page.locator(".why-here").first
    expect(why.locator(".scores")).to_be_hidden()
    why.locator("summary").click()
    expect(why.locator("dt")).to_have_text(["用词", "近义", "意思", "合并", "排序", "相关"])
    assert all(float(text) > 0 for text in why.locator("dd").all_inner_texts())


def test_filters_that_leave_nothing_can_be_dropped(page: Page, url: str) -> None:
    page.goto(f"{url}/#/search?q={QUERY}&title=无此标题")
    expect(page.locator(".decline")).to_have_text("没有符合筛选条件的文章。")
    page.locator(".drop-filters").click()
    expect(page.locator(".result")).to_have_count(10)
    expect(page.locator("#search-title")).to_have_value("")


def test_a_server_that_is_away_is_asked_again_on_retry(reader: Visit) -> None:
    page = reader.page
    page.route("**/v1/search", lambda route: route.abort())
    look_for(page)
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/v1/search")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".result")).to_have_count(10)
    reader.complaints.clear()


def test_switching_the_language_rewrites_the_view(page: Page) -> None:
    look_for(page)
    expect(page.locator(".result-count")).to_contain_text("24")
    page.locator("#language").click()
    expect(page.locator(".result-count")).to_have_text("Articles found: 24")
    expect(page.locator(".filters summary")).to_have_text("Filters")
    expect(page.locator(".more")).to_have_text("Show more (10 of 24 shown)")


def test_what_is_not_there_is_not_found_and_the_nearest_can_be_listed_all_the_same(
    page: Page,
) -> None:
    look_for(page, "zzzz没有的词")
    expect(page.locator(".decline")).to_have_text("没有找到“zzzz没有的词”。")
    expect(page.locator("[aria-live=polite]")).to_have_text("没有找到“zzzz没有的词”。")
    expect(page.locator(".result")).to_have_count(0)
    expect(page.locator(".cut-off")).to_contain_text("没有真正相关的段落。")
    page.locator(".show-all").click()
    expect(page.locator(".result").first).to_be_visible()
    expect(page.locator(".cut-off")).to_have_count(0)


def test_passages_of_one_article_stand_below_one_headline(page: Page) -> None:
    look_for(page, "望江大坝合龙")
    expect(page.locator(".result-title", has_text="大坝的第")).to_have_count(5)
    first = page.locator(".result").first
    expect(first.locator(".found-passage:visible")).to_have_count(2)
    first.locator(".more-passages > summary").click()
    expect(first.locator(".found-passage:visible").nth(2)).to_be_visible()
    first.locator(".found-passage").nth(1).locator(".open-passage").click()
    expect(page.locator("#panel mark").first).to_contain_text("大坝")


def test_a_whole_phrase_is_one_mark(page: Page) -> None:
    look_for(page, "党建云平台")
    expect(page.locator(".result").first).to_be_visible()
    assert set(page.locator(".result mark").all_text_contents()) == {"党建云平台"}


def test_results_are_ordered_by_date_and_the_next_search_keeps_the_order(page: Page) -> None:
    look_for(page)
    page.get_by_role("link", name="按日期").click()
    expect(page.locator(".sort-choice [aria-current]")).to_have_text("按日期")
    dates = page.locator(".result time").all_inner_texts()
    assert len(dates) == 10
    assert dates == sorted(dates, reverse=True)
    look_for(page, "大坝合龙")
    expect(page).to_have_url(re.compile("sort=date"))
    page.get_by_role("link", name="按相关度").click()
    expect(page).not_to_have_url(re.compile("sort="))


def test_facets_narrow_what_is_found_by_source_and_year(page: Page) -> None:
    look_for(page)
    sources = page.locator("[data-facet=source] a")
    expect(sources).to_have_text(["日报.txt 12", "晚报.txt 12"])
    sources.nth(1).click()
    expect(page.locator(".result-count")).to_have_text("找到 12 篇文章 · 在筛选出的 12 篇文章中")
    expect(sources).to_have_count(2)  # the other one can still be chosen
    expect(page.locator("[data-facet=source] [aria-current]")).to_have_text("晚报.txt 12")
    page.locator("[data-facet=source] [aria-current]").click()
    expect(page.locator(".result-count")).to_have_text("找到 24 篇文章")
    years = page.locator(".year-chart a")
    expect(years).to_have_count(2)
    years.first.click()
    expect(page.locator(".result-count")).to_contain_text("找到 12 篇文章")
    expect(sources).to_have_count(0)  # nothing is left to choose


def test_searches_can_be_saved_and_forgotten(page: Page, url: str) -> None:
    page.goto(f"{url}/#/search?q={QUERY}&from=2016&to=2016&sort=date")
    page.get_by_role("button", name="保存搜索").click()
    expect(page.locator(".save-search")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{url}/#/search")
    page.reload()
    kept = page.locator(".saved-searches li")
    expect(kept).to_have_count(1)
    expect(kept).to_contain_text("2016 · 按日期")
    kept.get_by_role("link").click()
    expect(page.locator(".result-count")).to_contain_text("找到 12 篇文章")
    page.go_back()
    page.get_by_role("button", name=f"不再保存：{QUERY}").click()
    expect(page.locator(".saved-searches")).to_have_count(0)
    page.reload()
    expect(page.locator(".intro")).to_be_visible()
    expect(page.locator(".saved-searches")).to_have_count(0)


@pytest.mark.parametrize(("item", "suffix"), [("表格（CSV）", ".csv"), ("Markdown", ".md")])
def test_results_are_exported_as_a_file(page: Page, item: str, suffix: str) -> None:
    look_for(page)
    page.get_by_role("button", name="导出结果").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name=item).click()
    assert saved.value.suggested_filename == f"搜索：{QUERY}{suffix}"
    text = saved.value.path().read_text("utf-8-sig")
    assert text.count("座新桥通车") >= 24
    assert "#/article/" in text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_about_the_results_is_inaccessible(
    browser: Browser, url: str, theme: Theme
) -> None:
    with visit(browser, theme=theme) as reader:
        for address in (f"q={QUERY}&source=晚报", "q=大坝", "q=zzzz没有"):
            reader.page.goto(f"{url}/#/search?{address}")
            expect(reader.page.locator(".result-count")).to_be_visible()
            assert violations(reader.page) == []
        reader.page.locator("#language").click()
        assert violations(reader.page, colours=False) == []
        assert reader.complaints == []
