"""The article beside the answer: quotes, imprint, citations, permanent links."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import Theme, Visit, visit
from tests.support.documents import make_pdf
from tests.support.library_client import add, article_ids
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server

LINE = "青石镇的夜校叫“启明夜校”。"
OTHERS = ["学员来自各个村庄，大多白天务农。", "课程有农技、算账和普通话三门。"] * 12
STORY = "\n".join([LINE, *OTHERS, "另一处也说，" + LINE, *OTHERS, "最后重申，" + LINE])
PAPER = {
    "id": "night-school",
    "title": "启明夜校开课",
    "byline": "本报记者 王 明 通讯员 李小芳",
    "date": "2017-10-11",
    "source": "青石日报",
    "url": "https://paper.example/2017/10/11/1.html",
    "text": STORY,
}
HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        running_server(tmp_path_factory.mktemp("article")) as url,
        httpx.Client(base_url=url, timeout=60, trust_env=False) as client,
    ):
        add(
            client,
            {"夜校.jsonl": json.dumps(PAPER), "两页.pdf": make_pdf(PAGES), "属性.pdf": PROPERTIES},
        )
        yield client


PROPERTIES = make_pdf([[LINE, LINE]], {"CreationDate": "D:20090506080000", "Author": "王小明"})
PAGES = [["石桥村修好了老桥。" * 3], ["新桥叫“同心桥”，在村口。", "村民都来帮忙。" * 3]]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Visit]:
    """A reader on a desktop. A test that causes errors on purpose clears `complaints`."""
    with visit(browser) as reader:
        yield reader
        assert reader.complaints == []


def article_id(client: httpx.Client, title: str) -> str:
    documents = client.get("/v1/documents", params={"q": title}).json()["documents"]
    [found] = [document["id"] for document in documents if document["title"] == title]
    return str(found)


def open_at(page: Page, client: httpx.Client, title: str, *words: str) -> Locator:
    """Open an article at the places of these words, and return the panel."""
    one = article_id(client, title)
    text = client.get(f"/v1/documents/{one}").json()["text"]
    places = [match.start() for word in words for match in re.finditer(re.escape(word), text)]
    ranges = ",".join(f"{at}-{at + len(words[0])}" for at in places)
    page.goto(f"{client.base_url}/#/article/{one}?q={ranges}")
    expect(page.locator("#panel .headline")).to_have_text(title)
    return page.locator("#panel")


def copied(page: Page, button: str) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#panel").get_by_role("button", name=button).click()
    expect(page.locator("#panel .copy-result")).to_have_text("已复制")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_date_of_a_file_property_says_so_and_is_not_cited(page: Page, client: httpx.Client) -> None:
    panel = open_at(page, client, "属性")
    expect(panel.locator(".imprint")).to_contain_text("王小明（据文件属性）")
    expect(panel.locator(".imprint")).to_contain_text("2009-05-06（据文件属性）")
    assert "2009" not in copied(page, "GB/T 7714")


def test_n_and_p_go_from_quote_to_quote(page: Page, client: httpx.Client) -> None:
    panel = open_at(page, client, PAPER["title"], LINE)
    current = panel.locator("mark[data-current]")
    expect(panel.locator("mark")).to_have_count(3)
    for key, place in (("n", "2 / 3"), ("n", "3 / 3"), ("n", "1 / 3"), ("p", "3 / 3")):
        page.keyboard.press(key)
        expect(panel.locator(".quote-place")).to_have_text(place)
        expect(current).to_have_count(1)
        expect(current).to_be_in_viewport()
    expect(page.locator("#announcement")).to_have_text("第 3 处引文，共 3 处")
    panel.get_by_role("button", name="上一处引文").click()
    expect(panel.locator(".quote-place")).to_have_text("2 / 3")


def test_n_in_the_question_box_is_a_letter(page: Page, client: httpx.Client) -> None:
    panel = open_at(page, client, PAPER["title"], LINE)
    page.locator("#question").focus()
    page.keyboard.press("n")
    expect(page.locator("#question")).to_have_value("n")
    expect(panel.locator(".quote-place")).to_have_text("1 / 3")


def test_all_quotes_of_the_answer_are_marked_in_the_article(
    page: Page, client: httpx.Client
) -> None:
    reply = client.post("/v1/ask", json={"question": "青石镇的夜校叫什么名字?"}).json()
    cited = [source for source in reply["sources"] if source["highlights"]]
    first = cited[0]["article_id"]
    ranges = {tuple(h) for item in cited if item["article_id"] == first for h in item["highlights"]}
    page.goto(str(client.base_url))
    page.locator("#question").fill("青石镇的夜校叫什么名字?")
    page.locator("#question").press("Enter")
    page.locator(".turn a.open").first.click()
    places = page.locator("#panel .quote-place")
    expect(places).to_have_text(f"1 / {len(ranges)}")
    expect(page.locator("#panel mark[data-current]").first).to_be_in_viewport()


def test_imprint_shows_pages_and_address_and_links_the_file(
    page: Page, client: httpx.Client
) -> None:
    panel = open_at(page, client, PAPER["title"], LINE)
    link = panel.get_by_role("link", name="原网址")
    expect(link).to_have_attribute("href", PAPER["url"])
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    with page.expect_download() as download:
        panel.get_by_role("button", name="下载原文件").click()
    assert download.value.suggested_filename == "夜校.jsonl"
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8")) == PAPER


def test_page_of_the_quote_stands_in_the_imprint_and_the_citation(
    page: Page, client: httpx.Client
) -> None:
    [one] = article_ids(client, "两页.pdf")
    title = client.get(f"/v1/documents/{one}").json()["title"]
    panel = open_at(page, client, title, "同心桥")
    expect(panel.locator(".imprint")).to_contain_text("第2页")
    assert copied(page, "纯文本").splitlines()[1].endswith("，第2页")


def test_citations_are_copied_in_three_forms(page: Page, client: httpx.Client) -> None:
    open_at(page, client, PAPER["title"], LINE)
    permalink = copied(page, "复制链接")
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    assert copied(page, "GB/T 7714") == (
        f"王明, 李小芳. 启明夜校开课[N/OL]. 青石日报, 2017-10-11[{today}]. {PAPER['url']}."
    )
    assert copied(page, "Markdown") == (
        f"> {LINE}\n>\n> ——[启明夜校开课]({permalink})，{PAPER['byline']}，青石日报，2017-10-11"
    )
    plain = f"“{LINE}”\n——《启明夜校开课》，{PAPER['byline']}，青石日报，2017-10-11\n{permalink}"
    assert copied(page, "纯文本") == plain
    page.goto(permalink)
    expect(page.locator("#panel mark")).to_have_text(LINE)


def test_text_is_selected_where_the_clipboard_is_refused(
    reader: Visit, client: httpx.Client
) -> None:
    page = reader.page
    page.add_init_script("delete Navigator.prototype.clipboard")
    panel = open_at(page, client, PAPER["title"], LINE)
    panel.get_by_role("button", name="复制链接").click()
    expect(panel.locator(".copy-result")).to_contain_text("Ctrl + C")
    selected = page.evaluate(
        "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))"
        "(document.activeElement)"
    )
    assert selected == page.url.partition(",")[0]


def test_link_past_the_end_of_a_text_that_was_changed_says_so(
    page: Page, client: httpx.Client
) -> None:
    one = article_id(client, PAPER["title"])
    page.goto(f"{client.base_url}/#/article/{one}?q=90000-90010")
    expect(page.locator("#panel .since")).to_contain_text("后来有改动")
    expect(page.locator("#panel .headline")).to_have_text(PAPER["title"])
    expect(page.locator("#panel mark")).to_have_count(0)


def test_link_to_an_article_that_is_gone_leads_on(reader: Visit, client: httpx.Client) -> None:
    page = reader.page
    page.goto(f"{client.base_url}/#/article/0123456789abcdef?q=1-5")
    notice = page.locator("#panel .gone")
    expect(notice).to_contain_text("已不在馆藏里")
    expect(notice.get_by_role("link", name="去搜索")).to_have_attribute("href", "#/search")
    expect(notice.get_by_role("link", name="看看馆藏")).to_have_attribute("href", "#/library")
    reader.complaints.clear()


def test_html_in_an_article_is_text_wherever_it_is_shown_and_cited(
    page: Page, client: httpx.Client
) -> None:
    row = {
        "title": f"毒文{HOSTILE}",
        "byline": f"记者{HOSTILE}",
        "url": "javascript:alert(3)",
        "source": HOSTILE,
        "text": f"{HOSTILE}小标题\n毒镇的茶馆叫“清风茶馆”{HOSTILE}。每天早上六点开门。",
    }
    add(client, {"毒.jsonl": json.dumps(row), "毒.html": f"<h1>毒页</h1><h2>{HOSTILE}</h2><p>正文"})
    page.goto(str(client.base_url))
    page.locator("#question").fill("毒镇的茶馆叫什么名字?")
    page.locator("#question").press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("清风茶馆")
    page.locator(".turn a.open").first.click()
    panel = page.locator("#panel")
    expect(panel.locator(".headline")).to_have_text(row["title"])
    expect(panel.locator(".imprint")).to_contain_text(HOSTILE)
    expect(panel.locator("mark").first).to_contain_text("清风茶馆")
    expect(panel.get_by_role("link")).to_have_count(0)
    assert "javascript:" not in copied(page, "GB/T 7714")
    assert "<script" not in copied(page, "Markdown").replace("\\<", "")
    expect(page.locator("main img, main script, #panel img, #panel script")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_screenshots_are_taken_of_the_panel(
    browser: Browser, client: httpx.Client, width: int, theme: Theme
) -> None:
    with visit(browser, width, {375: 812, 1280: 800}[width], theme) as reader:
        panel = open_at(reader.page, client, PAPER["title"], LINE)
        expect(panel.locator("mark[data-current]")).to_be_in_viewport()
        reader.page.screenshot(path=SCREENSHOTS / f"article-{width}-{theme}-1-quote.png")
        reader.page.keyboard.press("n")
        copied(reader.page, "Markdown")
        reader.page.screenshot(path=SCREENSHOTS / f"article-{width}-{theme}-2-copied.png")
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width
        assert reader.complaints == []
