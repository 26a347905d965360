"""A conversation on the page: follow-ups, what they carry over, reloading, a new chat."""

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.support.browser import Visit, visit
from tests.support.running_server import running_server

STARS = "中原区认定了多少个五星级党组织?"
FOUR_STARS = "那四星级的呢?"
READ_AS = "中原区认定了多少个四星级党组织?"


def ask(page: Page, question: str) -> Locator:
    """Send a question, wait for its answer, and return the turn."""
    turns = page.locator(".turn").count()
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").nth(turns)
    expect(turn.locator(".answer")).to_be_visible()
    expect(page.locator("#thread")).to_have_attribute("aria-busy", "false")  # it is all there
    return turn


def follow_up(page: Page) -> Locator:
    ask(page, STARS)
    return ask(page, FOUR_STARS)


def test_follow_up_shows_how_it_was_read_and_what_it_took_over(page: Page) -> None:
    turn = follow_up(page)
    expect(turn.locator(".read-as")).to_have_text(f"理解为：{READ_AS}")
    expect(turn.locator(".subject")).to_have_text("中原区")
    expect(turn.locator(".answer-text")).to_contain_text("56个")


def test_first_question_shows_nothing_taken_over(page: Page) -> None:
    turn = ask(page, STARS)
    expect(turn.locator(".follow-up")).to_have_count(0)


def test_what_was_taken_over_can_be_removed(page: Page) -> None:
    turn = follow_up(page)
    turn.get_by_role("button", name="不接上文").click()
    expect(turn.locator(".follow-up")).to_have_count(0)
    expect(turn.locator(".answer")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(2)


def test_what_was_taken_over_can_be_changed(page: Page) -> None:
    turn = follow_up(page)
    turn.locator(".subject").click()
    box = turn.get_by_role("textbox")
    expect(box).to_be_focused()
    box.fill("汝河路街道")
    box.press("Enter")
    expect(turn.locator(".read-as")).to_have_text("理解为：汝河路街道认定了多少个四星级党组织?")
    expect(turn.locator(".subject")).to_have_text("汝河路街道")


def test_reload_goes_on_with_the_conversation(page: Page) -> None:
    follow_up(page)
    page.reload()
    expect(page.locator(".bubble p")).to_have_text([STARS, FOUR_STARS])
    expect(page.locator(".turn").last.locator(".answer-text")).to_contain_text("56个")
    expect(page.locator(".turn").last.locator(".read-as")).to_have_text(f"理解为：{READ_AS}")
    expect(page.locator("#welcome")).to_be_hidden()
    turn = ask(page, "汝河路街道呢?")
    expect(turn.locator(".read-as")).to_contain_text("汝河路街道认定了多少个四星级党组织?")


def test_past_answer_opens_the_article_at_its_quote(page: Page) -> None:
    ask(page, STARS)
    page.reload()
    page.locator(".turn a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_in_viewport()


def test_new_chat_forgets_the_turns_before(page: Page) -> None:
    expect(page.locator("#new-chat")).to_be_hidden()
    ask(page, STARS)
    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    turn = ask(page, FOUR_STARS)
    expect(turn.locator(".follow-up")).to_have_count(0)
    page.reload()
    expect(page.locator(".bubble p")).to_have_text([FOUR_STARS])


def test_deleted_conversation_is_left_and_the_question_answered_in_a_new_one(
    reader: Visit, server_url: str
) -> None:
    page = reader.page
    ask(page, STARS)
    conversation_id = page.evaluate("sessionStorage.getItem('wenbao.conversation')")
    deleted = httpx.delete(f"{server_url}/v1/conversations/{conversation_id}", trust_env=False)
    assert deleted.status_code == 204
    expect(ask(page, STARS).locator(".answer-text")).to_contain_text("86个")
    assert page.evaluate("sessionStorage.getItem('wenbao.conversation')") != conversation_id
    reader.complaints.clear()


def test_deleted_conversation_is_not_shown_after_a_reload(reader: Visit, server_url: str) -> None:
    page = reader.page
    ask(page, STARS)
    conversation_id = page.evaluate("sessionStorage.getItem('wenbao.conversation')")
    httpx.delete(f"{server_url}/v1/conversations/{conversation_id}", trust_env=False)
    page.reload()
    expect(page.locator(".example").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    reader.complaints.clear()


def test_server_that_stores_no_conversations_is_asked_without_one(
    browser: Browser, tmp_path: Path
) -> None:
    bodies: list[dict[str, object]] = []

    def remember(request: Request) -> None:
        if request.url.endswith("/v1/ask"):
            bodies.append(json.loads(request.post_data or "{}"))

    with (
        running_server(tmp_path, WENBAO_CONVERSATION_DAYS="0") as url,
        visit(browser) as reader,
    ):
        reader.page.on("request", remember)
        reader.page.goto(url)
        follow_up(reader.page)
        assert reader.complaints == []
    assert [body["conversation_id"] for body in bodies] == [None, None]


def test_english_page_speaks_english_about_follow_ups(page: Page) -> None:
    turn = follow_up(page)
    page.get_by_role("button", name="English").click()
    expect(turn.locator(".read-as")).to_have_text(f"Read as: {READ_AS}")
    expect(turn.locator(".taken-label")).to_have_text("Carried over")
    expect(page.locator("#new-chat")).to_have_text("New conversation")


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_follow_up_never_scrolls_sideways(browser: Browser, server_url: str, width: int) -> None:
    with visit(browser, width=width) as reader:
        reader.page.goto(server_url)
        turn = follow_up(reader.page)
        turn.locator(".subject").click()
        expect(turn.get_by_role("textbox")).to_be_visible()
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width
        assert reader.complaints == []
