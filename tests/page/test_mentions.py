"""The list of all articles that mention a term, on the page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from service.answering.mention_search import PAGE
from tests.support.browser import Visit
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

ARTICLES = PAGE + 3
STORY = (
    "# 第{n:02}号消息标题在此\n\n"
    "记者昨天来到&lt;b&gt;望江县&lt;/b&gt;。大家学习焦裕禄精神,干劲很足。\n"
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("mentions")
    pages = write_pages(
        folder / "pages", {f"{n:02}.txt": STORY.format(n=n) for n in range(ARTICLES)}
    )
    with running_server(folder / "data", WENBAO_COLLECTION=str(pages)) as url:
        yield url


def ask(page: Page, question: str) -> Locator:
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    return page.locator(".turn").last


def test_mentions_are_counted_and_listed_page_by_page(page: Page) -> None:
    turn = ask(page, "哪些文章提到焦裕禄?")
    expect(turn.locator(".answer-head h2")).to_have_text("清点")
    expect(turn.locator(".answer-text")).to_contain_text(f"共有 {ARTICLES} 篇文章提到“焦裕禄”")
    expect(page.locator("[aria-live=polite]")).to_contain_text(f"共有 {ARTICLES} 篇")
    expect(turn.locator(".mention")).to_have_count(PAGE)
    expect(turn.locator(".mention mark").first).to_have_text("焦裕禄")
    more = turn.get_by_role("button", name="显示更多")
    expect(more).to_contain_text(f"{PAGE} / {ARTICLES}")
    more.click()
    expect(turn.locator(".mention")).to_have_count(ARTICLES)
    expect(turn.locator(".mention-title").nth(PAGE)).to_be_focused()
    expect(more).to_have_count(0)
    titles = turn.locator(".mention-title").all_inner_texts()
    assert len(set(titles)) == ARTICLES


def test_an_article_opens_with_the_mention_marked(page: Page) -> None:
    turn = ask(page, "有多少篇提到望江县?")
    turn.locator(".mention-title").nth(1).click()
    panel = page.locator("#panel")
    expect(panel.locator("mark")).to_have_text("望江县")
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.locator(".headline")).to_contain_text("第01号消息")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_text_of_an_article_stays_text(page: Page) -> None:
    turn = ask(page, "哪些文章提到望江县?")
    expect(turn.locator(".mention .passage").first).to_contain_text("<b>望江县</b>")
    expect(turn.locator(".mention .passage b")).to_have_count(0)


def test_empty_result_is_reported_plainly(page: Page) -> None:
    turn = ask(page, "哪些文章提到金水区?")
    expect(turn.locator(".declined .decline")).to_have_text("收录的文章里没有提到“金水区”。")
    expect(turn.locator(".mention")).to_have_count(0)


def test_switching_the_language_rewrites_the_list(page: Page) -> None:
    turn = ask(page, "Which articles mention 焦裕禄?")
    expect(turn.locator(".answer-text")).to_contain_text(f"{ARTICLES} articles mention “焦裕禄”")
    page.locator("#language").click()
    expect(turn.locator(".answer-head h2")).to_have_text("Complete list")
    expect(turn.locator(".more")).to_have_text(f"Show more ({PAGE} of {ARTICLES} shown)")
    expect(turn.locator(".mention .imprint").first).to_contain_text("Mentions: 1")
    page.locator("#language").click()
    expect(turn.locator(".answer-head h2")).to_have_text("清点")


def test_a_failure_while_turning_the_page_can_be_tried_again(reader: Visit) -> None:
    page = reader.page
    turn = ask(page, "哪些文章提到望江县?")
    page.route("**/v1/mentions**", lambda route: route.abort())
    turn.locator(".more").click()
    expect(turn.locator(".failure")).to_be_visible()
    expect(turn.locator(".mention")).to_have_count(PAGE)
    page.unroute("**/v1/mentions**")
    turn.locator(".failure .retry").click()
    expect(turn.locator(".mention")).to_have_count(ARTICLES)
    expect(turn.locator(".failure")).to_have_count(0)
    reader.complaints.clear()


def test_quotation_marks_of_an_english_answer_are_narrow(page: Page) -> None:
    page.locator("#question").fill("Which articles mention G20?")
    page.locator("#question").press("Enter")
    said = page.locator(".turn .decline")
    expect(said).to_have_text("No article in the collection mentions “G20”.")
    width, size = said.evaluate(
        """(one) => {
          const range = document.createRange();
          const at = one.textContent.indexOf("“");
          range.setStart(one.firstChild, at);
          range.setEnd(one.firstChild, at + 1);
          return [range.getBoundingClientRect().width, parseFloat(getComputedStyle(one).fontSize)];
        }"""
    )
    assert 0 < width < size * 0.6
