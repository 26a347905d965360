"""Asking on the page: a real browser against a running server over the five seeds."""

import json
import re

from playwright.sync_api import Browser, Page, Route, expect

from tests.support.asking import QUESTION, SHORT_ANSWER, ask
from tests.support.browser import Visit, visit

FOREIGN_QUESTION = "红烧肉怎么做?"
HTML_QUESTION = '绿东播报<img src=x onerror="alert(1)"><script>alert(2)</script>'


def fail_with(route: Route, status: int, detail: str) -> None:
    problem = {"type": "about:blank", "title": "Problem", "status": status, "detail": detail}
    route.fulfill(status=status, body=json.dumps(problem), content_type="application/problem+json")


def test_first_sight_names_the_product_its_collection_and_example_questions(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("问报"))
    expect(page.locator("#collection")).to_have_text(re.compile(r"\d+ 篇文章 · \d+ 个段落"))
    expect(page.locator(".example").first).to_be_visible()
    expect(page.locator("#question")).to_be_focused()


def test_example_question_is_asked_by_pressing_it(page: Page) -> None:
    example = page.locator(".example").first
    question = example.inner_text()
    example.click()
    expect(page.locator(".bubble p")).to_have_text(question)
    expect(page.locator(".answer")).to_be_visible()


def test_answer_quotes_the_article_and_marks_the_quote_in_its_source(page: Page) -> None:
    turn = ask(page, QUESTION)
    expect(turn.locator(".bubble p")).to_have_text(QUESTION)
    expect(turn.locator(".answer-text")).to_contain_text(SHORT_ANSWER)
    expect(turn.locator(".sources mark", has_text=SHORT_ANSWER).first).to_be_visible()
    expect(turn.locator(".confidence")).to_have_text(re.compile("把握[高中低]"))
    expect(turn.locator(".card .file").first).to_have_text("000_34f4e29fc2acec92.txt")


def test_short_answer_stands_out_in_the_quote(page: Page) -> None:
    turn = ask(page, QUESTION)
    expect(turn.locator(".answer-text strong")).to_contain_text(SHORT_ANSWER)
    expect(turn.locator(".sources mark strong").first).to_contain_text(SHORT_ANSWER)


def test_answer_is_announced_to_screen_readers(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator("[aria-live=polite]")).to_contain_text(SHORT_ANSWER)


def test_numbered_chip_leads_to_its_source(page: Page) -> None:
    turn = ask(page, QUESTION)
    chip = turn.locator(".chip").first
    number = chip.inner_text()
    chip.click()
    expect(turn.locator(f'.card[data-n="{number}"]')).to_be_focused()
    expect(turn.locator(f'.card[data-n="{number}"]')).to_be_in_viewport()


def test_declined_question_gets_an_honest_message_and_no_answer(page: Page) -> None:
    turn = ask(page, FOREIGN_QUESTION)
    expect(turn.locator(".decline")).to_contain_text(re.compile("没有找到|不作回答"))
    expect(turn.get_by_text("也许相关").first).to_be_visible()
    expect(turn.locator(".answer-text")).to_have_count(0)
    expect(turn.locator("mark")).to_have_count(0)
    expect(turn.locator(".confidence")).to_have_count(0)


def test_switch_to_english_changes_the_interface_and_is_remembered(page: Page) -> None:
    ask(page, QUESTION)
    expect(page.locator(".answer-head h2")).to_have_text("回答")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".answer-head h2")).to_have_text("Answer")
    expect(page.locator("a.open").first).to_have_text("Open the article")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("#send")).to_have_text("Ask")
    expect(page.locator("#collection")).to_have_text(re.compile(r"\d+ articles"))


def test_dark_theme_is_chosen_and_remembered(page: Page) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="深色模式").click()
    dark = page.evaluate(paper)
    assert dark != light
    page.reload()
    assert page.evaluate(paper) == dark


def test_html_in_a_question_is_shown_as_text(page: Page) -> None:
    turn = ask(page, HTML_QUESTION)
    expect(turn.locator(".bubble p")).to_have_text(HTML_QUESTION)
    expect(turn.locator(".answer")).to_be_visible()
    expect(page.locator("img, .thread script")).to_have_count(0)


def test_enter_that_picks_a_word_in_an_input_method_does_not_send(page: Page) -> None:
    box = page.locator("#question")
    box.fill("绿东")
    box.evaluate(
        """(box) => {
          const enter = { key: "Enter", bubbles: true, cancelable: true };
          box.dispatchEvent(new KeyboardEvent("keydown", { ...enter, isComposing: true }));
          box.dispatchEvent(new KeyboardEvent("keydown", { ...enter, keyCode: 229 }));
        }"""
    )
    expect(box).to_have_value("绿东")
    expect(page.locator(".turn")).to_have_count(0)


def test_shift_enter_starts_a_new_line(page: Page) -> None:
    box = page.locator("#question")
    box.fill("绿东")
    box.press("Shift+Enter")
    expect(box).to_have_value("绿东\n")
    expect(page.locator(".turn")).to_have_count(0)


def test_question_over_the_limit_is_counted_and_not_sent(page: Page) -> None:
    box = page.locator("#question")
    box.fill("问" * 1700)
    expect(page.locator("#count")).to_be_empty()
    box.fill("问" * 1900)
    expect(page.locator("#count")).to_have_text("1,900 / 2,000 字")
    box.fill("问" * 2001)
    expect(page.locator("#count")).to_contain_text("请缩短")
    expect(page.locator("#send")).to_be_disabled()
    box.press("Enter")
    expect(page.locator(".turn")).to_have_count(0)


def test_offsets_count_characters_not_utf16_units(page: Page) -> None:
    marked = page.evaluate(
        """async () => {
          const { Excerpt } = await import("/static/js/kit/text_ranges.js");
          const excerpt = new Excerpt("𠮷祥😀绿东播报。", 100);
          const nodes = excerpt.markedNodes(100, 108, [[103, 107]], [[105, 107]]);
          const line = document.createElement("p");
          line.append(...nodes);
          return line.innerHTML;
        }"""
    )
    assert marked == "𠮷祥😀<mark>绿东<strong>播报</strong></mark>。"


def test_overlapping_and_outlying_ranges_are_marked_once(page: Page) -> None:
    pieces = page.evaluate(
        """async () => {
          const { splitByRanges } = await import("/static/js/kit/text_ranges.js");
          return splitByRanges(10, 20, [[15, 30], [12, 16], [0, 11], [25, 26]])
            .map(({ start, end, inside }) => [start, end, inside]);
        }"""
    )
    assert pieces == [
        [10, 11, True],
        [11, 12, False],
        [12, 16, True],
        [16, 20, True],
    ]


def test_server_that_is_away_is_reported_and_asked_again_on_retry(reader: Visit) -> None:
    page = reader.page
    page.route("**/v1/ask", lambda route: route.abort())
    turn = ask(page, QUESTION)
    expect(turn.get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/v1/ask")
    turn.get_by_role("button", name="重试").click()
    expect(turn.locator(".answer-text")).to_contain_text(SHORT_ANSWER)
    expect(page.locator(".turn")).to_have_count(1)
    reader.complaints.clear()


def test_problem_from_the_server_is_shown_in_its_own_words(reader: Visit) -> None:
    reader.page.route("**/v1/ask", lambda route: fail_with(route, 422, "问题太长了。"))
    turn = ask(reader.page, QUESTION)
    expect(turn.get_by_role("alert")).to_have_text("问题太长了。")
    reader.complaints.clear()


def test_silence_of_sixty_seconds_is_reported(browser: Browser, server_url: str) -> None:
    with visit(browser, own_clock=True) as reader:
        reader.page.clock.install()
        reader.page.goto(server_url)
        reader.page.route("**/v1/ask", lambda _: None)
        turn = ask(reader.page, QUESTION)
        expect(turn.locator(".searching")).to_be_visible()
        reader.page.clock.fast_forward(61_000)
        expect(turn.get_by_role("alert")).to_contain_text("60 秒")
        expect(turn.get_by_role("button", name="重试")).to_be_visible()


def test_skip_link_leads_to_the_question_box(page: Page) -> None:
    page.locator(".skip").focus()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()


def test_small_talk_is_no_quotation(page: Page) -> None:
    turn = ask(page, "你能做什么？")
    expect(turn.locator(".answer-head h2")).to_have_text("答复")
    expect(turn.locator(".answer-text")).to_contain_text("篇文章")
    expect(turn.locator(".confidence, .card")).to_have_count(0)
    expect(page.locator("[aria-live=polite]")).to_contain_text("答案都引原文")


def test_words_around_an_answer_are_in_the_language_of_the_question(page: Page) -> None:
    turn = ask(page, "Who wrote the Iliad?")
    expect(turn.locator(".answer-head h2")).to_have_text("No answer")
    expect(page.locator("#send")).to_have_text("提问")
    chinese = ask(page, FOREIGN_QUESTION)
    expect(chinese.locator(".answer-head h2")).to_have_text("没有作答")


def test_misspelt_name_is_said_to_be_read_as_another(page: Page) -> None:
    turn = ask(page, "莲胡街道的书记叫什么？")
    expect(turn.locator(".read-as")).to_have_text("按“莲湖街道”理解")
    expect(turn.locator(".answer-text")).to_contain_text("侯慧芳")
