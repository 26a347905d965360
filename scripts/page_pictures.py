"""Take the pictures of the page that the READMEs show.

    python -m scripts.page_pictures URL [--folder .github/images]

A server with the bundled collection must answer at URL. The pictures are reduced to a palette of 64
colours: a third of the size, and hardly distinguishable from the originals.
"""

import argparse
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
WIDTH, HEIGHT = 1280, 800
COLOURS = 64


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the system's Chromium, and close it at the end."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def show_answer(page: Page) -> None:
    """Ask, and open the article beside the answer."""
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    page.locator(".feedback").wait_for()
    page.locator("a.open").first.click()
    page.locator("#panel mark").first.wait_for()
    page.locator(".turn").evaluate("(turn) => turn.scrollIntoView()")


def show_library(page: Page) -> None:
    """Open the library."""
    page.goto(f"{page.url.partition('#')[0]}#/library")
    page.locator(".articles tbody tr").first.wait_for()
    page.mouse.move(0, 0)


def reduce_colours(png: bytes) -> bytes:
    """Return the picture with a palette of ``COLOURS`` colours; what is transparent stays so."""
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    is_opaque = min(picture.getchannel("A").tobytes()) == 255  # noqa: PLR2004 - of 0..255
    method = Image.Quantize.MAXCOVERAGE if is_opaque else Image.Quantize.FASTOCTREE
    painted = picture.convert("RGB") if is_opaque else picture
    reduced = painted.quantize(COLOURS, method, dither=Image.Dither.NONE)
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def take(browser: Browser, url: str, folder: Path) -> None:
    """Write both pictures."""
    views: list[tuple[str, Literal["light", "dark"]]] = [("answer", "light"), ("library", "dark")]
    for name, theme in views:
        size = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_page(viewport=size, color_scheme=theme, locale="zh-CN")  # type: ignore[arg-type] # as documented
        page.goto(url, wait_until="networkidle")
        {"answer": show_answer, "library": show_library}[name](page)
        (folder / f"{name}.png").write_bytes(reduce_colours(page.screenshot()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(
        prog="page_pictures", description="Take the pictures of the page for the READMEs."
    )
    parser.add_argument("url")
    parser.add_argument("--folder", type=Path, default=Path(".github/images"))
    options = parser.parse_args(arguments)
    with open_browser() as browser:
        take(browser, options.url, options.folder)


if __name__ == "__main__":
    main()
