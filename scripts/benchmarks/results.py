"""The nouns of an evaluation's outcome. No IO."""

from dataclasses import dataclass

from scripts.benchmarks.bootstrap import Estimate, Means
from scripts.benchmarks.metrics import METRICS
from scripts.benchmarks.stages import BASELINE, PRODUCT, STAGES

CHIEF = METRICS[0]
"""The metric that is compared and drawn."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The metrics of every stage.

    Attributes:
        stages: stage → metric → mean with interval.
        gain: how much more MRR@10 the product has than its BM25 alone; the interval is paired.
    """

    stages: dict[str, dict[str, Estimate]]
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that the product's retrieval takes, one query after the other."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """The figures of one bench."""

    name: str
    documents: int
    passages: int
    queries: int
    quality: Quality
    latency: Latency


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of one run.

    Attributes:
        command: how to make them again.
        machine: where they were made.
        encoder: name and fingerprint.
        mean: over benches, each counting the same.
    """

    command: str
    machine: str
    encoder: str
    benches: tuple[BenchmarkResult, ...]
    mean: Quality

    @property
    def shown(self) -> dict[str, Quality]:
        """The quality under each heading: every bench, and the mean when there are several."""
        named = {bench.name: bench.quality for bench in self.benches}
        mean = {f"mean of {len(named)}": self.mean}
        return named | mean if len(named) > 1 else named


def quality(means: Means) -> Quality:
    """Name the figures of ``(stages, metrics)`` means."""
    chief = METRICS.index(CHIEF)
    names = list(STAGES)
    stages = {
        stage: {metric: means.estimate(row, column) for column, metric in enumerate(METRICS)}
        for row, stage in enumerate(names)
    }
    gain = means.gain(names.index(PRODUCT), names.index(BASELINE), chief)
    return Quality(stages, gain)
