"""The results of fitting the confidence as Markdown."""

from collections.abc import Iterable

from scripts.answers.confidence_fit import ConfidenceResults
from scripts.benchmarks.markdown import table

_NOTE = """\
The questions were written on news articles, four answered and two not by each (none_year: some of
the answered with another year put in). They are asked among all articles of the set; the reader was
not trained on the articles they are about. A question is answered rightly when the quote shown
holds an accepted answer (for lists, most items) and comes from the right article. All figures are
by cross-validation over documents, in ten parts; the weights are fitted on all. Expected
calibration error: 15 bins of equal mass (Naeini et al. 2015; Guo et al. 2017). Precision: the share
of the answered that is right; recall: the share of the answerable that is answered rightly; the
same for declining."""


def render_markdown(results: ConfidenceResults) -> str:
    """Return the figures, what they mean, and how they were made."""
    parts = (
        "# How sure is it",
        "![Reliability diagram](reliability.svg)",
        f"Expected calibration error {results.calibration.error:.3f}, Brier score "
        f"{results.calibration.brier:.3f}, with {results.answerable:.0%} of the questions "
        f"answerable; area under the curve {results.auc_answerable:.3f} of answerable questions "
        f"against the others, {results.auc:.3f} of right answers against all others.",
        _render_levels(results),
        "Where the levels should begin, to answer .97 (lenient) and .90 (balanced) of the "
        "answerable questions and to decline .90 of the others (strict): "
        + ", ".join(f"{name} {least}" for name, least in results.thresholds.items())
        + ".",
        _render_kinds(results),
        _render_features(results),
        _NOTE,
        f"Made with `{results.command}` on {results.machine}.",
    )
    return "\n\n".join(parts) + "\n"


def _render_levels(results: ConfidenceResults) -> str:
    header = ("strictness", "answers from", "answered", "precision", "recall", "declined rightly")
    rows = (
        (
            level.strictness,
            str(level.threshold),
            f"{level.answered:.0f}",
            *_format((level.precision, level.recall)),
            *_format((level.decline_precision, level.decline_recall)),
        )
        for level in results.levels
    )
    return table((*header, "of those to decline"), rows)


def _render_kinds(results: ConfidenceResults) -> str:
    rows = (
        (one.kind, f"{one.questions:,}", *_format((one.confidence, one.right)))
        for one in results.kinds
    )
    return table(("kind", "questions", "mean confidence", "right"), rows)


def _render_features(results: ConfidenceResults) -> str:
    rows = (
        (name, f"{getattr(results.weights, name):.2f}", *_format([auc]))
        for name, auc in results.auc_alone.items()
    )
    return table(("feature", "weight", "AUC of answerable, alone"), rows)


def _format(values: Iterable[float]) -> tuple[str, ...]:
    return tuple(f"{value:.3f}" for value in values)
