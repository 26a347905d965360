"""Which passages a question is read with in a step."""

from collections.abc import Sequence

import numpy as np

from scripts.reader.examples import Example, Question, ReadingSet

_OWN = 0.65  # share of the silent passages that come from the question's own document
_FIRST = 0.4  # probability that the first of them is drawn; else of the next, and so on


def draw_examples(
    data: ReadingSet,
    question: Question,
    mined: Sequence[int],
    near_miss: float,
    rng: np.random.Generator,
) -> list[Example]:
    """Return ``question`` with a passage that answers it, if any, and with one that does not."""
    if not question.answers:
        return _read(data, question.text, _draw_silent(question, mined, rng))
    row = int(rng.choice(list(question.answers)))
    right = data.passages[row]
    answered = Example(question.text, right.context, right.text, question.answers[row])
    if question.near_misses and rng.random() < near_miss:
        changed = str(rng.choice(question.near_misses))
        return [answered, Example(changed, right.context, right.text, ())]
    return [answered, *_read(data, question.text, _draw_silent(question, mined, rng))]


def _draw_silent(question: Question, mined: Sequence[int], rng: np.random.Generator) -> int | None:
    """Return a row: among those of its document, or found by its words, the first more often."""
    own = [row for row in mined if row in question.silent] or list(question.silent)
    others = [row for row in mined if row not in question.silent]
    rows = own if own and (not others or rng.random() < _OWN) else others
    if not rows:
        return None
    place = int(min(rng.geometric(_FIRST) - 1, len(rows) - 1))
    return rows[place]


def _read(data: ReadingSet, text: str, row: int | None) -> list[Example]:
    """Return the question with a silent passage; nothing if there is none."""
    if row is None:
        return []
    passage = data.passages[row]
    return [Example(text, passage.context, passage.text, ())]
