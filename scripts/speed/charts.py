"""The pictures of a benchmark run."""

from collections.abc import Iterator

from scripts.benchmarks.plots import Bar, bar_plot
from scripts.speed.figures import Figure
from scripts.speed.results import BenchmarkRun, Comparison, Indexed

_MEGA, _KILO = 1e6, 1e3


def draw_all(run: BenchmarkRun) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the content of each picture."""
    if run.comparison:
        yield "benchmark-peers.svg", draw_comparison(run.comparison)
    if run.indexed:
        yield "benchmark-indexing.svg", draw_indexing(run.indexed)


def draw_comparison(comparison: Comparison) -> bytes:
    """Return an SVG of speeds and quality, the product first."""
    systems, thousands = comparison.systems, comparison.characters / _KILO
    quality = [
        Bar(each.title, each.quality.value, each.quality.low, each.quality.high) for each in systems
    ]
    return bar_plot(
        {
            "indexing, k chars/s": [
                _bar(each.title, each.index.wall.per(thousands)) for each in systems
            ],
            "search p50, ms": [_bar(each.title, each.p50) for each in systems],
            "MRR@10": quality,
        }
    )


def draw_indexing(indexed: tuple[Indexed, ...]) -> bytes:
    """Return an SVG of what each stage costs for a million characters."""
    return bar_plot(
        {
            f"{each.corpus},\nCPU s per million characters": [
                _bar(name, _scale(cost.cpu, _MEGA / each.characters))
                for name, cost in each.stages.items()
            ]
            for each in indexed
        }
    )


def _scale(figure: Figure, factor: float) -> Figure:
    return Figure(tuple(factor * value for value in figure.values))


def _bar(label: str, figure: Figure) -> Bar:
    return Bar(label.replace("`", ""), figure.median, figure.low, figure.high)
