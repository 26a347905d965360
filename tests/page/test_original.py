"""The printed page beside an article's text: quotes marked on it, moved, turned, proofread."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.access.keys import KeyStore, Role
from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.documents import make_pdf
from tests.support.library_client import add, article_ids
from tests.support.page_states import go, put
from tests.support.paths import SCREENSHOTS
from tests.support.running_server import running_server
from tests.support.scanned_story import ANSWER, NAME, QUESTION, box_of, draw_story, scan_story

PDF = "两页.pdf"
PAGES = [["石桥村修好了老桥。" * 3], ["新桥叫“同心桥”，在村口。", "村民都来帮忙。" * 3]]
HEIGHTS = {375: 812, 1280: 800}
SLACK = 4  # pixels of the image; a character has 32
READ_PIXELS = """
(canvas, [left, top, right, bottom]) => [...canvas.getContext("2d")
  .getImageData(left, top, right - left, bottom - top).data].filter((_, n) => n % 4 === 0)
"""
TOO_SMALL = """
[...document.querySelectorAll("#panel button")]
  .filter((one) => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44)).length
"""
Rectangle = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("original")


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    """An editor of a server that asks for keys, which has read a scan and a PDF of two pages."""
    key = KeyStore(data / "library.sqlite3").add("编辑部", Role.EDITOR)
    with (
        running_server(data, WENBAO_AUTH="required") as url,
        httpx.Client(
            base_url=url, timeout=120, trust_env=False, headers={"Authorization": f"Bearer {key}"}
        ) as client,
    ):
        assert add(client, {NAME: scan_story(), PDF: make_pdf(PAGES)})[NAME]["state"] == "stored"
        [one] = article_ids(client, NAME)
        client.get(f"/v1/documents/{one}/pages/1")  # starts the process that renders pages
        yield client


@pytest.fixture
def reader(browser: Browser, client: httpx.Client) -> Iterator[Visit]:
    """An editor on a desktop. A test that causes errors on purpose clears `complaints`."""
    with visit(browser) as reader:
        enter(reader.page, client)
        yield reader
        assert reader.complaints == []


def enter(page: Page, client: httpx.Client) -> None:
    """Open the page with the client's key."""
    key = client.headers["Authorization"].removeprefix("Bearer ")
    page.add_init_script(f"sessionStorage.setItem('wenbao.key', '{key}')")
    page.goto(str(client.base_url))


def open_answer(page: Page) -> None:
    """Ask, and open the article that answers."""
    put(page, QUESTION)
    expect(page.locator(".answer-text")).to_contain_text(ANSWER)
    page.locator(".turn .card a.open").first.click()
    expect(page.locator("#panel mark")).to_have_text(ANSWER)


def open_original(page: Page) -> Locator:
    """Press the button for the printed page, and return its image."""
    page.locator("#panel").get_by_role("button", name="原版").click()
    return image(page)


def open_pdf(page: Page, client: httpx.Client, words: str) -> None:
    """Open the PDF's article at some words."""
    [one] = article_ids(client, PDF)
    start = client.get(f"/v1/documents/{one}").json()["text"].index(words)
    go(page, f"/article/{one}?q={start}-{start + len(words)}")
    expect(page.locator("#panel mark")).to_have_text(words)


def image(page: Page) -> Locator:
    return page.locator(".facsimile-image")


def box(part: Locator) -> Rectangle:
    found = part.bounding_box()
    assert found is not None
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def on_image(page: Page, rectangle: Rectangle) -> tuple[int, ...]:
    """Return the pixels of the image that are shown in this rectangle of the screen."""
    left, top, right, bottom = box(image(page))
    width, height = image(page).evaluate("({ width, height }) => [width, height]")
    xs = [(x - left) / (right - left) * width for x in rectangle[::2]]
    ys = [(y - top) / (bottom - top) * height for y in rectangle[1::2]]
    return tuple(round(place) for pair in zip(xs, ys, strict=True) for place in pair)


@pytest.mark.parametrize("width", HEIGHTS)
def test_mark_lies_on_the_words_of_the_answer(
    browser: Browser, client: httpx.Client, width: int
) -> None:
    with visit(browser, width, HEIGHTS[width]) as reader:
        page = reader.page
        enter(page, client)
        open_answer(page)
        expect(open_original(page)).to_have_attribute("aria-label", "第1页原版")
        mark = page.locator(".facsimile-mark[data-current]")
        expect(mark).to_have_count(1)
        expect(mark).to_be_in_viewport(ratio=0.95)
        left, top, right, bottom = on_image(page, box(mark))
        words = box_of(ANSWER.rstrip("。"))
        assert left - SLACK <= words[0] < words[2] <= right + SLACK
        assert top - SLACK <= words[1] < words[3] <= bottom + SLACK
        assert bottom <= box_of("馆长")[1] + SLACK  # it keeps off the line below
        shown = image(page).evaluate(READ_PIXELS, [left, top, right, bottom])
        drawn = np.asarray(draw_story())[top:bottom, left:right]
        assert np.abs(np.array(shown).reshape(drawn.shape) - drawn).mean() < 8
        assert reader.complaints == []


def test_nothing_of_the_printed_page_is_loaded_before_it_is_opened(reader: Visit) -> None:
    open_answer(reader.page)
    assert [url for url in reader.requested if "facsimile" in url or "/pages/" in url] == []
    expect(open_original(reader.page)).to_be_visible()
    assert len([url for url in reader.requested if "/pages/1" in url]) == 1


def test_text_and_page_stand_side_by_side_or_one_key_apart(
    browser: Browser, client: httpx.Client, page: Page
) -> None:
    open_answer(page)
    page.keyboard.press("o")
    expect(page.locator(".facsimile-stage")).to_be_focused()
    expect(page.locator("#panel mark")).to_be_in_viewport()
    assert box(page.locator(".facsimile"))[2] <= box(page.locator("#panel-body"))[0] + 1
    page.keyboard.press("o")
    expect(page.locator(".facsimile")).to_have_count(0)
    expect(page.locator("#panel-body")).to_be_focused()
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator(".turn .card a.open").first).to_be_focused()
    with visit(browser, 375, 812) as reader:
        enter(reader.page, client)
        open_answer(reader.page)
        expect(open_original(reader.page)).to_be_visible()
        expect(reader.page.locator("#panel-body")).to_be_hidden()
        reader.page.get_by_role("button", name="文字").tap()
        expect(reader.page.locator("#panel mark")).to_be_in_viewport()


def test_page_is_moved_and_zoomed_with_the_keyboard_alone(page: Page) -> None:
    open_answer(page)
    page.keyboard.press("o")
    expect(image(page)).to_be_visible()
    page.keyboard.press("0")
    stage, whole = box(page.locator(".facsimile-stage")), box(image(page))
    assert stage[0] - 1 <= whole[0] < whole[2] <= stage[2] + 1  # all of it is there
    for key in "+=+":
        page.keyboard.press(key)
    large = box(image(page))
    assert large[2] - large[0] > 2.5 * (whole[2] - whole[0])
    moves = {"ArrowRight": (-1, 0), "ArrowLeft": (1, 0), "ArrowDown": (0, -1), "ArrowUp": (0, 1)}
    for key, (across, down) in moves.items():
        before = box(image(page))
        page.keyboard.press(key)
        after = box(image(page))
        assert (np.sign(round(after[0] - before[0])), np.sign(round(after[1] - before[1]))) == (
            across,
            down,
        )
    page.keyboard.press("-")
    assert box(image(page))[2] - box(image(page))[0] < large[2] - large[0]
    page.keyboard.press("0")
    assert box(image(page)) == whole


def test_page_is_moved_and_zoomed_with_the_mouse(page: Page) -> None:
    open_answer(page)
    expect(open_original(page)).to_be_visible()
    page.get_by_role("button", name="整页").click()
    left, top, right, bottom = box(page.locator(".facsimile-stage"))
    middle = ((left + right) / 2, (top + bottom) / 2)
    page.mouse.move(*middle)
    spot = on_image(page, (*middle, *middle))
    whole = box(image(page))
    page.mouse.wheel(0, -500)
    expect(page.locator(".facsimile-sheet")).not_to_have_css("width", f"{whole[2] - whole[0]}px")
    assert np.abs(np.subtract(on_image(page, (*middle, *middle)), spot)).max() <= 2
    before = box(image(page))
    page.mouse.down()
    page.mouse.move(middle[0] + 60, middle[1])
    page.mouse.up()
    assert round(box(image(page))[0] - before[0]) == 60
    page.mouse.dblclick(*middle)
    wider = box(image(page))
    assert wider[2] - wider[0] > 1.5 * (before[2] - before[0])
    page.get_by_role("button", name="缩小").click()
    assert box(image(page))[2] - box(image(page))[0] < wider[2] - wider[0]


def test_page_is_pinched_and_dragged_with_fingers(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, 375, 812) as reader:
        page = reader.page
        enter(page, client)
        open_answer(page)
        expect(open_original(page)).to_be_visible()
        page.get_by_role("button", name="整页").tap()
        left, top, right, bottom = box(page.locator(".facsimile-stage"))
        x, y = (left + right) / 2, (top + bottom) / 2
        before = box(image(page))
        touch(page, [(x - 40, y), (x + 40, y)], [(x - 120, y), (x + 120, y)])
        after = box(image(page))
        assert (after[2] - after[0]) / (before[2] - before[0]) == pytest.approx(3, rel=0.05)
        touch(page, [(x, y)], [(x + 50, y)])
        assert box(image(page))[0] - after[0] == pytest.approx(50, abs=2)
        assert reader.complaints == []


def touch(page: Page, start: list[tuple[float, float]], end: list[tuple[float, float]]) -> None:
    """Put fingers down, move them, and lift them."""
    session = page.context.new_cdp_session(page)
    for kind, fingers in (("touchStart", start), ("touchMove", end), ("touchEnd", [])):
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_pages_are_turned_to_the_end_of_the_file(reader: Visit, client: httpx.Client) -> None:
    page = reader.page
    open_pdf(page, client, "石桥村")
    expect(open_original(page)).to_have_attribute("aria-label", "第1页原版")
    expect(page.locator(".facsimile-note")).to_contain_text("没有标出")
    page.keyboard.press("PageDown")
    expect(image(page)).to_have_attribute("aria-label", "第2页原版")
    expect(page.locator("#announcement")).to_have_text("第2页原版")
    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(page.locator("#announcement")).to_have_text("没有别的页了。")
    expect(image(page)).to_have_attribute("aria-label", "第2页原版")
    expect(page.locator(".facsimile-place")).to_have_text("第2页")
    onward = page.get_by_role("button", name="下一页原版")
    expect(onward).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="上一页原版").click()
    expect(image(page)).to_have_attribute("aria-label", "第1页原版")
    reader.complaints.clear()  # there was no third page


def test_quote_of_a_pdf_is_marked_on_its_own_page(page: Page) -> None:
    go(page, "/search?q=同心桥")
    page.locator(".result-title").first.click()
    expect(open_original(page)).to_have_attribute("aria-label", "第2页原版")
    expect(page.locator(".facsimile-mark")).to_have_count(1)
    left, top, right, bottom = on_image(page, box(page.locator(".facsimile-mark")))
    width, height = image(page).evaluate("({ width, height }) => [width, height]")
    assert left / width < (60 + 5 * 12) / 595 < right / width  # in points, as it is printed
    assert top / height < (842 - 784) / 842 < bottom / height


def test_page_that_does_not_arrive_says_so_and_is_tried_again(reader: Visit) -> None:
    page = reader.page
    open_answer(page)
    page.route("**/pages/**", lambda route: route.abort())
    page.get_by_role("button", name="原版").click()
    expect(page.locator(".facsimile").get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/pages/**")
    page.locator(".facsimile").get_by_role("button", name="重试").click()
    expect(page.locator(".facsimile-mark")).to_be_visible()
    reader.complaints.clear()


def test_page_whose_file_is_gone_says_what_to_do(
    reader: Visit, client: httpx.Client, data: Path
) -> None:
    page = reader.page
    former = set((data / "originals").rglob("*"))
    add(client, {"短命.pdf": make_pdf([["石桥村的碾坊拆掉了。"]])})
    [one] = article_ids(client, "短命.pdf")
    go(page, f"/article/{one}")
    expect(page.locator("#panel .headline")).to_be_visible()
    for path in set((data / "originals").rglob("*")) - former:
        path.unlink()
    page.get_by_role("button", name="原版").click()
    expect(page.locator(".facsimile").get_by_role("alert")).to_contain_text("重新添加到馆藏")
    expect(page.locator("#panel-body")).to_contain_text("碾坊")
    reader.complaints.clear()


def test_article_without_pages_has_no_printed_view(page: Page) -> None:
    go(page, "/search?q=党建")
    page.locator(".result-title").first.click()
    expect(page.locator("#panel .headline")).to_be_visible()
    expect(page.get_by_role("button", name="原版")).to_have_count(0)
    page.keyboard.press("o")
    expect(page.locator(".facsimile")).to_have_count(0)


def test_doubtful_characters_are_marked_and_counted(page: Page, client: httpx.Client) -> None:
    [one] = article_ids(client, NAME)
    article = client.get(f"/v1/documents/{one}").json()
    doubtful = [article["text"][item["start"] : item["end"]] for item in article["doubtful"]]
    assert doubtful
    open_answer(page)
    words = page.locator("#panel .doubtful")
    expect(words).to_have_text(doubtful)
    expect(words.first).to_have_attribute("title", "识别存疑")
    expect(words.first).to_have_css("text-decoration-style", "dotted")
    expect(page.locator("#panel .imprint")).to_contain_text(f"识别存疑 {article['doubts']} 处")
    go(page, "/library?q=开放")
    expect(page.locator(".articles .title")).to_contain_text(f"识别存疑 {article['doubts']} 处")
    page.locator("#language").click()
    expect(page.locator(".articles .title")).to_contain_text("Possibly misread")


def test_reader_cannot_proofread(browser: Browser, client: httpx.Client, data: Path) -> None:
    key = KeyStore(data / "library.sqlite3").add("阅览室", Role.READER)
    with visit(browser) as reader:
        page = reader.page
        page.add_init_script(f"sessionStorage.setItem('wenbao.key', '{key}')")
        page.goto(str(client.base_url))
        with page.expect_response("**/v1/info"):
            open_answer(page)
        expect(open_original(page)).to_be_visible()
        expect(page.get_by_role("button", name="校对")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", HEIGHTS)
def test_printed_page_fits_the_screen_and_is_accessible(
    browser: Browser, client: httpx.Client, width: int, theme: Theme
) -> None:
    with visit(browser, width, HEIGHTS[width], theme) as reader:
        page = reader.page
        enter(page, client)
        open_answer(page)
        expect(open_original(page)).to_be_visible()
        page.get_by_role("button", name="校对").click()
        expect(page.locator(".proof-form input")).to_be_focused()
        page.screenshot(path=SCREENSHOTS / f"original-{width}-{theme}.png")
        assert page.evaluate(TOO_SMALL) == 0
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page) == []
        assert reader.complaints == []


# The last ones change the article.


def test_correction_of_somebody_else_is_not_overwritten(
    reader: Visit, client: httpx.Client
) -> None:
    page = reader.page
    open_answer(page)
    page.get_by_role("button", name="校对").click()
    box_to_fill = page.get_by_role("textbox", name="识别存疑的字")
    expect(box_to_fill).to_be_focused()
    [one] = article_ids(client, NAME)
    client.put(f"/v1/documents/{one}", json={"byline": "记者 王明"})
    box_to_fill.fill("沈")
    page.keyboard.press("Enter")
    expect(page.locator(".proofreading").get_by_role("alert")).to_contain_text("刚被别人改过")
    page.get_by_role("button", name="载入新版本").click()
    expect(page.locator("#panel .imprint")).to_contain_text("王明")
    assert "沈丽华" not in client.get(f"/v1/documents/{one}").json()["text"]
    reader.complaints.clear()


def test_editor_corrects_what_is_doubtful_beside_the_printed_page(
    page: Page, client: httpx.Client
) -> None:
    [one] = article_ids(client, NAME)
    places = client.get(f"/v1/documents/{one}").json()["doubtful"]
    open_answer(page)
    expect(open_original(page)).to_be_visible()
    page.get_by_role("button", name="校对").click()
    expect(page.get_by_role("button", name="没错")).to_be_visible()
    for left in range(len(places) - 1, -1, -1):
        place = page.locator("#panel .doubtful[data-current]")
        expect(place).to_be_in_viewport()
        before = page.locator("#panel .doubtful").count()
        if left:
            page.get_by_role("textbox", name="识别存疑的字").fill("校过")
            expect(page.get_by_role("button", name="改正")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#panel .doubtful")).to_have_count(before - 1)
        said = f"还有 {left} 处" if left else "没有存疑的地方了"
        expect(page.locator("#announcement")).to_contain_text(said)
    expect(page.locator(".proofreading")).to_have_count(0)
    expect(page.get_by_role("button", name="校对")).to_have_count(0)
    expect(page.locator("#panel mark[data-current]")).to_have_text(ANSWER)
    expect(page.locator(".facsimile-mark")).to_have_count(1)
    article = client.get(f"/v1/documents/{one}").json()
    assert (article["text"].count("校过"), article["doubts"]) == (len(places) - 1, 0)
    expect(page).to_have_url(re.compile(rf"#/article/{one}\?q=0-{len(ANSWER)}$"))
    go(page, "/library?q=开放")
    expect(page.locator(".articles .title")).not_to_contain_text("识别存疑")
