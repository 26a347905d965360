"""Turn pages so that their lines run from left to right, one below the other.

Vertical Chinese becomes horizontal: its first column, the rightmost, is then the top line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from embeddings.layout.boxes import ASCENT, Box, Glyph, PrintedPage

_OFF_AXIS = 0.3  # of the size
_LONGEST_STEP = 2.2  # of the size, from one character to the next
_SHORTEST_STEP = 0.6
_DOWNWARDS = 270


def turn_upright(page: PrintedPage) -> Iterator[PrintedPage]:
    """Yield the page once for each direction of its lines, the commonest first.

    Oblique characters are left out: they are watermarks.
    """
    if _is_vertical(page.glyphs):
        upright = [glyph for glyph in page.glyphs if glyph.angle in {0, _DOWNWARDS}]
        turned = _turn(page, upright, _DOWNWARDS)
        yield replace(turned, glyphs=tuple(map(_center, turned.glyphs)))
        return
    angles = Counter(glyph.angle for glyph in page.glyphs if glyph.angle >= 0)
    for angle, _ in angles.most_common() or [(0, 0)]:
        yield _turn(page, [glyph for glyph in page.glyphs if glyph.angle == angle], angle)


def turn_page(page: PrintedPage, clockwise: int) -> PrintedPage:
    """Return the page turned by 0, 90, 180 or 270 degrees, and its lines with it."""
    if not clockwise:
        return page
    turned = _turn(page, [], clockwise)
    width, height = page.width, page.height
    glyphs = tuple(_turn_along(glyph, clockwise, width, height) for glyph in page.glyphs)
    return replace(turned, glyphs=glyphs)


def _turn_along(glyph: Glyph, clockwise: int, width: float, height: float) -> Glyph:
    """Return the glyph as it is on the turned page. The baseline of a line that runs up is an x."""
    is_level = glyph.angle % 180 == 0
    baselines = {
        90: height - glyph.baseline if is_level else glyph.baseline,
        180: (height if is_level else width) - glyph.baseline,
        270: glyph.baseline if is_level else width - glyph.baseline,
    }
    return glyph._replace(
        box=_turn_box(glyph.box, clockwise, width, height),
        baseline=baselines[clockwise],
        angle=(glyph.angle - clockwise) % 360 if glyph.angle >= 0 else glyph.angle,
    )


def _is_vertical(glyphs: Iterable[Glyph]) -> bool:
    """Return whether upright characters mostly follow each other downwards."""
    balance = 0
    for before, glyph in pairwise(filter(_is_upright, glyphs)):
        across, down = _measure_step(before, glyph)
        if across < _OFF_AXIS and _SHORTEST_STEP < down < _LONGEST_STEP:
            balance += 1
        elif abs(down) < _OFF_AXIS:
            balance -= 1
    return balance > 0


def _is_upright(glyph: Glyph) -> bool:
    return not glyph.angle and not glyph.text.isspace()


def _measure_step(before: Glyph, glyph: Glyph) -> tuple[float, float]:
    """Return how far the second is off the first's axis, and how far below, in type sizes."""
    a, b, size = before.box, glyph.box, max(before.size, 0.1)
    return abs(a.left + a.right - b.left - b.right) / 2 / size, (b.top - a.top) / size


def _turn(page: PrintedPage, glyphs: list[Glyph], angle: int) -> PrintedPage:
    if not angle:
        return replace(page, glyphs=tuple(glyphs))
    width, height = page.width, page.height
    is_quarter = angle != 180  # noqa: PLR2004 - degrees
    return PrintedPage(
        page.number,
        height if is_quarter else width,
        width if is_quarter else height,
        tuple(_turn_glyph(glyph, angle, width, height) for glyph in glyphs),
        tuple(_turn_box(rule, angle, width, height) for rule in page.rules),
    )


def _turn_box(box: Box, angle: int, width: float, height: float) -> Box:
    if angle == 90:  # noqa: PLR2004 - degrees; lines run upwards
        return Box(height - box.bottom, box.left, height - box.top, box.right)
    if angle == _DOWNWARDS:
        return Box(box.top, width - box.right, box.bottom, width - box.left)
    return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)


def _turn_glyph(glyph: Glyph, angle: int, width: float, height: float) -> Glyph:
    """Return the glyph with its box turned; what was its baseline lies at its turned bottom."""
    box = _turn_box(glyph.box, angle, width, height)
    baselines = {90: glyph.baseline, 180: height - glyph.baseline, 270: width - glyph.baseline}
    return glyph._replace(box=box, baseline=baselines[angle], angle=0, place=glyph.box)


def _center(glyph: Glyph) -> Glyph:
    """Return a character of a vertical line with the baseline that a horizontal line gives it."""
    middle = (glyph.box.top + glyph.box.bottom) / 2
    return glyph._replace(baseline=middle + (ASCENT - 0.5) * glyph.size)
