"""Measure in a real browser how soon the page can be used, and how soon an answer is seen.

    python -m scripts.measure_page URL [--question TEXT] [--rounds 9]

A server must answer at URL. Every round opens the page anew, with an empty cache. Interactive is
when the scripts have run (the end of DOMContentLoaded, since the page was asked for); an answer is
seen at the first frame that was painted with its words, since Enter was pressed.
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
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)
"""
# Resolves to the milliseconds from Enter to the frame after the one that holds the answer's words.
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
    """How one visit went.

    Attributes:
        interactive: milliseconds.
        first_paint: of the answer, milliseconds.
        size: of all that the page fetched before the question, bytes.
    """

    interactive: float
    first_paint: float
    size: int


def measure(browser: Browser, url: str, question: str) -> PageSpeed:
    """Open the page as a new reader, ask, and measure."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        interactive, size = page.evaluate(_INTERACTIVE), page.evaluate(_BYTES)
        return PageSpeed(interactive, page.evaluate(_FIRST_PAINT, question), size)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(prog="measure_page", description="Measure the page.")
    parser.add_argument("url")
    parser.add_argument("--question", default=_QUESTION)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        found = [measure(browser, given.url, given.question) for _ in range(given.rounds)]
    interactive = statistics.median(one.interactive for one in found)
    painted = statistics.median(one.first_paint for one in found)
    sys.stdout.write(f"page: {found[0].size:,} bytes, interactive after {interactive:.0f} ms\n")
    sys.stdout.write(f"answer: seen {painted:.0f} ms after Enter\n")


if __name__ == "__main__":
    main()
