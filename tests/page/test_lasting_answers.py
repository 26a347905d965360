"""Answers that last: after a reload, in another tab, by their address, going back and forth."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import Visit, visit
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

PAGES = {
    "青石.txt": "青石县的学校\n\n2021年,青石县有小学79所,学生2万人。\n"
    + "青石县的老师都住在学校旁边的宿舍里。" * 12
    + "\n青石县的农机有旋耕机、播种机、收割机。\n",
    "松岭.txt": "松岭县教育\n\n2021年,松岭县有小学86所,学生3万人。\n",
    "石桥.txt": "渔湾镇石桥\n\n渔湾镇的石桥全长86米,由村民一起建成。\n",
}
BRIDGE = "渔湾镇的石桥全长多少米?"
QUESTIONS = (
    BRIDGE,
    "青石县和松岭县分别有多少所小学?",
    "青石县的农机有哪些?",
    "哪些文章提到小学?",
    "红烧肉怎么做?",
    "你好",
)
# What a reader sees of every turn, with what can be pressed in it.
SEEN = """
() => [...document.querySelectorAll(".turn")].map((turn) => {
  const pressed = [...turn.querySelectorAll("button, a[href], summary")];
  return [turn.innerText, ...pressed.map((one) => one.getAttribute("href") ?? one.innerText)];
})
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lasting")
    write_pages(folder / "pages", PAGES)
    return folder


@pytest.fixture(scope="module")
def url(data: Path) -> Iterator[str]:
    settings = {"WENBAO_COLLECTION": str(data / "pages"), "WENBAO_STRICTNESS": "lenient"}
    with running_server(data / "data", **settings) as url:
        yield url


def ask(page: Page, question: str) -> Locator:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".feedback")).to_be_visible()
    expect(page.locator("#thread")).to_have_attribute("aria-busy", "false")
    return turn


def seen(page: Page) -> list[list[str]]:
    """Return what is on the screen of all turns, once it is all there."""
    expect(page.locator("#thread")).to_have_attribute("aria-busy", "false")
    turns = page.locator(".turn")
    expect(turns.locator(".feedback")).to_have_count(turns.count())
    page.wait_for_load_state("networkidle")
    found: list[list[str]] = page.evaluate(SEEN)
    return found


def scrolled(page: Page) -> int:
    top: int = page.evaluate("Math.round(scrollY)")
    return top


def expect_scrolled(page: Page, top: int) -> None:
    page.wait_for_function("(top) => Math.abs(scrollY - top) < 3", arg=top)


def click_in_bar(page: Page, one: Locator) -> None:
    """Click it where it is; Playwright's own click would scroll the page below the bar."""
    box = one.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def address_of(page: Page) -> str:
    return page.url.partition("#")[2]


def test_nothing_on_the_screen_is_lost_by_reloading_going_away_or_opening_it_elsewhere(
    reader: Visit, url: str
) -> None:
    page = reader.page
    for question in QUESTIONS:
        ask(page, question)
    before = seen(page)
    assert [question in turn[0] for question, turn in zip(QUESTIONS, before, strict=True)]
    assert "把握" in before[0][0]
    conversation = address_of(page)
    assert conversation.startswith("/c/")
    page.locator(".turn").nth(2).scroll_into_view_if_needed()
    page.locator("#question").fill("写到一半")
    top = scrolled(page)
    page.reload()
    assert seen(page) == before
    expect(page.locator("#question")).to_have_value("写到一半")
    expect_scrolled(page, top)
    click_in_bar(page, page.locator(".brand a"))
    assert seen(page) == before
    click_in_bar(page, page.get_by_role("link", name="搜索", exact=True))
    expect(page.locator(".intro")).to_be_visible()
    page.go_back()
    assert seen(page) == before
    expect_scrolled(page, top)
    other = page.context.new_page()
    other.goto(f"{url}/#{conversation}")
    assert seen(other) == before
    expect(other.locator("#question")).to_have_value("")


def test_address_of_an_answer_opens_it_marked_and_back_leads_to_the_empty_page(
    reader: Visit, url: str
) -> None:
    page = reader.page
    ask(page, BRIDGE)
    conversation = address_of(page)
    page.go_back()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    page.go_forward()
    expect(page.locator(".turn")).to_have_count(1)
    ask(page, "你好")
    ask(page, "红烧肉怎么做?")
    other = page.context.new_page()
    other.goto(f"{url}/#{conversation}/2")
    expect(other.locator(".turn.linked")).to_have_count(1)
    expect(other.locator(".turn.linked .bubble")).to_contain_text("你好")
    expect(other.locator(".turn.linked .bubble")).to_be_in_viewport()
    other.evaluate("(hash) => { location.hash = hash }", f"{conversation}/1")
    expect(other.locator(".turn.linked .bubble")).to_contain_text(BRIDGE)
    expect(other.locator(".turn.linked .bubble")).to_be_in_viewport()
    other.evaluate("(hash) => { location.hash = hash }", f"{conversation}/2")
    expect(other.locator(".turn.linked .bubble")).to_be_in_viewport()
    assert "你好" in other.locator(".turn.linked .bubble").inner_text()


def test_two_tabs_show_the_same_turns_and_a_question_after_an_unseen_one_is_given_back(
    reader: Visit, browser: Browser, url: str
) -> None:
    page = reader.page
    ask(page, "2021年青石县有多少所小学?")
    second = page.context.new_page()
    second.goto(page.url)
    expect(second.locator(".turn")).to_have_count(1)
    ask(second, BRIDGE)
    expect(page.locator(".bubble p")).to_have_text(["2021年青石县有多少所小学?", BRIDGE])
    with visit(browser, own_clock=True) as elsewhere:  # no tab of the same browser
        elsewhere.page.goto(page.url)
        ask(elsewhere.page, "你好")
    page.locator("#question").fill("那松岭县呢?")
    page.locator("#question").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("又有人提问")
    expect(page.locator(".bubble p")).to_have_count(3)
    expect(page.locator("#question")).to_have_value("那松岭县呢?")
    page.locator("#question").press("Enter")
    expect(page.locator(".bubble p")).to_have_count(4)
    expect(page.locator(".turn").last.locator(".answer")).to_be_visible()
    reader.complaints.clear()  # the browser reports the 409


def test_question_that_was_on_its_way_is_in_the_box_after_a_reload(reader: Visit) -> None:
    page = reader.page
    page.route("**/v1/ask", lambda _: None)
    page.locator("#question").fill(BRIDGE)
    page.locator("#question").press("Enter")
    expect(page.locator(".searching")).to_be_visible()
    page.unroute("**/v1/ask")
    page.reload()
    expect(page.locator("#question")).to_have_value(BRIDGE)
    ask(page, BRIDGE)
    page.reload()
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#question")).to_have_value("")


def test_view_behind_an_article_survives_a_reload_with_its_place(reader: Visit, url: str) -> None:
    page = reader.page
    page.goto(f"{url}/#/search?q=小学")
    expect(page.locator(".result").first).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 400})
    page.locator(".result").last.scroll_into_view_if_needed()
    page.locator(".result-title").last.click()
    expect(page.locator("#panel .headline")).to_be_visible()
    page.reload()
    expect(page.locator("#panel .headline")).to_be_visible()
    expect(page.locator(".result").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert address_of(page).startswith("/search?q=")
    expect(page.locator(".result").first).to_be_visible()


def test_answer_is_copied_with_its_sources_linked_to_asked_again_and_its_question_edited(
    reader: Visit, url: str
) -> None:
    page = reader.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = ask(page, BRIDGE)
    quote = turn.locator(".answer-text q").inner_text()
    copied = {name: copy(page, turn, name) for name in ("纯文本", "Markdown", "GB/T 7714")}
    source = turn.locator("a.open").first.get_attribute("href")
    assert copied["纯文本"].startswith(f"{BRIDGE}\n\n{quote}[1]\n\n[1] 《渔湾镇石桥》")
    assert copied["纯文本"].endswith(f"{url}/{source}")
    assert copied["Markdown"].startswith(f"**{BRIDGE}**\n\n{quote}\\[1\\]\n\n\\[1\\] [渔湾镇石桥](")
    assert copied["GB/T 7714"].endswith("[1] 渔湾镇石桥[Z].")
    turn.get_by_role("button", name="复制链接").click()
    expect(turn.locator(".copy-result")).to_have_text("已复制")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == f"{page.url}/1"
    turn.get_by_role("button", name="再问一次").click()
    expect(turn.locator(".feedback")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)
    turn.get_by_role("button", name="改问题").click()
    expect(page.locator("#question")).to_have_value(BRIDGE)
    expect(page.locator("#question")).to_be_focused()
    page.goto(link)
    expect(page.locator(".turn.linked .bubble")).to_contain_text(BRIDGE)


def copy(page: Page, turn: Locator, name: str) -> str:
    turn.get_by_role("button", name="复制", exact=True).click()
    page.get_by_role("menuitem", name=name).press("Enter")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(turn.locator(".copy-result")).to_have_text("已复制")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_deleted_article_is_gone_from_the_answer_that_quoted_it_and_back_when_restored(
    reader: Visit, url: str
) -> None:
    page = reader.page
    turn = ask(page, BRIDGE)
    expect(turn.locator(".answer-text")).to_contain_text("86米")
    [found] = [
        one
        for one in page.request.get(f"{url}/v1/documents?q=石桥").json()["documents"]
        if one["title"] == "渔湾镇石桥"
    ]
    assert page.request.delete(f"{url}/v1/documents/{found['id']}").status == 204
    page.reload()
    expect(turn.locator(".decline")).to_contain_text("后来已删除或改动")
    assert "86米" not in json.dumps(seen(page), ensure_ascii=False)
    assert page.request.post(f"{url}/v1/documents/{found['id']}/restore").ok
    page.reload()
    expect(turn.locator(".answer-text")).to_contain_text("86米")


def test_conversation_deleted_elsewhere_goes_on_as_another(reader: Visit, url: str) -> None:
    page = reader.page
    for question in QUESTIONS[:2]:
        ask(page, question)
    gone = page.url.rpartition("/")[2]
    assert page.request.delete(f"{url}/v1/conversations/{gone}").ok
    for question in QUESTIONS[2:4]:
        ask(page, question)
    expect(page.locator(".moved-on")).to_have_count(0)
    assert gone not in page.url
    assert all("404" in complaint for complaint in reader.complaints)
    reader.complaints.clear()
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
