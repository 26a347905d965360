"""Whether confidence is calibrated: of the answers with 70, about 70 in 100 are right."""

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 15


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of similar confidence.

    Attributes:
        weight: their total weight; their number, if every answer weighs 1.
        confidence: their mean confidence, in 0..1.
        right: the share of them that is right.
    """

    weight: float
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidence differs from the share of right answers.

    Attributes:
        bins: from the least to the most confident, of about equal weight.
        error: expected calibration error: the weighted mean, over the bins, of the difference
            between confidence and right (Naeini et al. 2015, "Obtaining Well Calibrated
            Probabilities Using Bayesian Binning"; with 15 bins as in Guo et al. 2017, "On
            Calibration of Modern Neural Networks"; bins of equal mass, since confidences cluster
            at both ends).
        brier: mean squared difference of confidence and outcome (Brier 1950).
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float


def calibration(
    confidences: Sequence[float], right: Sequence[bool], weights: Sequence[float] | None = None
) -> Calibration:
    """Compare confidences in 0..1 with outcomes; by default every answer weighs 1.

    Answers of equal confidence share a bin, so there may be fewer than ``BINS``.
    """
    row_weights = weights if weights is not None else [1.0] * len(confidences)
    rows = sorted(zip(confidences, right, row_weights, strict=True))
    total = sum(row_weights) or 1.0
    bins = tuple(_split_into_bins(rows, total / BINS))
    error = sum(b.weight * abs(b.confidence - b.right) for b in bins) / total
    brier = sum(weight * (confidence - hit) ** 2 for confidence, hit, weight in rows) / total
    return Calibration(bins, error, brier)


_Row = tuple[float, bool, float]


def _split_into_bins(rows: Sequence[_Row], mass: float) -> list[Bin]:
    """Split sorted rows into bins of about ``mass`` weight each."""
    bins: list[Bin] = []
    first, filled = 0, 0.0
    for place, (confidence, _, weight) in enumerate(rows, 1):
        filled += weight
        full = filled >= mass * (len(bins) + 1) - 1e-9
        last = place == len(rows)
        if last or (full and rows[place][0] > confidence):
            bins.append(_build_bin(rows[first:place]))
            first = place
    return bins


def _build_bin(rows: Sequence[_Row]) -> Bin:
    weight = sum(weight for _, _, weight in rows)
    return Bin(
        weight=weight,
        confidence=sum(weight * confidence for confidence, _, weight in rows) / weight,
        right=sum(weight for _, hit, weight in rows if hit) / weight,
    )
