"""Take the pictures of the page that the READMEs show.

    python -m scripts.page_pictures URL [--folder .github/images]

A server with the bundled collection must answer at URL. The pictures have a palette of 64 colours,
a third of the size and hardly to be told from the originals.
"""

import argparse
import base64
import shutil
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright

QUESTION = "绿东村街道开通的微信公共平台叫什么名字?"
WIDTH, HEIGHT = 1280, 800
COLOURS = 64
_PIXELS = """
async (png) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const drawing = canvas.getContext("2d");
  drawing.drawImage(bitmap, 0, 0);
  const bytes = drawing.getImageData(0, 0, bitmap.width, bitmap.height).data;
  let text = "";
  for (let n = 0; n < bytes.length; n += 8192) text += String.fromCharCode(...bytes.subarray(n, n + 8192));
  return btoa(text);
}
"""  # noqa: E501


def answer(page: Page) -> None:
    """Ask, and open the article beside the answer."""
    page.locator("#question").fill(QUESTION)
    page.locator("#question").press("Enter")
    page.locator(".feedback").wait_for()
    page.locator("a.open").first.click()
    page.locator("#panel mark").first.wait_for()
    page.locator(".turn").evaluate("(turn) => turn.scrollIntoView()")


def library(page: Page) -> None:
    """Show the library."""
    page.goto(f"{page.url.partition('#')[0]}#/library")
    page.locator(".articles tbody tr").first.wait_for()
    page.mouse.move(0, 0)


def picture(page: Page, blank: Page) -> bytes:
    """Return a PNG of what the page shows, with few colours."""
    shot = base64.b64encode(page.screenshot()).decode()
    raw = base64.b64decode(blank.evaluate(_PIXELS, shot))
    return png(np.frombuffer(raw, np.uint8).reshape(HEIGHT, WIDTH, 4)[:, :, :3])


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Write pixels, (height, width, 3), with the palette of their most frequent colours."""
    height, width, _ = pixels.shape
    shades, number, counts = np.unique(
        pixels.reshape(-1, 3).astype(np.int32), axis=0, return_inverse=True, return_counts=True
    )
    frequent = _frequent(shades[np.argsort(-counts)])
    nearest = np.abs(shades[:, None] - frequent[None]).sum(axis=2).argmin(axis=1)
    rows = nearest[number].astype(np.uint8).reshape(height, width)
    body = np.hstack(
        [np.zeros((height, 1), np.uint8), rows]
    ).tobytes()  # a 0: rows are not filtered
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = frequent.astype(np.uint8).tobytes()
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(body, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _frequent(shades: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the first shades, most frequent first, of those that differ in low bits only."""
    _, first = np.unique(shades >> 3, axis=0, return_index=True)
    chosen: NDArray[np.int32] = shades[np.sort(first)[:COLOURS]]
    return chosen


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def take(browser: Browser, url: str, folder: Path) -> None:
    """Write both pictures."""
    blank = browser.new_page()
    views: list[tuple[str, Literal["light", "dark"]]] = [("answer", "light"), ("library", "dark")]
    for name, theme in views:
        size = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_page(viewport=size, color_scheme=theme)  # type: ignore[arg-type] # as documented
        page.goto(url, wait_until="networkidle")
        {"answer": answer, "library": library}[name](page)
        (folder / f"{name}.png").write_bytes(picture(page, blank))


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="page_pictures", description="Picture the page.")
    parser.add_argument("url")
    parser.add_argument("--folder", type=Path, default=Path(".github/images"))
    given = parser.parse_args(arguments)
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        take(browser, given.url, given.folder)


if __name__ == "__main__":
    main()
