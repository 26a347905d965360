"""Markdown in answers of a language model: its safe part is drawn, everything else stays text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import Theme, visit
from tests.support.contract import QUESTION
from tests.support.llm_server import LanguageModelServer, Reply, chunk, llm_server, saying
from tests.support.running_server import running_server

NAME = "绿东村街道开通的微信公共平台叫“**绿东播报**”[1]。"
INVENTED = "平台有*900万*名读者[1]。"
RICH = f"""\
## 平台

{NAME}

- 名称是`绿东播报`[1]。
- {INVENTED}

1. 绿东村街道开通了微信公共平台[1]。

| 街道 | 平台 |
|:-----|------|
| 绿东村街道 | 绿东播报[1] |

> 党员**群众** https://example.org

```
<b>绿东播报</b>
```

[看这里](javascript:alert(1)) ![图](https://example.org/x.png) <img src=x onerror=alert(2)>
"""
GROW = """
async (whole) => {
  const { growText } = await import("/static/js/ask/generated_text.js");
  const [node, sources] = [document.createElement("div"), [{ n: 1 }]];
  const points = whole.match(/\\[\\d+\\]|./gsu); // the server never sends half a citation
  const seen = { marks: [], replaced: 0, shrunk: [], length: 0 };
  let first = null;
  for (let end = 1; end <= points.length; end += 1) {
    growText(node, { answer: points.slice(0, end).join(""), sentences: [], sources }, () => {});
    if (/[*`#|]|---/.test(node.textContent)) seen.marks.push(node.textContent.slice(-20));
    if (node.children.length > 1) {
      first ??= node.children[0];
      if (first !== node.children[0]) seen.replaced += 1;
    }
    if (node.textContent.length < seen.length) seen.shrunk.push(node.textContent.slice(-12));
    seen.length = node.textContent.length;
  }
  return seen;
}
"""


@pytest.fixture(scope="module")
def llm() -> Iterator[LanguageModelServer]:
    with llm_server() as server:
        yield server


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, llm: LanguageModelServer) -> Iterator[str]:
    settings = {"WENBAO_LLM_URL": llm.url, "WENBAO_LLM_MODEL": "tiny"}
    with running_server(tmp_path_factory.mktemp("page"), **settings) as url:
        yield url


def ask(page: Page) -> Locator:
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    turn = page.locator(".turn").last
    expect(turn.locator(".notice, .chip").first).to_be_visible()
    return turn


def test_markdown_is_drawn_and_nothing_of_it_leads_elsewhere(
    page: Page, llm: LanguageModelServer
) -> None:
    llm.follow(saying(RICH))
    text = ask(page).locator(".answer-text")
    expect(text.locator("strong").first).to_have_text("绿东播报")
    expect(text.locator("p.heading")).to_have_text("平台")
    expect(text.locator("ul > li")).to_have_count(2)
    expect(text.locator("ul > li code")).to_have_text("绿东播报")
    expect(text.locator("ol > li")).to_have_count(1)
    expect(text.locator("th")).to_have_text(["街道", "平台"])
    expect(text.locator("td")).to_have_text(["绿东村街道", "绿东播报1"])
    expect(text.locator("blockquote")).to_contain_text("党员群众 https://example.org")
    expect(text.locator("pre code")).to_contain_text("<b>绿东播报</b>")
    last = text.locator("p").last
    for words in ("看这里", "图 <img src=x onerror=alert(2)>"):
        expect(last).to_contain_text(words)
    expect(last).not_to_contain_text("javascript")
    expect(text.locator("a, img, b, script")).to_have_count(0)
    expect(text.locator(".chip")).to_have_count(5)


def test_unsupported_sentences_are_marked_and_counted_within_markdown(
    page: Page, llm: LanguageModelServer
) -> None:
    llm.follow(saying(f"{NAME}\n\n- {INVENTED}"))
    turn = ask(page)
    marked = turn.locator("li .unsupported")
    expect(marked).to_have_count(1)
    expect(marked.locator("em")).to_have_text("900万")
    expect(turn.locator(".unsupported")).to_have_count(1)
    expect(turn.locator(".confidence")).to_have_text("2 句里 1 句有出处")
    expect(turn.locator(".confidence")).to_have_attribute("data-level", "middle")
    page.reload()
    expect(page.locator(".turn .confidence")).to_have_text("2 句里 1 句有出处")
    page.get_by_role("button", name="English").click()
    expect(page.locator(".turn .confidence")).to_have_text("Sentences with a source: 1 of 2")


def test_confidence_is_high_only_if_every_sentence_is_supported(
    page: Page, llm: LanguageModelServer
) -> None:
    llm.follow(saying(NAME))
    turn = ask(page)
    expect(turn.locator(".confidence")).to_have_text("每句都有出处")
    expect(turn.locator(".confidence")).to_have_attribute("data-level", "high")


def test_half_a_mark_is_not_shown_while_the_answer_grows(
    page: Page, llm: LanguageModelServer
) -> None:
    llm.follow(Reply([chunk("微信公共平台叫**绿东")], hanging=True))
    text = ask_growing(page)
    expect(text).to_have_text("微信公共平台叫绿东")
    expect(text.locator("strong")).to_have_text("绿东")


def ask_growing(page: Page) -> Locator:
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    return page.locator(".turn").last.locator(".answer-text")


def test_text_grows_without_marks_and_without_replacing_what_stands(page: Page) -> None:
    whole = (
        f"## 平台\n\n{NAME}第二句__也__好。\n\n- 一项*强调*的`码`\n- 第二项\n\n1. 甲\n2. 乙\n\n"
        "| 街道 | 平台 |\n|---|:--|\n| 绿东村 | **播报** |\n\n```\nx = 1\n```\n完。"
    )
    seen = page.evaluate(GROW, whole)
    assert seen["marks"] == []
    assert seen["replaced"] == 0
    assert seen["shrunk"] == []
    assert seen["length"] > 50


def test_text_that_only_looks_like_markdown_stays_as_it_is(page: Page) -> None:
    plain = "2 * 3 * 4,a_b_c,价格*未定,编号[2017],5.2万平方米"
    shown = page.evaluate(
        """async (answer) => {
          const { growText } = await import("/static/js/ask/generated_text.js");
          const node = document.createElement("div");
          growText(node, { answer, sentences: [], sources: [] }, () => {}, false);
          return node.innerHTML;
        }""",
        plain,
    )
    assert shown == f"<p>{plain}</p>"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_written_answer_is_accessible_and_fits_a_phone(
    browser: Browser, url: str, llm: LanguageModelServer, theme: Theme
) -> None:
    llm.follow(saying(RICH))
    with visit(browser, width=375, height=800, theme=theme) as reader:
        reader.page.goto(url)
        turn = ask(reader.page)
        expect(turn.locator("table")).to_be_visible()
        assert violations(reader.page) == []
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 375
        assert reader.complaints == []
