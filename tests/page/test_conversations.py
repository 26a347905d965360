"""The list of conversations: searched, renamed, deleted, restored, exported."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from embeddings.documents import Article
from embeddings.reading.formats.docx import read_docx
from service.answers.conversation import Turn
from service.conversations.conversation_store import ConversationStore
from tests.support.browser import Theme, Visit, visit
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server

STARS = "中原区认定了多少个五星级党组织?"
DAY = 86_400
NONE_STORED = """
async () => (await (await fetch("/v1/conversations")).json()).conversations.length === 0
"""
ATTACK = '<img src=x onerror="alert(1)">'


@pytest.fixture
def store(server_data: Path, url: str) -> ConversationStore:
    """The conversation store of the running server, emptied."""
    assert url
    store = ConversationStore.open(server_data / "library.sqlite3")
    store.purge(float("inf"))
    return store


@pytest.fixture
def reader(browser: Browser, store: ConversationStore) -> Iterator[Visit]:
    assert store.newest(None, 1) == []
    with visit(browser) as reader:
        yield reader
        assert reader.complaints == []


def begin(store: ConversationStore, title: str, days_ago: float = 0, turns: int = 1) -> str:
    def turn(n: int) -> Turn:
        asked_at = time.time() - days_ago * DAY - turns + n
        return Turn(
            asked_at, title if n == 0 else f"第{n}问", title, "", f"第{n}答，86米。", "86米"
        )

    conversation_id = store.begin(turn(0))
    for n in range(1, turns):
        store.append(conversation_id, turn(n))
    return conversation_id


def listed(reader: Visit, url: str) -> Page:
    reader.page.goto(f"{url}/#/conversations")
    expect(reader.page.locator(".conversations")).not_to_have_attribute("aria-busy", "true")
    return reader.page


def titles(page: Page) -> Locator:
    return page.locator(".conversation-title:visible")


def test_conversations_stand_under_their_days_with_the_last_asked_first(
    reader: Visit, url: str, store: ConversationStore
) -> None:
    for title, days in (("旧的", 20), ("昨天的", 1), ("今天的", 0)):
        begin(store, title, days, turns=3 if days else 1)
    page = listed(reader, url)
    expect(titles(page)).to_have_text(["今天的", "昨天的", "旧的"])
    expect(page.locator(".conversations h3").nth(0)).to_have_text("今天")
    expect(page.locator(".conversations h3").nth(1)).to_have_text("昨天")
    expect(page.locator(".conversations h3").nth(2)).to_contain_text("月")
    expect(page.locator(".conversation .imprint span")).to_have_text(["1 问", "3 问", "3 问"])
    expect(page.locator("#view-conversations")).to_contain_text("保留 30 天")


def test_list_is_empty_then_shows_what_was_just_asked(reader: Visit, url: str) -> None:
    page = listed(reader, url)
    expect(page.locator(".empty")).to_have_text("还没有对话。问过的问题会列在这里，可以接着问。")
    page.get_by_role("link", name="提问", exact=True).click()
    ask(page, STARS)
    page.get_by_role("link", name="对话", exact=True).click()
    expect(titles(page)).to_have_text([STARS])


def test_conversation_is_found_by_its_title_and_the_search_survives_a_reload(
    reader: Visit, url: str, store: ConversationStore
) -> None:
    begin(store, "青石桥有多长")
    begin(store, "ABC计划")
    page = listed(reader, url)
    page.get_by_role("searchbox", name="按标题找对话").fill("abc計劃")
    expect(titles(page)).to_have_text(["ABC计划"])
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("abc計劃")
    expect(titles(page)).to_have_text(["ABC计划"])
    page.get_by_role("searchbox").fill("灯塔")
    expect(page.locator(".empty")).to_have_text("没有标题里有“灯塔”的对话。")


def test_long_list_goes_on_page_by_page(reader: Visit, url: str, store: ConversationStore) -> None:
    for n in range(60):
        begin(store, f"对话{n}", days_ago=n / 1000)
    page = listed(reader, url)
    expect(titles(page)).to_have_count(50)
    page.get_by_role("button", name="显示更多").click()
    expect(titles(page)).to_have_count(60)
    expect(page.get_by_role("button", name="显示更多")).to_have_count(0)


def test_conversation_is_renamed_in_place_with_the_keyboard(
    reader: Visit, url: str, store: ConversationStore
) -> None:
    begin(store, "旧题")
    page = listed(reader, url)
    page.get_by_role("button", name="改名：旧题").press("Enter")
    expect(page.get_by_role("textbox", name="新的标题")).to_be_focused()
    page.keyboard.type("不要这个")
    page.keyboard.press("Escape")
    expect(titles(page)).to_have_text(["旧题"])
    expect(page.get_by_role("button", name="改名：旧题")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type(ATTACK)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"改名：{ATTACK}")).to_be_focused()
    expect(page.locator("#main img")).to_have_count(0)
    assert [conversation.title for conversation in store.newest(None, 9)] == [ATTACK]
    page.reload()
    expect(titles(page)).to_have_text([ATTACK])


def test_deletion_is_taken_back(reader: Visit, url: str, store: ConversationStore) -> None:
    begin(store, "青石桥")
    page = listed(reader, url)
    page.get_by_role("button", name="删除：青石桥").press("Enter")
    expect(titles(page)).to_have_count(0)
    expect(page.locator(".toast")).to_contain_text("已删除“青石桥”")
    expect(page.get_by_role("button", name="撤销")).to_be_focused()
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_text(["青石桥"])
    expect(page.get_by_role("button", name="删除：青石桥")).to_be_focused()
    page.reload()
    expect(titles(page)).to_have_text(["青石桥"])


def test_deletion_that_is_not_taken_back_is_carried_out(
    browser: Browser, url: str, store: ConversationStore
) -> None:
    begin(store, "甲")
    begin(store, "乙")
    with visit(browser, own_clock=True) as reader:
        reader.page.clock.install()
        page = listed(reader, url)
        page.get_by_role("button", name="删除：甲").click()
        with page.expect_response(lambda one: one.request.method == "DELETE") as gone:
            page.clock.fast_forward(9_000)
        assert gone.value.status == 204
        expect(page.get_by_role("button", name="撤销")).to_have_count(0)
        assert [conversation.title for conversation in store.newest(None, 9)] == ["乙"]
        expect(titles(page)).to_be_focused()
        assert reader.complaints == []


def test_leaving_the_page_carries_the_deletion_out_at_once(
    reader: Visit, url: str, store: ConversationStore
) -> None:
    begin(store, "甲")
    page = listed(reader, url)
    page.get_by_role("button", name="删除：甲").click()
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    page.reload()
    page.wait_for_function(NONE_STORED)
    assert store.newest(None, 1) == []


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_conversation_is_exported_from_the_list(
    reader: Visit, url: str, store: ConversationStore, form: str
) -> None:
    begin(store, "青石桥有多长?")
    page = listed(reader, url)
    page.get_by_role("button", name="导出：青石桥有多长?").press("Enter")
    expect(page.get_by_role("menuitem").first).to_be_focused()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=f".{form}").click()
    assert download.value.suggested_filename == f"青石桥有多长.{form}"
    content = download.value.path().read_bytes()
    if form == "docx":
        article = next(iter(read_docx(io.BytesIO(content), "x.docx")))
        assert isinstance(article, Article)
        assert "第0答，86米。" in article.text
    else:
        assert "第0答" in content.decode("utf-8")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(page.get_by_role("button", name="导出：青石桥有多长?")).to_be_focused()


def test_conversation_is_exported_from_the_chat(reader: Visit, url: str) -> None:
    page = reader.page
    page.goto(url)
    expect(page.locator("#export")).to_be_hidden()
    ask(page, STARS)
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Markdown").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert f"({url}/#/article/" in text.replace("(<", "(")


def ask(page: Page, question: str) -> Locator:
    turns = page.locator(".turn").count()
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".answer")).to_be_visible()
    return turn


def test_server_that_stores_nothing_is_shown_as_such(browser: Browser, tmp_path: Path) -> None:
    with running_server(tmp_path, WENBAO_CONVERSATION_DAYS="0") as url, visit(browser) as reader:
        page = listed(reader, url)
        expect(page.locator("#view-conversations")).to_contain_text("不保存对话")
        expect(page.locator(".empty")).to_have_count(0)


def test_failed_list_is_fetched_again_on_retry(
    reader: Visit, url: str, store: ConversationStore
) -> None:
    begin(store, "甲")
    reader.page.route("**/v1/conversations?*", lambda route: route.abort())
    reader.page.goto(f"{url}/#/conversations")
    expect(reader.page.get_by_role("alert")).to_contain_text("连不上服务器")
    reader.page.unroute("**/v1/conversations?*")
    reader.page.get_by_role("button", name="重试").click()
    expect(titles(reader.page)).to_have_text(["甲"])
    expect(reader.page.get_by_role("alert")).to_have_count(0)
    reader.complaints.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_screenshots_are_taken_and_nothing_scrolls_sideways(
    browser: Browser, url: str, store: ConversationStore, width: int, theme: Theme
) -> None:
    begin(
        store, "莲湖街道的市重点项目总投资多少，什么时候开工，由谁负责建设，居民受哪些影响?", 1, 12
    )
    begin(store, STARS)
    with visit(browser, width, theme=theme) as reader:
        page = listed(reader, url)
        page.screenshot(path=SCREENSHOTS / f"{width}-{theme}-conversations-1-list.png")
        page.get_by_role("button", name=f"改名：{STARS}").click()
        page.get_by_role("button", name="删除：莲湖").click()
        expect(page.get_by_role("button", name="撤销")).to_be_focused()
        page.screenshot(path=SCREENSHOTS / f"{width}-{theme}-conversations-2-changing.png")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert reader.complaints == []
