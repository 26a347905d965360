"""Tables and estimates as Markdown."""

from collections.abc import Iterable, Sequence

from scripts.benchmarks.bootstrap import Estimate


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = (header, ["---"] * len(header), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def interval(estimate: Estimate) -> str:
    """Return a mean with its interval in brackets."""
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def signed_interval(estimate: Estimate) -> str:
    """Return a difference with its interval in brackets, all with their signs."""
    text = f"{estimate.value:+.3f} ({estimate.low:+.3f} … {estimate.high:+.3f})"
    return text.replace("-", "−")
