"""The reprints of a story unfold on the card of its source."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.reprints import PAGES, QUESTION
from tests.support.running_server import running_server
from tests.support.workspaces import write_pages


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("reprints")
    pages = write_pages(folder / "pages", PAGES)
    with running_server(folder / "data", WENBAO_COLLECTION=str(pages)) as url:
        yield url


def test_reprints_unfold_on_the_card_in_both_languages(page: Page) -> None:
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    card = page.locator(".turn .card").first
    reprints = card.locator(".reprints li")
    expect(card.locator(".reprints summary")).to_have_text("另有 2 处转载")
    expect(reprints.first).to_be_hidden()
    card.locator(".reprints summary").click()
    expect(reprints).to_have_count(2)
    expect(reprints.first).to_be_visible()
    page.locator("#language").click()
    expect(card.locator(".reprints summary")).to_have_text("2 reprints")
    title = reprints.first.locator("a").inner_text()
    reprints.first.locator("a").click()
    expect(page.locator(".headline")).to_have_text(title)
