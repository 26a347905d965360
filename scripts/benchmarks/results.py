"""The figures of an evaluation. No IO."""

from dataclasses import dataclass

from scripts.benchmarks.bootstrap import Estimate, Means
from scripts.benchmarks.metrics import METRICS
from scripts.benchmarks.stages import BASELINE, PRODUCT, STAGES

MAIN_METRIC = METRICS[0]
"""The metric that is compared and plotted."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The metrics of all stages.

    Attributes:
        stages: stage → metric → mean with interval.
        gain: MRR@10 of the product over its BM25 alone, with a paired interval.
    """

    stages: dict[str, dict[str, Estimate]]
    gain: Estimate


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds that the product's retrieval takes per query, one after the other."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """The figures of one benchmark."""

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
        command: how to reproduce them.
        machine: where they were measured.
        encoder: name and fingerprint.
        mean: over the benchmarks, all weighted equally.
    """

    command: str
    machine: str
    encoder: str
    benches: tuple[BenchmarkResult, ...]
    mean: Quality

    @property
    def by_heading(self) -> dict[str, Quality]:
        """The quality of every benchmark, and the mean of them when there are several."""
        named = {bench.name: bench.quality for bench in self.benches}
        mean = {f"mean of {len(named)}": self.mean}
        return named | mean if len(named) > 1 else named


def quality(means: Means) -> Quality:
    """Name the figures of ``(stages, metrics)`` means."""
    main = METRICS.index(MAIN_METRIC)
    names = list(STAGES)
    stages = {
        stage: {metric: means.estimate(row, column) for column, metric in enumerate(METRICS)}
        for row, stage in enumerate(names)
    }
    gain = means.gain(names.index(PRODUCT), names.index(BASELINE), main)
    return Quality(stages, gain)
