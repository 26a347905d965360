"""The page by keyboard: commands, the list of keys, the last question, Esc, the focus."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.accessibility import violations
from tests.support.asking import QUESTION, SHORT_ANSWER, ask

FOCUSED = """
() => {
  const one = document.activeElement;
  const name = one.className.split(" ")[0] || one.tagName.toLowerCase();
  return one.id || `${one.closest("[id]")?.id ?? "page"} ${name}`;
}
"""


def open_palette(page: Page) -> Locator:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="命令").get_by_role("combobox")).to_be_focused()
    return page.get_by_role("dialog", name="命令")


def focus_order(page: Page, count: int) -> list[str]:
    """Press Tab so often, and return where the focus was each time, without repetitions."""
    places: list[str] = []
    for _ in range(count):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUSED)
        if place not in places:
            places.append(place)
    return places


@pytest.mark.parametrize("keys", ["Control+k", "Meta+k"])
def test_question_is_asked_from_any_view(page: Page, keys: str) -> None:
    page.get_by_role("link", name="馆藏").click()
    expect(page.locator(".articles")).to_be_visible()
    page.keyboard.press(keys)
    expect(page.get_by_role("combobox", name="提问、搜索")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer-text strong").first).to_have_text(SHORT_ANSWER)
    expect(page.locator("#view-ask")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("typed", "view"), [("馆藏", "library"), ("搜", "search"), ("Conv", "conversations")]
)
def test_name_of_a_view_leads_there_and_asks_nothing(page: Page, typed: str, view: str) -> None:
    palette = open_palette(page)
    page.keyboard.type(typed)
    expect(palette.get_by_role("option", selected=True)).to_contain_text("去")
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_attribute("data-view", view)
    expect(page.locator(".turn")).to_have_count(0)


def test_name_of_a_command_is_selected_and_a_question_is_still_asked(page: Page) -> None:
    palette = open_palette(page)
    for typed, command in [
        ("新对话", "新对话"),
        ("english", "换成英文（English）"),
        ("深色", "深色或浅色"),
    ]:
        page.locator(".palette input").fill(typed)
        expect(palette.get_by_role("option", selected=True)).to_have_text(command)
    page.locator(".palette input").fill("馆藏里有什么")
    expect(palette.get_by_role("option", selected=True)).to_have_text("提问：馆藏里有什么")


def test_search_articles_and_conversations_are_found_by_typing(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".feedback")).to_be_visible()
    palette = open_palette(page)
    page.keyboard.type("绿东村街道")
    conversation = palette.get_by_role("group", name="对话").get_by_role("option").first
    expect(conversation).to_contain_text("绿东村街道")
    page.locator(".palette input").fill("三票制")
    palette.get_by_role("option", name="搜索：三票制").click()
    expect(page.locator(".result mark").first).to_be_visible()
    open_palette(page)
    page.keyboard.type("开工仪式")
    found = palette.get_by_role("group", name="文章").get_by_role("option")
    expect(found).to_contain_text(["开工仪式"])
    page.keyboard.press("End")
    expect(found.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .headline")).to_contain_text("开工仪式")


def test_views_language_and_theme_are_changed(page: Page) -> None:
    palette = open_palette(page)
    expect(palette.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(palette.get_by_role("option", name="快捷键")).to_have_attribute("aria-selected", "true")
    page.keyboard.type("馆藏")
    page.keyboard.press("Enter")
    expect(page.locator(".articles")).to_be_visible()
    open_palette(page)
    page.keyboard.type("深色")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    open_palette(page)
    page.keyboard.type("english")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Ask, search")).to_be_focused()
    expect(page.get_by_role("option", name="Go to “Library”")).to_be_visible()
    assert violations(page) == []


def test_new_conversation_is_begun(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".feedback")).to_be_visible()
    page.get_by_role("link", name="搜索").click()
    open_palette(page)
    page.keyboard.type("新对话")
    page.keyboard.press("Enter")
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_palette_and_help_give_the_focus_back(page: Page) -> None:
    page.locator("#theme").focus()
    open_palette(page)
    page.keyboard.press("Escape")
    expect(page.locator("#theme")).to_be_focused()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("Ctrl K")
    assert violations(page) == []
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_have_count(1)  # one at a time
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#theme")).to_be_focused()
    page.locator("#question").focus()
    page.keyboard.type("谁?")
    expect(page.locator("#question")).to_have_value("谁?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_escape_closes_what_is_on_top(page: Page) -> None:
    turn = ask(page, QUESTION)
    link = turn.locator("a.open").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    open_palette(page)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_visible()
    page.locator("#scope-add").click()
    expect(page.locator(".scope-form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".scope-form")).to_have_count(0)
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(link).to_be_focused()


def test_up_brings_the_last_question_back(page: Page) -> None:
    box = page.locator("#question")
    box.press("ArrowUp")
    expect(box).to_have_value("")
    ask(page, QUESTION)
    expect(page.locator(".feedback")).to_be_visible()
    box.press("ArrowUp")
    expect(box).to_have_value(QUESTION)
    box.fill("别的话")
    box.press("ArrowUp")
    expect(box).to_have_value("别的话")
    page.reload()
    expect(page.locator(".feedback")).to_be_visible()
    box.fill("")
    box.press("ArrowUp")
    expect(box).to_have_value(QUESTION)


def test_enter_while_a_conversation_is_opened_asks_once_it_is_there(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".feedback")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/v1/conversations/*?last=*", hold)
    with page.expect_request("**/v1/conversations/*?last=*"):
        page.reload()
    page.locator("#question").fill("惠济区委书记是谁?")
    page.locator("#question").press("Enter")
    expect(page.locator("#question")).to_have_value("惠济区委书记是谁?")
    held[0].continue_()
    expect(page.locator(".bubble p")).to_have_text([QUESTION, "惠济区委书记是谁?"])
    expect(page.locator("#question")).to_have_value("")


def test_focus_goes_through_the_page_in_reading_order(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()
    page.locator(".skip").focus()
    order = focus_order(page, 16)
    controls = ["bar a", "views a", "add", "language", "theme"]
    assert order[:8] == [*controls, "example-list example", "scope-add", "question"]
    turn = ask(page, QUESTION)
    expect(turn.locator(".next-questions button").first).to_be_visible()
    turn.locator("a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    page.locator("#question").focus()
    order = focus_order(page, 12)
    tools = ["panel control", "panel-close", "panel view-button", "panel copy", "panel-body"]
    assert order[:6] == ["article-divider", *tools]


def test_tab_is_called_what_it_shows(page: Page) -> None:
    expect(page).to_have_title("问报 · 向报纸提问")
    ask(page, QUESTION)
    expect(page).to_have_title(f"{QUESTION} – 问报")
    page.locator("a.open").first.click()
    headline = page.locator("#panel .headline").inner_text()
    expect(page).to_have_title(f"{headline} – 问报")
    page.keyboard.press("Escape")
    expect(page).to_have_title(f"{QUESTION} – 问报")
    page.reload()
    expect(page).to_have_title(f"{QUESTION} – 问报")
    page.evaluate("location.hash = '/search?q=' + encodeURIComponent('新桥')")
    expect(page).to_have_title("新桥 · 搜索 – 问报")
    page.locator("#language").click()
    expect(page).to_have_title("新桥 · Search – Wenbao")
    page.get_by_role("link", name="Library").click()
    expect(page).to_have_title("Library – Wenbao")


@pytest.mark.parametrize("address", ["/nonsense/abc", "/nonsense", "/c/"])
def test_address_of_nothing_says_so_and_leads_back(page: Page, address: str) -> None:
    page.evaluate("(address) => { location.hash = address }", address)
    expect(page.locator("#view-missing")).to_contain_text("没有这一页")
    expect(page).to_have_title("没有这一页 – 问报")
    expect(page.locator("#view-ask")).to_be_hidden()
    assert violations(page) == []
    page.get_by_role("link", name="回到首页提问").click()
    expect(page.locator("#question")).to_be_visible()
    expect(page.locator("#view-missing")).to_be_hidden()


def test_slash_leads_to_the_box_of_the_view_and_is_typed_in_a_box(page: Page) -> None:
    box = page.locator("#question")
    page.locator("#theme").focus()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("/")
    expect(box).to_have_value("/")
    for view, name in [("搜索", "search-q"), ("馆藏", "library-q"), ("对话", "find-conversation")]:
        page.get_by_role("link", name=view, exact=True).click()
        expect(page.locator(f"#{name}")).to_be_visible()
        page.locator("#theme").focus()
        page.keyboard.press("/")
        expect(page.locator(f"#{name}")).to_be_focused()
        expect(page.locator(f"#{name}")).to_have_value("")
    page.get_by_role("link", name="馆藏", exact=True).click()
    page.get_by_role("link", name="统计").click()
    expect(page.locator("#library-q")).to_be_hidden()
    page.keyboard.press("/")
    expect(box).to_be_focused()
