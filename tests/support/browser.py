"""A real browser for the tests of the page: the system's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from weakref import WeakKeyDictionary

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE_MS = 20_000  # for a busy machine; an expectation that holds does not wait
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # The tabs of a context share a process, which has loaded the fonts.
    "--renderer-process-limit=1",
)
MISSING = (
    "The tests of the page need a browser, and none of "
    f"{', '.join(PROGRAMS)} is on the PATH. "
    "On Debian or Ubuntu: apt-get install chromium fonts-noto-cjk"
)
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (violation) =>
  console.error(`CSP forbids ${violation.violatedDirective}: ${violation.blockedURI}`));
"""

Theme = Literal["light", "dark"]
Looks = tuple[int, int, Theme]
_FREE: WeakKeyDictionary[BrowserContext, Looks] = WeakKeyDictionary()


@dataclass
class Visit:
    """One reader's visit to the page.

    Attributes:
        page: the open tab.
        complaints: console errors, exceptions, policy violations and dialogs, as they came.
        requested: the address of every request.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)


def chromium_path() -> str:
    """Return the browser's program, or fail the test with what to install."""
    for program in PROGRAMS:
        path = shutil.which(program)
        if path:
            return path
    pytest.fail(MISSING)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the browser, and close it at the end."""
    path = chromium_path()
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@contextmanager
def visit(  # noqa: PLR0913 - what browsers differ in
    browser: Browser,
    width: int = 1280,
    height: int = 800,
    theme: Theme = "light",
    *,
    own_clock: bool = False,
    worker: bool = False,
) -> Iterator[Visit]:
    """Open a tab with nothing stored by earlier ones; below 600 px it emulates a phone.

    Tabs of the same looks follow each other in one context, which forgets each: that saves half of
    the time. A test that sets the clock wants a context of its own, for that stays set; so does
    one that wants the service worker of the page, past which no test can intercept requests.
    """
    looks = (width, height, theme)
    is_own = own_clock or worker
    context = None if is_own else _free_context(browser, looks)
    context = context or _new_context(browser, looks, worker=worker)
    visit = Visit(context.new_page())
    _listen(visit)
    yield visit
    if is_own:
        context.close()
    else:
        _forget(context, visit)
        _FREE[context] = looks


def _free_context(browser: Browser, looks: Looks) -> BrowserContext | None:
    context = next((context for context in browser.contexts if _FREE.get(context) == looks), None)
    if context:
        del _FREE[context]
    return context


def _new_context(browser: Browser, looks: Looks, *, worker: bool) -> BrowserContext:
    width, height, theme = looks
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=theme,
        locale="zh-CN",
        reduced_motion="reduce",
        is_mobile=phone,
        has_touch=phone,
        service_workers="allow" if worker else "block",
    )
    context.add_init_script(REPORT_VIOLATIONS)
    context.new_page()  # blank, and kept: the process that draws the pages ends with its last tab
    return context


def _forget(context: BrowserContext, visit: Visit) -> None:
    """Close all tabs but the blank one, and clear all that their pages have stored."""
    blank, *visited = context.pages
    for page in visited:
        page.close()  # first: a page may store something when it is left
    session = context.new_cdp_session(blank)
    for origin in {"/".join(url.split("/")[:3]) for url in visit.requested}:
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    session.detach()
    context.clear_permissions()


def _listen(visit: Visit) -> None:
    page, complaints = visit.page, visit.complaints
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: visit.requested.append(request.url))
