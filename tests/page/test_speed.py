"""The page loads fast, and answers fast."""

import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

from scripts.measure_page import measure
from tests.support.contract import QUESTION
from tests.support.paths import ROOT
from tests.support.patience import crowding

STATIC = ROOT / "service/web/static"
ROUNDS = 5
MOST_BYTES = 60_000
MOST_INTERACTIVE_MS = 300
MOST_FIRST_PAINT_MS = 150


def test_page_is_light_and_quick_and_so_is_an_answer(browser: Browser, server_url: str) -> None:
    found = [measure(browser, server_url, QUESTION) for _ in range(ROUNDS)]
    assert 10_000 < max(item.size for item in found) <= MOST_BYTES
    # Other load can only slow it down: the best round counts.
    assert min(item.interactive for item in found) <= MOST_INTERACTIVE_MS * crowding()
    assert 1 < min(item.first_paint for item in found) <= MOST_FIRST_PAINT_MS * crowding()


def imported(module: Path) -> set[Path]:
    """Return the modules that are fetched before ``module`` runs, itself included."""
    names = re.findall(r'^(?:import|\}) .*?"(\.[^"]+)";', module.read_text("utf-8"), re.MULTILINE)
    return {module}.union(*(imported((module.parent / name).resolve()) for name in names))


def test_what_typing_needs_is_fetched_at_once() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    named = {STATIC / name for name in re.findall(r'modulepreload" href="/static/([^"]+)"', page)}
    start = STATIC / "js/main.js"
    assert named == imported(start) - {start}


def test_script_prints_the_medians(server_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.measure_page", server_url, "--rounds", "1"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.startswith("page: ")
    assert " ms after Enter" in done.stdout
