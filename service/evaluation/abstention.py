"""Precision and recall of answering and of declining, at each strictness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.strictness import Strictness


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one question was answered, or would have been.

    Attributes:
        confidence: 0-100.
        matched: whether there was anything to answer with.
        right: whether the answer is right, even if it was withheld.
        answerable: whether the collection contains an answer.
        weight: its weight in the figures.
    """

    confidence: int
    matched: bool
    right: bool
    answerable: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Level:
    """The figures at one strictness; shares are in 0..1, and 1 where there is nothing to count.

    Attributes:
        strictness: the level.
        threshold: the lowest confidence that is answered.
        answered: total weight of the answered questions.
        precision: share of the answered that is right.
        recall: share of the answerable that is answered rightly.
        declined: total weight of the declined questions.
        decline_precision: share of the declined that has no answer.
        decline_recall: share of those without an answer that is declined.
    """

    strictness: Strictness
    threshold: int
    answered: float
    precision: float
    recall: float
    declined: float
    decline_precision: float
    decline_recall: float


def levels(judgements: Sequence[Judgement]) -> tuple[Level, ...]:
    """Return the figures at every level, the strictest first."""
    return tuple(_compute_level(strictness, judgements) for strictness in Strictness)


def _compute_level(strictness: Strictness, judgements: Sequence[Judgement]) -> Level:
    threshold = strictness.threshold
    answered = [j for j in judgements if j.matched and j.confidence >= threshold]
    declined = [j for j in judgements if not (j.matched and j.confidence >= threshold)]
    right = _sum_weights(j for j in answered if j.right)
    rightly_declined = _sum_weights(j for j in declined if not j.answerable)
    return Level(
        strictness=strictness,
        threshold=threshold,
        answered=_sum_weights(answered),
        precision=_divide(right, _sum_weights(answered)),
        recall=_divide(right, _sum_weights(j for j in judgements if j.answerable)),
        declined=_sum_weights(declined),
        decline_precision=_divide(rightly_declined, _sum_weights(declined)),
        decline_recall=_divide(
            rightly_declined, _sum_weights(j for j in judgements if not j.answerable)
        ),
    )


def _sum_weights(judgements: Iterable[Judgement]) -> float:
    return sum(judgement.weight for judgement in judgements)


def _divide(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
