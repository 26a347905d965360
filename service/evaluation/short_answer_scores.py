"""How well short answers match the accepted ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.text.normalize import fold_without_spaces
from service.evaluation.overlap import exact_match, f1

SHORT_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class ShortAnswerScore:
    """One short answer compared with the accepted ones.

    Attributes:
        exact: whether it is one of them.
        f1: see ``service.evaluation.overlap``, in 0..1.
        holds: whether it contains one of them and has at most ``SHORT_CHARACTERS``.
    """

    exact: bool
    f1: float
    holds: bool


@dataclass(frozen=True, slots=True)
class ShortRow:
    """Means over the items of a kind that call for a short answer, in 0..1."""

    kind: str
    items: int
    exact: float
    f1: float
    holds: float


def score_short_answer(answer: str, accepted: Sequence[str]) -> ShortAnswerScore | None:
    """Return the scores of ``answer``; None if no accepted answer is short."""
    if not accepted or min(map(len, accepted)) > SHORT_CHARACTERS:
        return None
    text = fold_without_spaces(answer)
    return ShortAnswerScore(
        exact=exact_match(answer, accepted),
        f1=f1(answer, accepted),
        holds=len(answer) <= SHORT_CHARACTERS
        and any(fold_without_spaces(expected) in text for expected in accepted),
    )


def average_short_scores(scored: Sequence[tuple[str, ShortAnswerScore]]) -> tuple[ShortRow, ...]:
    """Return the means by kind and over all; ``scored`` pairs each score with its item's kind."""
    kinds = dict.fromkeys(kind for kind, _ in scored)
    rows = (_build_row(kind, [score for other, score in scored if other == kind]) for kind in kinds)
    return (*rows, _build_row("all short", [score for _, score in scored]))


def _build_row(kind: str, scores: Sequence[ShortAnswerScore]) -> ShortRow:
    count = len(scores) or 1
    return ShortRow(
        kind=kind,
        items=len(scores),
        exact=sum(score.exact for score in scores) / count,
        f1=sum(score.f1 for score in scores) / count,
        holds=sum(score.holds for score in scores) / count,
    )
