"""The installed page: its manifest, its worker, and what is shown while the server is away."""

import json
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.support.accessibility import violations
from tests.support.browser import Theme, Visit, visit
from tests.support.contract import QUESTION
from tests.support.environment import environment
from tests.support.paths import ROOT
from tests.support.running_server import GREETING, running, running_server

AWAY = re.compile("ERR_|503")  # what a server that is stopped, or is being stopped, leaves
CONTROLLED = """
() => new Promise((resolve) => {
  if (navigator.serviceWorker.controller) resolve();
  navigator.serviceWorker.addEventListener("controllerchange", resolve);
})
"""
# Resolves once the files of former versions are gone.
ONE_VERSION = """
async () => {
  while ((await caches.keys()).length > 1) await new Promise(requestAnimationFrame);
}
"""
KEPT = """
async () => (await Promise.all((await caches.keys()).map(async (name) =>
  (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()
"""


@pytest.fixture
def reader(browser: Browser) -> Iterator[Visit]:
    """A reader whose browser may run the worker of the page."""
    with visit(browser, worker=True) as reader:
        yield reader


def same_place(data: Path, url: str) -> list[str]:
    return ["serve", "--port", url.rpartition(":")[2], "--data", str(data)]


def open_controlled(page: Page, url: str) -> None:
    """Open the page, wait for its worker, and open it again, now by the worker."""
    page.goto(url)
    page.evaluate(CONTROLLED)
    page.reload()
    expect(page.locator("#question")).to_be_focused()


def test_page_can_be_installed(browser: Browser, server_url: str) -> None:
    with visit(browser, worker=True) as reader:
        open_controlled(reader.page, server_url)
        session = reader.page.context.new_cdp_session(reader.page)
        errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [one["errorId"] for one in errors] == ["in-incognito"]  # as all test browsers are
        found = session.send("Page.getAppManifest")
        assert found["errors"] == []
        manifest = json.loads(found["data"])
        assert manifest["name"] == "问报 Wenbao"
        for listed in manifest["icons"][:3]:
            reply = httpx.get(server_url + listed["src"], trust_env=False)
            width = int(listed["sizes"].partition("x")[0])
            path = ROOT / "service/web" / listed["src"].lstrip("/")
            with Image.open(path) as icon:
                assert icon.size == (width, width)
            assert 500 < len(reply.content) < 8_000
        assert reader.complaints == []


def test_page_says_that_the_server_is_away_and_goes_on_by_itself(
    reader: Visit, tmp_path: Path
) -> None:
    page = reader.page
    with running_server(tmp_path) as url:
        open_controlled(page, url)
        assert reader.complaints == []
    page.goto(f"{url}/#/search?q=x")
    page.reload()
    expect(page.get_by_role("heading", name="服务器没有回音")).to_be_visible()
    page.get_by_role("button", name="马上再试").click()
    expect(page.get_by_role("heading", name="服务器没有回音")).to_be_visible()
    with running(same_place(tmp_path, url)):
        expect(page.locator("#search-q")).to_have_value("x")
    assert [one for one in reader.complaints if not AWAY.search(one)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_for_a_server_that_is_away_is_accessible(
    browser: Browser, server_url: str, theme: Theme
) -> None:
    for width in (375, 1280):
        with visit(browser, width, theme=theme) as reader:
            reader.page.goto(f"{server_url}/static/offline.html")
            expect(reader.page.get_by_role("button")).to_be_visible()
            assert violations(reader.page) == []
            assert reader.complaints == []


def test_worker_keeps_files_of_the_page_but_no_answers_and_no_articles(
    reader: Visit, server_url: str
) -> None:
    page = reader.page
    open_controlled(page, server_url)
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    page.locator(".turn a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    kept = page.evaluate(KEPT)
    assert "/static/js/article/panel.js" in kept
    assert "/static/offline.html" in kept
    assert [path for path in kept if not path.startswith("/static/")] == []
    assert reader.complaints == []


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving_copy(copy: Path, data: Path, port: int) -> Iterator[str]:
    """Serve from a copy of the program, as a server that was updated would."""
    program = "from service.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    with subprocess.Popen(
        [*command, "--data", str(data)],
        cwd=copy,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment(PYTHONPATH=str(copy), WENBAO_COLLECTION=str(ROOT / "seeds")),
    ) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line.startswith(GREETING)
            yield line.removeprefix(GREETING).strip()
        finally:
            process.terminate()


def test_updated_server_shows_its_new_page_at_the_next_load(reader: Visit, tmp_path: Path) -> None:
    copy, data, page = tmp_path / "copy", tmp_path / "data", reader.page
    shutil.copytree(ROOT / "service", copy / "service")
    (copy / "embeddings").symlink_to(ROOT / "embeddings")
    texts = copy / "service/web/static/js/ask/texts.js"
    port = free_port()
    with serving_copy(copy, data, port) as url:
        open_controlled(page, url)
        page.reload()  # by what the worker keeps
        expect(page.locator("#tagline")).to_contain_text("向报纸提问")
        assert "/static/js/ask/texts.js" in page.evaluate(KEPT)
        former = urlopen(f"{url}/worker.js").read()  # noqa: S310 - our own server
    changed = re.sub('向报纸提问，[^"]*', "新的一版。", texts.read_text("utf-8"))
    texts.write_text(changed, encoding="utf-8")
    with serving_copy(copy, data, port) as url:
        page.reload()
        expect(page.locator("#tagline")).to_have_text("新的一版。")
        assert urlopen(f"{url}/worker.js").read() != former  # noqa: S310 - our own server
        page.evaluate(ONE_VERSION)
        page.reload()
        expect(page.locator("#tagline")).to_have_text("新的一版。")
    assert [one for one in reader.complaints if not AWAY.search(one)] == []
