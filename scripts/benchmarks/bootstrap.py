"""Confidence intervals of means over queries: the percentile bootstrap.

Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scripts.benchmarks.benchmark import SEED

FloatArray = NDArray[np.float64]
RESAMPLES = 1000
_PERCENT = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Means:
    """Means over queries, ``(stages, metrics)``, and the same for resampled queries.

    All stages share their resamples, so that intervals of differences between stages are paired.
    """

    value: FloatArray
    resampled: FloatArray  # (RESAMPLES, stages, metrics)

    def estimate(self, stage: int, metric: int) -> Estimate:
        """Return a mean with its interval."""
        return _estimate(self.value[stage, metric], self.resampled[:, stage, metric])

    def gain(self, stage: int, baseline: int, metric: int) -> Estimate:
        """Return the mean of ``stage`` minus that of ``baseline``, with a paired interval."""
        value = self.value[stage, metric] - self.value[baseline, metric]
        resampled = self.resampled[:, stage, metric] - self.resampled[:, baseline, metric]
        return _estimate(value, resampled)


def resample(scores: FloatArray, name: str) -> Means:
    """Resample ``(queries, stages, metrics)`` scores, in the same way for the same ``name``."""
    count = len(scores)
    random = np.random.default_rng([SEED, zlib.crc32(name.encode())])
    drawn = random.multinomial(count, np.full(count, 1 / count), size=RESAMPLES)
    return Means(scores.mean(axis=0), np.tensordot(drawn, scores, axes=1) / count)


def average(benches: Sequence[Means]) -> Means:
    """Return the means over benchmarks, weighted equally whatever their number of queries."""
    value = np.mean([bench.value for bench in benches], axis=0)
    return Means(value, np.mean([bench.resampled for bench in benches], axis=0))


def _estimate(value: float, resampled: FloatArray) -> Estimate:
    low, high = np.percentile(resampled, _PERCENT)
    return Estimate(float(value), float(low), float(high))
