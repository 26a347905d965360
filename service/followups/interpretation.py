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
    """A standalone question.

    Attributes:
        question: understandable without the turns before it.
        carried_over: the words taken from those turns, or "".
    """

    question: str
    carried_over: str = ""


@dataclass(frozen=True, slots=True)
class Support:
    """How well the collection answers a reading.

    Attributes:
        confidence: that of the answer, 0-100.
        bound: whether the article that answers contains every name in the reading.
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

    Return None if ``score`` is passed and no reading is answered. For a reading that carries
    something over, the article that answers it must contain the follow-up's own ``nouns``: the
    words carried over are found anyway, and would make the answer to nonsense look confident.
    """
    if score is None:
        return readings[0] if readings else None
    best, best_score = None, 0
    for place, reading in enumerate(readings[:_MOST]):
        support = score(reading.question)
        has_nouns = not reading.carried_over or all(noun in support.text for noun in nouns)
        if not (has_nouns and support.bound and support.confidence >= _ANSWERED):
            continue
        preferred = support.confidence - _PREFERENCE * place
        if preferred > best_score:
            best, best_score = reading, preferred
        if support.confidence >= _CERTAIN:
            break
    return best


def drop_duplicates(readings: Sequence[Interpretation]) -> list[Interpretation]:
    """Return the readings without those whose question came before."""
    distinct: dict[str, Interpretation] = {}
    for reading in readings:
        distinct.setdefault(reading.question, reading)
    return list(distinct.values())
