"""What the page suggests to ask next, under the last answer."""

import re

from playwright.sync_api import Page, Route, expect

QUESTION = "中原区举办了多少场服务活动?"
SUGGESTIONS = re.compile(r"/v1/conversations/.*/suggestions$")


def put(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    expect(page.locator(".turn").last.locator(".feedback")).to_be_visible()


def test_suggestion_is_asked_by_pressing_it_and_is_answered(page: Page) -> None:
    put(page, QUESTION)
    offered = page.locator(".next-questions button")
    expect(offered.first).to_be_visible()
    assert 1 <= offered.count() <= 3
    question = offered.first.inner_text()
    offered.first.focus()
    page.keyboard.press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".bubble p")).to_have_text(question)
    expect(turn.locator(".answer-text strong").first).to_be_visible()
    expect(turn.locator(".read-as")).to_have_count(0)  # it is asked as it stands
    expect(page.locator(".next-questions")).to_have_count(1)
    expect(turn.locator(".next-questions button").first).to_be_visible()
    expect(turn.locator(".next-questions").get_by_text(question)).to_have_count(0)


def test_suggestions_are_there_again_after_a_reload(page: Page) -> None:
    put(page, QUESTION)
    expect(page.locator(".next-questions button").first).to_be_visible()
    before = page.locator(".next-questions button").all_inner_texts()
    page.reload()
    offered = page.locator(".next-questions button")
    expect(offered.first).to_have_text(before[0])
    assert {*offered.all_inner_texts()} <= {*before} or {*before} <= {*offered.all_inner_texts()}


def test_declined_question_has_no_suggestions(page: Page) -> None:
    with page.expect_response(SUGGESTIONS) as answered:
        put(page, "红烧肉怎么做?")
    assert answered.value.json() == {"questions": []}
    expect(page.locator(".next-questions")).to_have_count(0)


def test_answer_does_not_wait_for_them_and_asking_on_ends_the_search(page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(SUGGESTIONS, hold)
    with page.expect_request(SUGGESTIONS):
        put(page, QUESTION)
    with page.expect_event("requestfailed") as ended:
        put(page, "惠济区委书记是谁?")
    assert SUGGESTIONS.search(ended.value.url)
    expect(page.locator(".next-questions")).to_have_count(0)
    page.unroute(SUGGESTIONS)
