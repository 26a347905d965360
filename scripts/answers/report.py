"""The results of a fit as Markdown."""

from collections.abc import Iterable, Sequence

from scripts.answers.results import FitResults

_NOTE = """\
Held out: the documents of one half, by a hash of their id, with all their questions. A question is
answered rightly when the quote that is shown, of at most 120 characters, holds an accepted answer
and comes from a right document. All cases but the first have no answer: the question asked with
the right article taken out, of a foreign collection, or with a piece exchanged (see
`scripts/answers/near_misses.py`). Expected calibration error: 15 bins of equal mass (Naeini et al.
2015; Guo et al. 2017). Precision: which share of the answered is right; recall: which share of the
answerable is answered rightly; the same of declining."""


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


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = (header, ["---"] * len(header), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _share(value: float) -> str:
    return f"{value:.3f}"
