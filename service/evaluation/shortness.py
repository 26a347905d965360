"""How well a short answer fits what is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.text.normalize import fold_without_spaces
from service.evaluation.overlap import exact_match, f1

SHORT_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Shortness:
    """One short answer against the accepted ones.

    Attributes:
        exact: it is one of them.
        f1: see ``service.evaluation.overlap``, in 0..1.
        holds: one of them stands in it, and it has at most ``SHORT_CHARACTERS``.
    """

    exact: bool
    f1: float
    holds: bool


@dataclass(frozen=True, slots=True)
class ShortRow:
    """Means over the items of a kind that want a short answer, in 0..1."""

    kind: str
    items: int
    exact: float
    f1: float
    holds: float


def judge_short(answer: str, accepted: Sequence[str]) -> Shortness | None:
    """Return how ``answer`` fits; None when nothing is accepted, or only what is long."""
    if not accepted or min(map(len, accepted)) > SHORT_CHARACTERS:
        return None
    text = fold_without_spaces(answer)
    return Shortness(
        exact=exact_match(answer, accepted),
        f1=f1(answer, accepted),
        holds=len(answer) <= SHORT_CHARACTERS
        and any(fold_without_spaces(one) in text for one in accepted),
    )


def short_rows(judged: Sequence[tuple[str, Shortness]]) -> tuple[ShortRow, ...]:
    """Return the means by kind, and over all; ``judged`` holds each item's kind beside it."""
    kinds = dict.fromkeys(kind for kind, _ in judged)
    rows = (_row(kind, [one for other, one in judged if other == kind]) for kind in kinds)
    return (*rows, _row("all short", [one for _, one in judged]))


def _row(kind: str, judged: Sequence[Shortness]) -> ShortRow:
    count = len(judged) or 1
    return ShortRow(
        kind=kind,
        items=len(judged),
        exact=sum(one.exact for one in judged) / count,
        f1=sum(one.f1 for one in judged) / count,
        holds=sum(one.holds for one in judged) / count,
    )
