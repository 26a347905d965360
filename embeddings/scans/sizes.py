"""Sizes of type: lines set in one size are measured a little differently; make them equal."""

from collections.abc import Sequence

_SAME = 0.12  # share by which measures of one size differ


def unify_sizes(measures: Sequence[tuple[float, int]]) -> list[float]:
    """Return the size of each line, given its measured size and its number of characters.

    The size that most characters have comes first; what is near to it has it too.
    """
    left = sorted(range(len(measures)), key=lambda place: measures[place][0])
    sizes = [size for size, _ in measures]
    while left:
        group = max(
            (_find_near(measures, left, place) for place in left),
            key=lambda near: sum(measures[item][1] for item in near),
        )
        total = sum(measures[item][1] for item in group) or 1
        mean = sum(measures[item][0] * measures[item][1] for item in group) / total
        for item in group:
            sizes[item] = round(mean, 2)
        left = [item for item in left if item not in set(group)]
    return sizes


def _find_near(measures: Sequence[tuple[float, int]], left: Sequence[int], place: int) -> list[int]:
    size = measures[place][0]
    return [item for item in left if abs(measures[item][0] - size) <= _SAME * size]
