"""The results of a fit as Markdown."""

from scripts.answers.results import FitResults
from scripts.benchmarks.markdown import table

_NOTE = """\
Held out: the documents of one half, chosen by a hash of their ids, with all their questions. A
question is answered rightly when the quote shown, of at most 120 characters, holds an accepted
answer and comes from a right document. Only the first case has an answer; the others are the
question with the right article taken out, put to a foreign collection, or with one piece replaced
(see `scripts/answers/near_misses.py`). Expected calibration error: 15 bins of equal mass (Naeini et
al. 2015; Guo et al. 2017). Precision: the share of the answered that is right; recall: the share of
the answerable that is answered rightly; the same for declining."""


def markdown(results: FitResults) -> str:
    """Return the figures, what they mean, and how they were made."""
    parts = (
        "# How sure is it",
        "![Reliability diagram](reliability.svg)",
        f"Expected calibration error {results.calibration.error:.3f}, Brier score "
        f"{results.calibration.brier:.3f}, with {results.answerable:.0%} of the questions "
        f"answerable; area under the curve {results.auc:.3f}.",
        _levels(results),
        _origins(results),
        "# Which window",
        _kinds(results),
        _NOTE,
        f"Made with `{results.command}` on {results.machine}.",
    )
    return "\n\n".join(parts) + "\n"


def _levels(results: FitResults) -> str:
    header = ("strictness", "answers from", "precision", "recall", "declined rightly")
    rows = (
        (
            level.strictness,
            str(level.threshold),
            *map(_share, (level.precision, level.recall)),
            *map(_share, (level.decline_precision, level.decline_recall)),
        )
        for level in results.levels
    )
    return table((*header, "of those to decline"), rows)


def _origins(results: FitResults) -> str:
    rows = (
        (one.origin, f"{one.cases:,}", _share(one.confidence), _share(one.answered))
        for one in results.origins
    )
    return table(("case", "cases", "mean confidence", "answered when balanced"), rows)


def _kinds(results: FitResults) -> str:
    rows = (
        (one.kind, f"{one.questions:,}", _share(one.before), _share(one.after))
        for one in results.kinds
    )
    return table(("kind", "questions", "shipped weights", "fitted weights"), rows)


def _share(value: float) -> str:
    return f"{value:.3f}"
