"""The page of a server that requires a key: requested once, remembered in the tab, never shown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.access.keys import KeyStore, Role
from tests.support.browser import Visit, visit
from tests.support.contract import QUESTION
from tests.support.running_server import running_server

REFUSED = re.compile("Failed to load resource: .* 401")


@dataclass(frozen=True)
class Guarded:
    url: str
    secret: str


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder: Path = tmp_path_factory.mktemp("key")
    secret = KeyStore(folder / "library.sqlite3").add("阅览室", Role.READER)
    with running_server(folder, WENBAO_AUTH="required") as url:
        yield Guarded(url, secret)


@pytest.fixture
def reader(browser: Browser, guarded: Guarded) -> Iterator[Visit]:
    with visit(browser) as reader:
        reader.page.goto(guarded.url)
        yield reader
        assert [line for line in reader.complaints if not REFUSED.match(line)] == []
        assert [url for url in reader.requested if guarded.secret in url] == []


def test_key_is_requested_once_and_remembered_for_the_tab(reader: Visit, guarded: Guarded) -> None:
    page = reader.page
    dialog = page.get_by_role("dialog", name="请输入密钥")
    box = dialog.get_by_label("密钥", exact=True)
    expect(box).to_be_focused()
    box.fill("wenbao_wrong")
    box.press("Enter")
    expect(dialog).to_contain_text("这个密钥不存在，或已停用")
    box.fill(f" {guarded.secret} ")
    dialog.get_by_role("button", name="确定").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#collection")).to_contain_text("篇文章")
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    expect(page.locator(".answer-text").last).to_contain_text("绿东播报")
    page.reload()
    expect(page.locator(".answer-text").last).to_contain_text("绿东播报")
    expect(dialog).to_have_count(0)
    assert guarded.secret not in page.content()
    assert page.evaluate("JSON.stringify(localStorage)").count(guarded.secret) == 0


def test_reader_without_a_key_is_asked_for_it_again(reader: Visit, guarded: Guarded) -> None:
    page = reader.page
    dialog = page.get_by_role("dialog")
    expect(dialog).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("alert")).to_contain_text("只供持有密钥的人使用")
    page.locator("#language").click()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("dialog", name="Enter your key")).to_be_visible()
    page.get_by_label("Key", exact=True).fill(guarded.secret)
    page.get_by_role("button", name="OK").click()
    expect(page.locator("#collection")).to_contain_text("articles")
