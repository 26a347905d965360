"""The serif of masthead and headings: complete, small, free, and loaded last."""

from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, expect

from scripts.page_fonts import collect_characters
from tests.support.browser import visit
from tests.support.paths import ROOT

STATIC = ROOT / "service/web/static"
FONT = STATIC / "fonts/wenbao-serif-bold.woff2"
MOST_BYTES = 300_000
USED = """
async () => (await document.fonts.ready).check('700 20px "Wenbao Serif"', "问报")
"""
SHIFTS = """
async () => {
  let sum = 0;
  const add = (entries) => entries.forEach(({ value }) => { sum += value; });
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  for (let frame = 0; frame < 5; frame += 1) await new Promise(requestAnimationFrame);
  add(observer.takeRecords());
  return sum;
}
"""


def test_font_has_all_characters_of_the_texts_of_the_page() -> None:
    with TTFont(FONT) as font:
        known = set(font.getBestCmap())
    characters = collect_characters(STATIC)
    assert len(characters) > 400
    han = [one for one in characters if "\u4e00" <= one <= "\u9fff"]
    assert [one for one in han if ord(one) not in known] == []


def test_font_is_small_and_its_licence_lies_beside_it() -> None:
    assert FONT.stat().st_size <= MOST_BYTES
    licence = (STATIC / "fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
    assert "Adobe" in licence
    assert "PERMISSION" in licence


def test_font_is_loaded_last_and_hardly_moves_anything(browser: Browser, server_url: str) -> None:
    with visit(browser) as reader:
        page = reader.page
        page.goto(server_url, wait_until="networkidle")
        expect(page.locator(".masthead")).to_be_visible()
        assert page.evaluate(USED)
        family = page.locator(".masthead").evaluate("(node) => getComputedStyle(node).fontFamily")
        assert family.startswith('"Wenbao Serif"')
        fetched = [address.rpartition("/")[2] for address in reader.requested]
        assert fetched.index("fonts.css") > fetched.index("composer.js")
        assert page.evaluate(SHIFTS) < 0.1
        assert reader.complaints == []
