"""The question box in a frame on another site."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.contract import QUESTION
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages

MOST_BYTES = 30_000
HOST_PAGE = """\
<!doctype html><title>晚报</title><link rel="icon" href="data:,">
<iframe id="box" title="提问" src="{src}" width="600" height="150"></iframe>
<script>
  window.heights = [];
  addEventListener("message", ({{ origin, data }}) => {{
    if (data.type !== "wenbao:height") return;
    heights.push([origin, data.height]);
    document.getElementById("box").style.height = `${{data.height}}px`;
  }});
</script>
"""
WEIGHT = """
['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
  .filter(({ name }) => !name.includes("/v1/")) // answers are as long as they are
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """The port of another site, which is allowed as localhost but not as 127.0.0.1."""
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory, port: int, folder: Path) -> Iterator[str]:
    settings = {"WENBAO_EMBED_ORIGINS": f"https://news.example.org,http://localhost:{port}"}
    with running_server(tmp_path_factory.mktemp("embedded"), **settings) as url:
        page = HOST_PAGE.format(src=f"{url}/embed?lang=zh")
        write_pages(folder, {"index.html": page})
        yield url


def ask(box: FrameLocator | Page) -> None:
    box.get_by_label("向报纸提问").fill(QUESTION)
    box.get_by_role("button", name="提问").click()
    expect(box.locator(".answer-text")).to_contain_text("绿东播报")


def test_question_is_answered_in_a_frame_of_an_allowed_site(
    browser: Browser, url: str, port: int
) -> None:
    with visit(browser) as reader:
        page = reader.page
        page.goto(f"http://localhost:{port}/index.html")
        box = page.frame_locator("#box")
        expect(box.get_by_label("向报纸提问")).to_be_visible()
        ask(box)
        source = box.locator(".embed-sources li").first
        expect(source.get_by_role("link")).to_have_attribute("target", "_blank")
        box.locator(".chip").first.click()
        expect(source).to_be_focused()
        source.locator("summary").click()
        expect(source.locator("mark")).to_contain_text("绿东播报")
        page.wait_for_function("() => document.getElementById('box').offsetHeight > 300")
        heights = page.evaluate("heights")
        assert {origin for origin, _ in heights} == {url}
        needed = box.locator("html").evaluate("(html) => html.scrollHeight - innerHeight")
        assert needed <= 0
        with page.context.expect_page() as opened:
            source.get_by_role("link").click()
        expect(opened.value.locator("#panel mark").first).to_contain_text("绿东播报")
        assert reader.complaints == []


def test_other_sites_can_neither_show_it_nor_learn_its_height(
    reader: Visit, url: str, port: int
) -> None:
    page = reader.page
    page.goto(f"http://127.0.0.1:{port}/index.html")
    expect(page.locator("#box")).to_be_visible()
    assert page.frames[-1].url.startswith("chrome-error:")
    assert page.evaluate("heights") == []
    assert any("frame-ancestors" in complaint for complaint in reader.complaints)
    reader.complaints.clear()


def test_only_the_question_box_may_be_framed(url: str, port: int, server_url: str) -> None:
    def ancestors(address: str) -> str:
        reply = httpx.get(address, trust_env=False)
        return reply.headers["content-security-policy"].partition("frame-ancestors ")[2]

    allowed = f"https://news.example.org http://localhost:{port}; form-action 'self'"
    assert ancestors(f"{url}/embed?collection=x") == allowed
    for path in ("/", "/docs", "/static/embed.html", "/embed/"):
        assert ancestors(url + path) == "'none'; form-action 'self'"
    assert ancestors(f"{server_url}/embed") == "'none'; form-action 'self'"


def test_question_box_is_light_and_stores_nothing(browser: Browser, url: str) -> None:
    with visit(browser, own_clock=True) as reader:
        page = reader.page
        page.goto(f"{url}/embed?lang=zh", wait_until="networkidle")
        ask(page)
        assert 5_000 < page.evaluate(WEIGHT) <= MOST_BYTES
        stored = "[localStorage.length, sessionStorage.length, document.cookie]"
        assert page.evaluate(stored) == [0, 0, ""]
        assert page.context.cookies() == []
    kept = httpx.get(f"{url}/v1/conversations", trust_env=False).json()
    assert kept["conversations"] == []


def test_address_chooses_articles_language_and_theme(reader: Visit, url: str) -> None:
    page = reader.page
    page.goto(f"{url}/embed?lang=en&theme=dark&collection=晚报")
    expect(page.get_by_label("Ask 晚报")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    with page.expect_request("**/v1/ask") as sent:
        page.get_by_label("Ask 晚报").fill(QUESTION)
        page.get_by_role("button", name="Ask").click()
    assert sent.value.post_data_json == {
        "question": QUESTION,
        "filters": {"collection": "晚报", "source": ""},
        "store": False,
    }
    expect(page.locator(".decline")).to_have_text("The articles do not answer this.")


def test_failures_are_told_in_the_box(reader: Visit, url: str) -> None:
    page = reader.page
    page.goto(f"{url}/embed?lang=zh")
    page.route("**/v1/ask", lambda route: route.abort())
    page.get_by_label("向报纸提问").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    page.unroute("**/v1/ask")
    page.route("**/v1/ask", lambda route: route.fulfill(status=401, body="{}"))
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_role("alert")).to_contain_text("只供持有密钥的人使用")
    page.unroute("**/v1/ask")
    ask(page)
    reader.complaints.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_question_box_is_accessible_and_fits_a_narrow_frame(
    browser: Browser, url: str, theme: Theme
) -> None:
    with visit(browser, width=320, height=640, theme=theme) as reader:
        reader.page.goto(f"{url}/embed?lang=zh")
        ask(reader.page)
        assert violations(reader.page) == []
        assert reader.page.evaluate("document.documentElement.scrollWidth") == 320
        assert reader.complaints == []
