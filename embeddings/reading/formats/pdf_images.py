"""Which pages of a PDF are scans, and at which resolution they are to be rendered."""

from collections.abc import Iterator
from typing import Any, Protocol

from embeddings.layout.boxes import Box, PrintedPage
from embeddings.scans.images import MOST_PIXELS

_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE of fpdf_edit.h
_DEEPEST = 3  # forms within forms
_FEWEST_LETTERS = 20  # fewer are a stamp or a page number on a scan
_COVERED, _SOME = 0.7, 0.05  # share of a page that images cover: with a few letters, with none
_USUAL_DPI, _LOWEST_DPI, _HIGHEST_DPI, _POINTS = 200, 150, 300, 72  # _POINTS to the inch


class PagePixels(Protocol):
    """What is used of pdfium's page."""

    def get_size(self) -> tuple[float, float]:
        """Return width and height in points."""

    def get_objects(self, filter: list[int], max_depth: int) -> Iterator[Any]:  # noqa: A002
        """Yield what is drawn on it."""


def is_scan(page: PagePixels, printed: PrintedPage) -> bool:
    """Return whether images cover most of a page with next to no text."""
    letters = sum(not glyph.text.isspace() for glyph in printed.glyphs)
    if letters > _FEWEST_LETTERS or not printed.width or not printed.height:
        return False
    covered = sum(
        box.width * box.height for box, _ in _find_images(page, printed.width, printed.height)
    )
    return covered >= (_COVERED if letters else _SOME) * printed.width * printed.height


def _find_images(page: PagePixels, width: float, height: float) -> Iterator[tuple[Box, float]]:
    """Yield the place of each image on a page of this size, and its pixels per point."""
    for item in page.get_objects(filter=[_IMAGE], max_depth=_DEEPEST):
        left, bottom, right, top = item.get_bounds()
        box = Box(left, bottom, min(right, left + width), min(top, bottom + height))
        columns, _ = item.get_px_size()
        if box.width > 1 and box.height > 1:
            yield box, columns / (right - left)


def choose_scale(page: PagePixels) -> float:
    """Return the pixels per point: those of the page's largest image, within limits."""
    width, height = page.get_size()
    images = list(_find_images(page, width, height))
    largest = max(images, key=lambda item: item[0].width * item[0].height, default=None)
    own = largest[1] if largest else _USUAL_DPI / _POINTS
    scale = min(max(own, _LOWEST_DPI / _POINTS), _HIGHEST_DPI / _POINTS)
    return float(min(scale, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5))
