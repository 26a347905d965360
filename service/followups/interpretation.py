"""A reading of a question, and the choice between several."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_ANSWERED = 50
_CERTAIN = 90
_PREFERENCE = 5
_MOST = 3


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question that stands for itself.

    Attributes:
        question: readable without the turns before.
        carried_over: the words it took from them, or "".
    """

    question: str
    carried_over: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """What the collection says of a reading.

    Attributes:
        confidence: 0-100, of the answer to it.
        bound: whether every name in it stands in the article that answers.
        text: that article's text, folded.
    """

    confidence: int
    bound: bool
    text: str


Score: TypeAlias = Callable[[str], Support]


def choose(
    readings: Sequence[Interpretation], score: Score | None, nouns: Sequence[str] = ()
) -> Interpretation | None:
    """Return the first of a few distinct readings, or a later one that is answered better.

    None when a score is given and no reading is answered. The article that answers one that took
    something over must hold the follow-up's own ``nouns``: what was taken over is found anyway, and
    makes the answer to nonsense look sure.
    """
    if score is None:
        return readings[0] if readings else None
    best, reached = None, 0
    for place, reading in enumerate(readings[:_MOST]):
        support = score(reading.question)
        own = not reading.carried_over or all(noun in support.text for noun in nouns)
        if not (own and support.bound and support.confidence >= _ANSWERED):
            continue
        worth = support.confidence - _PREFERENCE * place
        if worth > reached:
            best, reached = reading, worth
        if support.confidence >= _CERTAIN:
            break
    return best


def drop_duplicates(readings: Sequence[Interpretation]) -> list[Interpretation]:
    """Return the readings without repetitions of a question."""
    kept: dict[str, Interpretation] = {}
    for reading in readings:
        kept.setdefault(reading.question, reading)
    return list(kept.values())
