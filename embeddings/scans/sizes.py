"""Sizes of type: lines set in one size are measured a little differently; make them equal."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

_SAME = 0.12  # share by which measures of one size differ


def unify_sizes(measures: Sequence[tuple[float, int]]) -> list[float]:
    """Return the size of each line, given its measured size and its number of characters.

    The size that most characters have comes first; what is near to it has it too.
    """
    left = sorted(range(len(measures)), key=lambda place: measures[place][0])
    sizes = [size for size, _ in measures]
    while left:
        start, end = _find_largest_group([measures[place] for place in left])
        group = left[start:end]
        total = sum(measures[place][1] for place in group) or 1
        mean = sum(measures[place][0] * measures[place][1] for place in group) / total
        for place in group:
            sizes[place] = round(mean, 2)
        del left[start:end]
    return sizes


def _find_largest_group(ordered: Sequence[tuple[float, int]]) -> tuple[int, int]:
    """Return the range of ascending measures near to one of them that has most characters."""
    sizes = [size for size, _ in ordered]
    before = [0, *accumulate(characters for _, characters in ordered)]
    ranges = [
        (bisect_left(sizes, size * (1 - _SAME)), bisect_right(sizes, size * (1 + _SAME)))
        for size in sizes
    ]
    return max(ranges, key=lambda near: before[near[1]] - before[near[0]])
