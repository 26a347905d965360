"""The results of an evaluation as Markdown."""

from collections.abc import Iterator, Sequence

from scripts.benchmarks.benchmark import SEED
from scripts.benchmarks.bootstrap import RESAMPLES
from scripts.benchmarks.markdown import interval, signed_interval, table
from scripts.benchmarks.metrics import METRICS
from scripts.benchmarks.results import MAIN_METRIC, BenchmarkResult, Quality, Results
from scripts.benchmarks.stages import BASELINE, PASSAGES, PRODUCT

_NOTE = f"""\
`words` is BM25 over jieba's words alone, `terms` the sum of BM25 over words, character bigrams and
characters, `vectors` the static encoder alone, `meaning` the transformer alone, `without meaning`
the product's retriever before the transformer has encoded anything, `full` the product's retriever
afterwards. All rank the same passages;
a document takes the rank of its best passage among the first {PASSAGES}. In brackets: 95 %
bootstrap percentile intervals over queries ({RESAMPLES} resamples, seed {SEED}). R@k is the share
of a query's right documents among the first k. `full` − `terms` is paired: below 0 the product
loses to its own BM25; an interval that contains 0 shows no difference. Latency is the time `full`
takes to return {PASSAGES} passages, one query after the other."""


def markdown(results: Results) -> str:
    """Return the figures, what they mean, and how they were made."""
    parts = (
        "# Retrieval quality",
        table(("bench", "stage", *METRICS), _quality_rows(results.by_heading)),
        table(
            ("bench", "documents", "passages", "queries", "p50 ms", "p99 ms"),
            map(_size_row, results.benches),
        ),
        table(
            ("bench", f"{MAIN_METRIC}, {PRODUCT} − {BASELINE}"),
            ((name, signed_interval(quality.gain)) for name, quality in results.by_heading.items()),
        ),
        _NOTE,
        f"Made with `{results.command}` on {results.machine}. Encoder: {results.encoder}.",
    )
    return "\n\n".join(parts) + "\n"


def _quality_rows(by_heading: dict[str, Quality]) -> Iterator[Sequence[str]]:
    for name, quality in by_heading.items():
        for stage, metrics in quality.stages.items():
            yield (name, stage, *(interval(metrics[metric]) for metric in METRICS))


def _size_row(bench: BenchmarkResult) -> Sequence[str]:
    counts = (f"{count:,}" for count in (bench.documents, bench.passages, bench.queries))
    return (bench.name, *counts, f"{bench.latency.p50_ms:.1f}", f"{bench.latency.p99_ms:.1f}")
