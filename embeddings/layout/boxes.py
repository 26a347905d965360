"""Rectangles of a page, its characters and what they are printed with."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

ASCENT = 0.88
"""How far type reaches above the baseline, as a share of its size (OpenType's default)."""


class Box(NamedTuple):
    """A rectangle; ``left <= right`` and ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """The horizontal extent."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The vertical extent."""
        return self.bottom - self.top

    def transpose(self) -> "Box":
        """Return it with x and y exchanged."""
        return Box(self.top, self.left, self.bottom, self.right)

    def contains(self, x: float, y: float) -> bool:
        """Return whether the point is inside or on the edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Glyph(NamedTuple):
    """A printed character.

    Attributes:
        text: what it says, mostly one character.
        box: where it is.
        baseline: y of the line that it stands on.
        size: the size of its type.
        bold: whether its type is heavy.
        angle: of its line to the horizontal, counterclockwise: 0, 90, 180, 270, or -1 if oblique.
        confidence: how sure the reading is, 0 to 1; a text layer is certain.
        place: where it is on its page as it lies, if that was turned.
    """

    text: str
    box: Box
    baseline: float
    size: float
    bold: bool = False
    angle: int = 0
    confidence: float = 1.0
    place: Box | None = None


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page as printed.

    Attributes:
        number: from 1.
        width: of the page.
        height: of the page.
        glyphs: its characters in the order of drawing.
        rules: its straight lines, horizontal or vertical, as thin boxes.
        skew: of a scan: by how many degrees it was turned, counterclockwise, to be upright.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Box, ...] = ()
    skew: float = 0.0


def unite(boxes: Iterable[Box]) -> Box:
    """Return the smallest box that contains all ``boxes``, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def scale_page(page: PrintedPage, factor: float) -> PrintedPage:
    """Return the page with all lengths multiplied by ``factor``."""
    return replace(
        page,
        width=page.width * factor,
        height=page.height * factor,
        glyphs=tuple(_scale_glyph(glyph, factor) for glyph in page.glyphs),
        rules=tuple(_scale_box(rule, factor) for rule in page.rules),
    )


def _scale_box(box: Box, factor: float) -> Box:
    return Box(*(edge * factor for edge in box))


def _scale_glyph(glyph: Glyph, factor: float) -> Glyph:
    return glyph._replace(
        box=_scale_box(glyph.box, factor),
        baseline=glyph.baseline * factor,
        size=glyph.size * factor,
    )
