"""Results as Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from scripts.benchmarks.benchmark import SEED
from scripts.benchmarks.bootstrap import RESAMPLES, Estimate
from scripts.benchmarks.metrics import METRICS
from scripts.benchmarks.results import CHIEF, BenchmarkResult, Quality, Results
from scripts.benchmarks.stages import BASELINE, PASSAGES, PRODUCT

_NOTE = f"""\
`words` is BM25 over jieba's words alone, `terms` the sum of BM25 over words, character bigrams and
characters, `vectors` the encoder alone, `full` the product's retriever. All rank the same passages;
a document ranks where its best passage does among the first {PASSAGES}. In brackets: 95 % bootstrap
percentile intervals over queries ({RESAMPLES} resamples, seed {SEED}). R@k is the share of a
query's right documents among the first k. `full` − `terms` is paired: below 0 the product loses
against its own BM25, and an interval that holds 0 tells no difference. Latency is what `full`
takes to return {PASSAGES} passages, one query after the other."""


def markdown(results: Results) -> str:
    """Return the figures, what they mean, and how they were made."""
    parts = (
        "# Retrieval quality",
        _table(("bench", "stage", *METRICS), _quality_rows(results.shown)),
        _table(
            ("bench", "documents", "passages", "queries", "p50 ms", "p99 ms"),
            map(_size_row, results.benches),
        ),
        _table(
            ("bench", f"{CHIEF}, {PRODUCT} − {BASELINE}"),
            ((name, _signed(each.gain)) for name, each in results.shown.items()),
        ),
        _NOTE,
        f"Made with `{results.command}` on {results.machine}. Encoder: {results.encoder}.",
    )
    return "\n\n".join(parts) + "\n"


def _quality_rows(shown: dict[str, Quality]) -> Iterator[Sequence[str]]:
    for name, each in shown.items():
        for stage, metrics in each.stages.items():
            yield (name, stage, *(_estimate(metrics[metric]) for metric in METRICS))


def _size_row(bench: BenchmarkResult) -> Sequence[str]:
    counts = (f"{count:,}" for count in (bench.documents, bench.passages, bench.queries))
    return (bench.name, *counts, f"{bench.latency.p50_ms:.1f}", f"{bench.latency.p99_ms:.1f}")


def _estimate(estimate: Estimate) -> str:
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def _signed(estimate: Estimate) -> str:
    text = f"{estimate.value:+.3f} ({estimate.low:+.3f} … {estimate.high:+.3f})"
    return text.replace("-", "−")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (header, ["---"] * len(header), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
