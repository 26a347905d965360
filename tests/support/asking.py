"""Asking on the page, as a reader does."""

from playwright.sync_api import Locator, Page, expect

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
SHORT_ANSWER = "绿东播报"


def ask(page: Page, question: str) -> Locator:
    """Type a question, send it, and return the newest turn."""
    page.locator("#question").fill(question)
    page.locator("#question").press("Enter")
    return page.locator(".turn").last


def open_article(page: Page) -> Locator:
    """Ask, open the first source's article, and return the panel."""
    turn = ask(page, QUESTION)
    turn.locator("a.open").first.click()
    expect(page.locator("#panel mark").first).to_be_visible()
    return page.locator("#panel")
