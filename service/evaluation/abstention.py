"""What declining costs and saves: which answers and which refusals were right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.strictness import Strictness


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one question was answered, or would have been.

    Attributes:
        confidence: 0-100.
        matched: whether there was anything to answer with.
        right: whether the answer, given or withheld, is right.
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
    return tuple(_level(one, judgements) for one in Strictness)


def _level(strictness: Strictness, judgements: Sequence[Judgement]) -> Level:
    threshold = strictness.threshold
    answered = [one for one in judgements if one.matched and one.confidence >= threshold]
    declined = [one for one in judgements if not (one.matched and one.confidence >= threshold)]
    right = _weight(one for one in answered if one.right)
    rightly_declined = _weight(one for one in declined if not one.answerable)
    return Level(
        strictness=strictness,
        threshold=threshold,
        answered=_weight(answered),
        precision=_share(right, _weight(answered)),
        recall=_share(right, _weight(one for one in judgements if one.answerable)),
        declined=_weight(declined),
        decline_precision=_share(rightly_declined, _weight(declined)),
        decline_recall=_share(
            rightly_declined, _weight(one for one in judgements if not one.answerable)
        ),
    )


def _weight(judgements: Iterable[Judgement]) -> float:
    return sum(one.weight for one in judgements)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0
