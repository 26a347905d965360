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
        and any(fold_without_spaces(one) in text for one in accepted),
    )


def short_rows(scored: Sequence[tuple[str, ShortAnswerScore]]) -> tuple[ShortRow, ...]:
    """Return the means by kind and over all; ``scored`` pairs each score with its item's kind."""
    kinds = dict.fromkeys(kind for kind, _ in scored)
    rows = (_row(kind, [one for other, one in scored if other == kind]) for kind in kinds)
    return (*rows, _row("all short", [one for _, one in scored]))


def _row(kind: str, scored: Sequence[ShortAnswerScore]) -> ShortRow:
    count = len(scored) or 1
    return ShortRow(
        kind=kind,
        items=len(scored),
        exact=sum(one.exact for one in scored) / count,
        f1=sum(one.f1 for one in scored) / count,
        holds=sum(one.holds for one in scored) / count,
    )
