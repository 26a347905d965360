"""Turn a scanned page upright and straight: to be read, and again to be shown."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.layout.boxes import Box
from embeddings.scans.images import Image
from embeddings.scans.pixels import Mask, even_out, find_threshold, rotate, scale
from embeddings.scans.straightening import measure_skew

_SHADOW = 0.05  # of the longer side: shadows and stains are wider than this
_MOST_PIXELS = 24_000_000  # a newspaper's page, 40 × 60 cm, at 250 dpi
_QUARTERS = range(4)


class Turn(NamedTuple):
    """How a page is turned counterclockwise before it is read.

    Attributes:
        skew: degrees, to make it straight; its size stays.
        quarters: then, how many quarters.
    """

    skew: float
    quarters: int

    @property
    def degrees(self) -> float:
        """The whole angle."""
        return self.skew + 90 * self.quarters


def recall_turn(image: Image, lines: Sequence[Box]) -> Turn:
    """Return how a page was turned before it was read, without reading it.

    Args:
        image: of the page.
        lines: where its text was found, as shares of the sides of the turned page: the page lay as
            its ink fits them best.
    """
    even = even_out_page(image)
    skew = measure_skew(find_ink(even))
    ink = find_ink(turn_image(even, Turn(skew, 0)))
    return Turn(skew, max(_QUARTERS, key=lambda n: _measure_fit(np.rot90(ink, n), lines)))


def _measure_fit(ink: Mask, lines: Sequence[Box]) -> int:
    """Return how many pixels of ink are in the lines."""
    height, width = ink.shape
    covered = np.zeros(ink.shape, np.bool_)
    for left, top, right, bottom in lines:
        rows = slice(round(top * height), round(bottom * height))
        covered[rows, round(left * width) : round(right * width)] = True
    return int(np.count_nonzero(ink & covered))


def turn_image(image: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Return an image, grey or in colour, turned like that."""
    straight = rotate(image, turn.skew) if turn.skew else image
    return np.ascontiguousarray(np.rot90(straight, turn.quarters))


def even_out_page(image: Image) -> Image:
    """Return a page evenly lit, and smaller if it has more pixels than legible type needs."""
    image = _limit(image)
    return even_out(image, round(_SHADOW * max(image.shape)))


def _limit(image: Image) -> Image:
    factor = (_MOST_PIXELS / image.size) ** 0.5
    if factor >= 1:
        return image
    height, width = image.shape
    return scale(image, round(factor * width), round(factor * height))


def find_ink(image: Image) -> Mask:
    """Return where an evenly lit page is printed on."""
    return image < min(find_threshold(image), 200.0)
