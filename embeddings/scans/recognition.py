"""Recognise a scanned page: straighten it, and read its characters with their places."""

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.layout.boxes import Glyph, PrintedPage
from embeddings.scans.detection import detect_lines
from embeddings.scans.fragments import join_fragments
from embeddings.scans.glyphs import MeasuredLine, build_glyphs, measure_line
from embeddings.scans.images import Image
from embeddings.scans.lines import read_lines
from embeddings.scans.models import Models
from embeddings.scans.orientation import find_quarter_turns
from embeddings.scans.pixels import Mask, even_out, find_threshold, rotate, scale
from embeddings.scans.rules import find_rules
from embeddings.scans.sizes import unify_sizes
from embeddings.scans.straightening import measure_skew
from embeddings.scans.vertical_lines import read_upright

_SHADOW = 0.05  # of the longer side: shadows and stains are wider than this
_MOST_PIXELS = 24_000_000  # a newspaper's page, 40 × 60 cm, at 250 dpi
_HEAVIER = 1.35  # than the usual weight of type: bold


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


def recognize(image: Image, models: Models, number: int = 1) -> PrintedPage:
    """Return what a page says, in pixels of the straightened page.

    Args:
        image: grey levels, uint8 of shape ``(height, width)``.
        models: that read it.
        number: of the page.
    """
    even = _even_out(image)
    turn = _measure_turn(even, models)
    straight = turn_image(even, turn)
    ink = find_ink(straight)
    boxes = join_fragments(detect_lines(straight, models))
    lines = read_upright(read_lines(straight, boxes, models), straight, ink, models)
    measured = [measure_line(line, ink) for line in lines]
    height, width = straight.shape
    glyphs = _build_glyphs(measured)
    return PrintedPage(number, width, height, glyphs, tuple(find_rules(ink, glyphs)), turn.degrees)


def measure_turn(image: Image, models: Models) -> Turn:
    """Return how ``recognize`` turns a page."""
    return _measure_turn(_even_out(image), models)


def _measure_turn(even: Image, models: Models) -> Turn:
    skew = measure_skew(find_ink(even))
    straight = turn_image(even, Turn(skew, 0))
    return Turn(skew, find_quarter_turns(straight, find_ink(straight), models))


def turn_image(image: NDArray[np.uint8], turn: Turn) -> NDArray[np.uint8]:
    """Return an image, grey or in colour, turned like that."""
    straight = rotate(image, turn.skew) if turn.skew else image
    return np.ascontiguousarray(np.rot90(straight, turn.quarters))


def _even_out(image: Image) -> Image:
    image = _limit(image)
    return even_out(image, round(_SHADOW * max(image.shape)))


def _limit(image: Image) -> Image:
    """Return the image, made smaller if it has more pixels than legible type needs."""
    factor = (_MOST_PIXELS / image.size) ** 0.5
    if factor >= 1:
        return image
    height, width = image.shape
    return scale(image, round(factor * width), round(factor * height))


def find_ink(image: Image) -> Mask:
    """Return where an evenly lit page is printed on."""
    return image < min(find_threshold(image), 200.0)


def _build_glyphs(lines: Sequence[MeasuredLine]) -> tuple[Glyph, ...]:
    sizes = unify_sizes([(line.size, len(line.placed)) for line in lines])
    weights = [line.weight for line in lines for _ in line.placed]
    usual = median(weights) if weights else 0.0
    ordered = sorted(
        zip(lines, sizes, strict=True),
        key=lambda pair: (pair[0].line.box.top, pair[0].line.box.left),
    )
    return tuple(
        glyph
        for line, size in ordered
        for glyph in build_glyphs(line, size, bold=line.weight > _HEAVIER * usual)
    )
