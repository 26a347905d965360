"""Reopening a stored conversation: by its address, long, deleted, continued."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.answers.conversation import Turn
from service.conversations.conversation_store import ConversationStore
from tests.support.browser import Visit, visit

STARS = "中原区认定了多少个五星级党组织?"
FOUR_STARS = "那四星级的呢?"
LONG = 200
# From the press on a link to the frame after the last stored turn has come.
TIME_TO_OPEN = """
(id) => new Promise((resolve) => {
  const begun = performance.now();
  const thread = document.getElementById("thread");
  new MutationObserver((_, observer) => {
    if (!thread.querySelector(".answer")) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  }).observe(thread, { childList: true });
  location.hash = `#/c/${id}`;
})
"""


@pytest.fixture(scope="module")
def store(server_data: Path, url: str) -> ConversationStore:
    """The conversation store of the running server, emptied."""
    assert url
    store = ConversationStore.open(server_data / "library.sqlite3")
    store.purge(float("inf"))
    return store


@pytest.fixture
def reader(browser: Browser, url: str) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(url)
        yield reader
        assert reader.complaints == []


def begin(store: ConversationStore, first: str, turns: int = 1) -> str:
    conversation_id = store.begin(_turn(first, 0))
    for n in range(1, turns):
        store.append(conversation_id, _turn(f"第{n}问", n))
    return conversation_id


def _turn(question: str, n: int) -> Turn:
    return Turn(time.time(), question, question, "", f"第{n}答，" + "桥长86米。" * 12, "86米")


def questions(page: Page) -> Locator:
    return page.locator(".bubble p")


def go(page: Page, conversation_id: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"#/c/{conversation_id}")


def ask(page: Page, question: str) -> Locator:
    turns = page.locator(".turn").count()
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".answer")).to_be_visible()
    expect(page.locator("#thread")).to_have_attribute("aria-busy", "false")  # it is all there
    return turn


def top(one: Locator) -> float:
    """Return its distance from the top of the window, in pixels."""
    box = one.bounding_box()
    assert box is not None
    return box["y"]


def test_conversation_is_opened_from_the_list_and_continued(reader: Visit, url: str) -> None:
    page = reader.page
    ask(page, STARS)
    page.get_by_role("button", name="新对话").click()
    page.get_by_role("link", name="对话").click()
    page.get_by_role("link", name=STARS).first.click()
    expect(questions(page)).to_have_text([STARS])
    turn = ask(page, FOUR_STARS)
    expect(turn.locator(".read-as")).to_contain_text("中原区认定了多少个四星级党组织?")
    page.reload()
    expect(questions(page)).to_have_text([STARS, FOUR_STARS])


def test_back_and_forward_lead_from_conversation_to_conversation(
    reader: Visit, store: ConversationStore
) -> None:
    page = reader.page
    first, second = begin(store, "甲?"), begin(store, "乙?")
    go(page, first)
    expect(questions(page)).to_have_text(["甲?"])
    page.get_by_role("link", name="对话").click()
    page.get_by_role("link", name="乙?").click()
    expect(questions(page)).to_have_text(["乙?"])
    assert page.evaluate("sessionStorage.getItem('wenbao.conversation')") == second
    page.go_back()
    expect(page.locator(".conversations")).to_be_visible()
    page.go_back()
    expect(questions(page)).to_have_text(["甲?"])
    page.go_forward()
    page.go_forward()
    expect(questions(page)).to_have_text(["乙?"])


def test_new_chat_leaves_the_address_of_the_conversation(
    reader: Visit, store: ConversationStore
) -> None:
    page = reader.page
    go(page, begin(store, "甲?"))
    expect(questions(page)).to_have_text(["甲?"])
    page.get_by_role("button", name="新对话").click()
    expect(page.locator("#welcome")).to_be_visible()
    page.reload()
    expect(page.locator("#welcome")).to_be_visible()
    expect(questions(page)).to_have_count(0)
    page.go_back()
    expect(questions(page)).to_have_text(["甲?"])


def test_deleted_conversation_is_reported_and_replaced_by_a_new_one(reader: Visit) -> None:
    page = reader.page
    go(page, "0" * 32)
    expect(page.get_by_role("alert")).to_have_text(
        "这次对话已经删除，或已过保留期限。可以在下面开始新的对话。"
    )
    ask(page, STARS)
    expect(page.locator(".answer-text")).to_be_visible()
    page.reload()
    expect(questions(page)).to_have_text([STARS])
    reader.complaints.clear()


def test_two_hundred_turns_open_within_a_second_and_earlier_ones_on_demand(
    reader: Visit, store: ConversationStore
) -> None:
    page = reader.page
    conversation_id = begin(store, STARS, LONG)
    assert page.evaluate(TIME_TO_OPEN, conversation_id) < 1_000
    expect(questions(page)).to_have_count(20)
    expect(questions(page).last).to_be_in_viewport()
    expect(questions(page).first).to_have_text("第180问")
    earlier = page.get_by_role("button", name="看更早的 180 问")
    earlier.focus()
    place = top(questions(page).first)
    page.keyboard.press("Enter")
    expect(questions(page)).to_have_count(LONG)
    assert top(questions(page).nth(LONG - 20)) == pytest.approx(place, abs=1)
    expected = [STARS, *(f"第{n}问" for n in range(1, LONG))]
    assert questions(page).all_inner_texts() == expected
    expect(page.locator(".turn").nth(LONG - 21)).to_be_focused()
    turn = ask(page, STARS)
    expect(turn.locator(".answer-text")).to_contain_text("86个")
    page.goto(f"{page.url.partition('/c/')[0]}/c/{conversation_id}/3")
    page.reload()
    expect(page.locator(".turn.linked .bubble")).to_contain_text("第2问")
    expect(page.locator(".turn.linked .bubble")).to_be_in_viewport()
    found = store.find(conversation_id)
    assert found is not None
    assert found.turns == LONG + 1
