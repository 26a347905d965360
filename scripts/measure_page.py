"""Measure in a real browser how soon the page is usable, and how soon an answer appears.

    python -m scripts.measure_page URL [--question TEXT] [--rounds 9]

A server must answer at URL. Every round opens the page afresh, with an empty cache. The page is
interactive once its scripts have run (from the request to the end of DOMContentLoaded); an answer
has appeared at the first painted frame with its words (from pressing Enter).
"""

import argparse
import shutil
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

_QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
_INTERACTIVE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
_BYTES = """
['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))
  .filter(({ name }) => !name.endsWith(".woff2"))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
"""
# Resolves to the milliseconds from Enter to the frame after the one with the answer's words.
_FIRST_PAINT = """
(question) => new Promise((resolve) => {
  const box = document.getElementById("question");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const watch = new MutationObserver(() => {
    if (!document.querySelector(".answer-text")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
  });
  watch.observe(document.getElementById("thread"), { childList: true, subtree: true });
  const pressed = performance.now();
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
})
"""


@dataclass(frozen=True, slots=True)
class PageSpeed:
    """The figures of one visit.

    Attributes:
        interactive: milliseconds.
        first_paint: of the answer, milliseconds.
        size: bytes that the page fetched before the question, without fonts, which come last.
    """

    interactive: float
    first_paint: float
    size: int


def measure(browser: Browser, url: str, question: str) -> PageSpeed:
    """Open the page as a new visitor, ask, and measure."""
    with browser.new_context(locale="zh-CN") as context:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        interactive, size = page.evaluate(_INTERACTIVE), page.evaluate(_BYTES)
        return PageSpeed(interactive, page.evaluate(_FIRST_PAINT, question), size)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(
        prog="measure_page", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("--question", default=_QUESTION)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        visits = [measure(browser, options.url, options.question) for _ in range(options.rounds)]
    interactive = statistics.median(visit.interactive for visit in visits)
    painted = statistics.median(visit.first_paint for visit in visits)
    sys.stdout.write(f"page: {visits[0].size:,} bytes, interactive after {interactive:.0f} ms\n")
    sys.stdout.write(f"answer: seen {painted:.0f} ms after Enter\n")


if __name__ == "__main__":
    main()
