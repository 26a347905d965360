"""Frames: four rules around an item of a page."""

from collections.abc import Iterable, Iterator, Sequence

from embeddings.layout.boxes import Box

_LOOSE = 1.2  # sizes: how far rules may miss each other at a corner
_SMALLEST = 5.0  # sizes
_LARGEST = 0.85  # share of the page: a frame around all of it parts nothing


def find_frames(rules: Sequence[Box], page: Box, size: float) -> list[Box]:
    """Return the frames of a page that are in no other frame."""
    across = [rule for rule in rules if rule.width >= max(_SMALLEST * size, rule.height)]
    down = [rule for rule in rules if rule.height >= max(_SMALLEST * size, rule.width)]
    largest = _LARGEST * page.width * page.height
    found = sorted(
        (
            frame
            for frame in _find_corners(across, down, _LOOSE * size)
            if frame.width * frame.height < largest
        ),
        key=lambda frame: -frame.width * frame.height,
    )
    outer: list[Box] = []
    for frame in found:
        if not any(encloses(other, frame, _LOOSE * size) for other in outer):
            outer.append(frame)
    return outer


def encloses(outer: Box, inner: Box, loose: float = 0.0) -> bool:
    """Return whether one box contains the other, or misses it by no more than ``loose``."""
    return (
        outer.left - loose <= inner.left
        and outer.top - loose <= inner.top
        and inner.right <= outer.right + loose
        and inner.bottom <= outer.bottom + loose
    )


def _find_corners(across: Iterable[Box], down: Sequence[Box], loose: float) -> Iterator[Box]:
    """Yield the boxes between two rules down the page that rules across it join at both ends."""
    across = list(across)
    for left in down:
        for right in down:
            if right.left - left.right < _SMALLEST * loose:
                continue
            top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
            if abs(left.top - right.top) > 2 * loose or abs(left.bottom - right.bottom) > 2 * loose:
                continue
            tops = [r for r in across if _joins(r, left, right, top, loose)]
            bottoms = [r for r in across if _joins(r, left, right, bottom, loose)]
            if tops and bottoms and bottom - top >= _SMALLEST * loose:
                yield Box(left.left, top, right.right, bottom)


def _joins(rule: Box, left: Box, right: Box, y: float, loose: float) -> bool:
    return (
        abs((rule.top + rule.bottom) / 2 - y) <= 2 * loose
        and rule.left <= left.right + loose
        and rule.right >= right.left - loose
        and rule.width <= right.right - left.left + 2 * loose
    )
