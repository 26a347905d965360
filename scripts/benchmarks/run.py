"""Run the queries of a benchmark through every stage."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scripts.benchmarks.benchmark import Benchmark
from scripts.benchmarks.bootstrap import FloatArray
from scripts.benchmarks.collection import Collection
from scripts.benchmarks.metrics import score
from scripts.benchmarks.results import Latency
from scripts.benchmarks.stages import PRODUCT, STAGES, Search

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """How the stages did on one benchmark.

    Attributes:
        scores: ``(queries, stages, metrics)``, in the order of ``STAGES`` and ``METRICS``.
        latency: of the product's retrieval.
    """

    scores: FloatArray
    latency: Latency


def run(collection: Collection, bench: Benchmark, report: Report) -> Run:
    """Put every query to every stage, one at a time, in this thread."""
    scores: list[FloatArray] = []
    milliseconds: dict[str, FloatArray] = {}
    for stage, search in STAGES.items():
        report(f"{bench.name}: {len(bench.queries)} queries by {stage}")
        stage_scores, milliseconds[stage] = _search_all(search, collection, bench)
        scores.append(stage_scores)
    p50, p99 = np.percentile(milliseconds[PRODUCT], (50, 99))
    return Run(np.stack(scores, axis=1), Latency(float(p50), float(p99)))


def _search_all(
    search: Search, collection: Collection, bench: Benchmark
) -> tuple[FloatArray, FloatArray]:
    """Return ``(queries, metrics)`` scores and ``(queries,)`` milliseconds."""
    ranked: list[list[str]] = []
    milliseconds: list[float] = []
    for query in bench.queries:
        start = time.perf_counter()
        ranked.append(search(collection, query.text))
        milliseconds.append(1000 * (time.perf_counter() - start))
    return score(ranked, [query.right for query in bench.queries]), np.array(milliseconds)
