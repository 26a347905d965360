"""Find the rules of a page: long, thin, dark lines between its columns and stories."""

from collections.abc import Iterator, Sequence

from embeddings.layout.boxes import Box, Glyph
from embeddings.scans.pixels import Mask, Region, close_mask, find_regions, open_mask

_LENGTH = 0.03  # of the longer side: a shorter line is part of a character
_THICKEST = 0.006  # of the longer side
_SLENDER = 12  # length to thickness
_LONGEST_STROKE = 1.3  # of the size
_BREAK = 5  # pixels that a rule may be interrupted


def find_rules(ink: Mask, glyphs: Sequence[Glyph]) -> list[Box]:
    """Return the horizontal and vertical rules of a straight page; no strokes of its glyphs."""
    length = max(8, round(_LENGTH * max(ink.shape)))
    thickest = max(3, round(_THICKEST * max(ink.shape)))
    across = find_regions(open_mask(close_mask(ink, _BREAK, 1), length, 1))
    down = find_regions(open_mask(close_mask(ink, 1, _BREAK), 1, length))
    found = [*_choose(across, thickest), *_choose(down, thickest)]
    return [rule for rule in found if not any(_is_stroke(rule, glyph) for glyph in glyphs)]


def _is_stroke(rule: Box, glyph: Glyph) -> bool:
    """Return whether the line is no longer than a character, and within one."""
    middle = (rule.left + rule.right) / 2, (rule.top + rule.bottom) / 2
    return max(rule.width, rule.height) <= _LONGEST_STROKE * glyph.size and glyph.box.contains(
        *middle
    )


def _choose(regions: list[Region], thickest: int) -> Iterator[Box]:
    for region in regions:
        width, height = region.right - region.left, region.bottom - region.top
        length, thickness = max(width, height), min(width, height)
        if thickness <= thickest and length >= _SLENDER * thickness:
            yield Box(*map(float, region[:4]))
