"""Repeated measurements and what is computed from them. No IO."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured several times, in the same unit; at least once."""

    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("a figure needs at least one measurement")

    @property
    def median(self) -> float:
        """The value in the middle."""
        return statistics.median(self.values)

    @property
    def low(self) -> float:
        """The smallest value."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest value."""
        return max(self.values)

    def per(self, amount: float) -> "Figure":
        """Return ``amount`` divided by each value: seconds become a speed."""
        return Figure(tuple(amount / value for value in self.values))

    def ratio(self, other: "Figure") -> float:
        """Return the median of the ratios to another figure, measurement by measurement.

        Both must come from the same rounds, so that what slows a round down slows both.
        """
        pairs = zip(self.values, other.values, strict=True)
        return statistics.median(mine / its for mine, its in pairs)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` of 100 values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def growth_exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Return k of the least-squares fit of cost = c · size^k: 1 is linear, 2 quadratic.

    ``sizes`` holds at least two different sizes.
    """
    slope, _ = statistics.linear_regression(list(map(math.log, sizes)), list(map(math.log, costs)))
    return slope
