"""Readers rate an answer on the page, and point to the right passage."""

from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from service.conversations.feedback import Complaint, Feedback, FeedbackStore, Rating
from tests.support.browser import Visit, visit
from tests.support.contract import QUESTION
from tests.support.running_server import running_server

WHO = "惠济区委书记是谁?"


def ask(page: Page, question: str = QUESTION) -> Locator:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".feedback")).to_be_visible()
    return turn


def newest(server_data: Path) -> Feedback:
    return FeedbackStore(server_data / "library.sqlite3").all()[-1]


def test_useful_answer_is_noted_by_keyboard(page: Page, server_data: Path) -> None:
    turn = ask(page)
    button = turn.get_by_role("button", name="有用", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(turn.locator(".feedback-status")).to_have_text("谢谢，已记下。")
    expect(button).to_have_attribute("aria-pressed", "true")
    said = newest(server_data)
    assert (said.rating, said.short_answer) == (Rating.USEFUL, "绿东播报")


def test_right_passage_can_be_chosen_after_rating_an_answer_as_unhelpful(
    page: Page, server_data: Path
) -> None:
    turn = ask(page, WHO)
    choices = turn.get_by_role("button", name="答案在这一段")
    expect(choices.first).to_be_hidden()
    turn.get_by_role("button", name="没用").click()
    expect(turn.locator(".feedback-status")).to_contain_text("如果上面某一段才是答案")
    expect(choices.last).to_be_visible()
    expected = turn.locator(".card").last.locator(".passage > p:not(.heading)").first.inner_text()
    choices.last.click()
    expect(choices.last).to_have_attribute("aria-pressed", "true")
    expect(turn.locator(".feedback-status")).to_have_text("谢谢，已记下。")
    assert newest(server_data).rating is Rating.NOT_USEFUL
    assert newest(server_data).passage.startswith(expected)


def test_reasons_and_comment_are_noted_in_place_and_still_there_after_a_reload(
    page: Page, server_data: Path
) -> None:
    turn = ask(page, WHO)
    expect(turn.locator(".feedback-details")).to_be_hidden()
    turn.get_by_role("button", name="没用").click()
    turn.get_by_role("button", name="不完整").click()
    expect(turn.get_by_role("button", name="不完整")).to_have_attribute("aria-pressed", "true")
    turn.get_by_role("textbox", name="补充说明").fill("还有一位")
    turn.get_by_role("button", name="送出").click()
    expect(turn.locator(".feedback-status")).to_contain_text("谢谢，已记下。")
    expect(turn.locator(".feedback-status")).to_be_in_viewport()
    page.reload()
    expect(turn.get_by_role("button", name="没用")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("button", name="不完整")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("textbox", name="补充说明")).to_have_value("还有一位")
    said = newest(server_data)
    assert (said.rating, said.comment) == (Rating.NOT_USEFUL, "还有一位")
    assert said.reasons == (Complaint.INCOMPLETE,)


def test_declined_question_is_rated_too(page: Page, server_data: Path) -> None:
    turn = ask(page, "红烧肉怎么做?")
    turn.get_by_role("button", name="有用", exact=True).click()
    expect(turn.locator(".feedback-status")).to_have_text("谢谢，已记下。")
    assert (newest(server_data).answer, newest(server_data).rating) == ("", Rating.USEFUL)


def test_feedback_speaks_english_too(page: Page) -> None:
    turn = ask(page)
    page.locator("#language").click()
    turn.get_by_role("button", name="Not useful").click()
    expect(turn.locator(".feedback-status")).to_contain_text("Thank you for your feedback.")


def test_rating_an_answer_that_no_longer_exists_reports_that(
    page: Page, url: str, reader: Visit
) -> None:
    turn = ask(page)
    conversation = page.evaluate("sessionStorage.getItem('wenbao.conversation')")
    assert page.request.delete(f"{url}/v1/conversations/{conversation}").status == 204
    turn.get_by_role("button", name="有用", exact=True).click()
    expect(turn.locator(".feedback-status")).to_contain_text("已不在服务器上")
    reader.complaints.clear()  # the browser reports the 404


def test_answers_that_are_not_stored_are_not_rated(browser: Browser, tmp_path: Path) -> None:
    with (
        running_server(tmp_path / "data", WENBAO_CONVERSATION_DAYS="0") as url,
        visit(browser) as reader,
    ):
        reader.page.goto(url)
        reader.page.locator("#question").fill(QUESTION)
        reader.page.locator("#question").press("Enter")
        expect(reader.page.locator(".answer-text")).to_be_visible()
        expect(reader.page.locator("#send")).to_be_disabled()
        reader.page.wait_for_load_state("networkidle")
        expect(reader.page.locator(".feedback")).to_have_count(0)
