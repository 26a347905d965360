"""Conversations whose questions are read one after the other."""

from collections.abc import Sequence

from embeddings.text.terms import Segmenter
from service.answers.conversation import Turn
from service.followups.interpretation import Interpretation
from service.followups.resolve import resolve

Asked = str | tuple[str, str]


def converse(segmenter: Segmenter, asked: Sequence[Asked]) -> list[Interpretation]:
    """Read each question after those before it; a pair gives the short answer, "-" declines."""
    turns: list[Turn] = []
    readings = []
    for item in asked:
        question, short = (item, "") if isinstance(item, str) else item
        reading = resolve(question, turns, segmenter)
        shown = "" if short == "-" else "……"
        readings.append(reading)
        turns.append(
            Turn(0, question, reading.question, reading.carried_over, shown, short.strip("-"))
        )
    return readings


STARS = "中原区认定了多少个五星级党组织?"
