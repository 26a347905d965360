"""Join the parts of a line centred under a headline: its gaps may stand over gutters below."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from embeddings.layout.boxes import Box, unite
from embeddings.layout.strips import Strip, build_strip

_LARGE = 1.2  # times the size of the text
_UNDER = 4.0  # sizes below the headline that are looked at
_ROW = 0.4  # of the size: how far the middles of one row may be apart
_GAP = 2.5  # sizes between the parts
_CENTERED = 0.8  # sizes off the middle of the headline
_WIDER = 1.0  # sizes that the lines below reach out on both sides
_LONGEST = 40  # characters
_EDGE = 0.35  # sizes by which the edges of lines of one column differ


def join_centered(strips: Sequence[Strip], size: float) -> list[Strip]:
    """Return the strips; the parts of a byline or subtitle are one. ``size`` is of the text."""
    level = [strip for strip in strips if not strip.crosswise]
    result = list(strips)
    for head in level:
        if head.size >= _LARGE * size:
            row = _find_row(head, level, size)
            if len(row) > 1 and all(strip in result for strip in row):
                result = [strip for strip in result if strip not in row]
                result.append(build_strip([letter for strip in row for letter in strip.letters]))
    return sorted(result, key=lambda strip: (strip.box.top, strip.box.left))


def _find_row(head: Strip, strips: Iterable[Strip], size: float) -> list[Strip]:
    """Return the parts of a line under a headline, from left to right; none if there are none."""
    under = [
        strip
        for strip in strips
        if head.box.bottom - size / 2 <= strip.box.top <= head.box.bottom + _UNDER * size
        and strip.size < _LARGE * size
    ]
    inside = [s for s in under if head.box.left <= s.box.left and s.box.right <= head.box.right]
    if not inside:
        return []
    first = min(inside, key=lambda strip: strip.box.top)
    row = sorted(
        (strip for strip in under if abs(_find_middle(strip) - _find_middle(first)) <= _ROW * size),
        key=lambda strip: strip.box.left,
    )
    box = unite(strip.box for strip in row)
    is_line = (
        all(b.box.left - a.box.right <= _GAP * size for a, b in pairwise(row))
        and sum(len(strip.letters) for strip in row) <= _LONGEST
        and abs(box.left + box.right - head.box.left - head.box.right) / 2 <= _CENTERED * size
        and _is_over_wider(box, [strip.box for strip in under if strip not in row], size)
        and not _is_in_columns(row, [s.box for s in strips if s not in row], size)
    )
    return row if is_line else []


def _find_middle(strip: Strip) -> float:
    return (strip.box.top + strip.box.bottom) / 2


def _is_in_columns(row: Sequence[Strip], others: Iterable[Box], size: float) -> bool:
    """Return whether all gaps of a row are those of the lines below: it is the first of columns."""
    loose, top = _EDGE * size, row[0].box.bottom - size / 2
    below = [other for other in others if top <= other.top <= top + _UNDER * size]
    return all(
        any(abs(other.right - before.box.right) <= loose for other in below)
        and any(abs(other.left - strip.box.left) <= loose for other in below)
        for before, strip in pairwise(row)
    )


def _is_over_wider(box: Box, others: Iterable[Box], size: float) -> bool:
    """Return whether the lines right below reach out on both sides."""
    below = [other for other in others if other.top >= box.bottom - size / 2]
    if not below:
        return False
    around = unite(below)
    return around.left < box.left - _WIDER * size and around.right > box.right + _WIDER * size
