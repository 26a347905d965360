"""Which passages a question is read with in a step."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scripts.reader.token_set import Rows, Tokens, TokenSet

_OWN = 0.6  # share of the silent passages that come from the question's own document
_FIRST = 0.4  # probability that the first of them is drawn; else of the next, and so on


class Example(NamedTuple):
    """A question with one passage.

    Attributes:
        question: its tokens.
        passage: tokens of context and text.
        skipped: how many of these belong to the context.
        places: first and last token of each answer, ``(answers, 2)``; negative if unknown.
    """

    question: Tokens
    passage: Tokens
    skipped: int
    places: NDArray[np.int32]


def build_example(data: TokenSet, question: int, passage: int) -> Example:
    """Return row ``question`` of the questions, changed ones included, with a passage."""
    rows = data.answers[question] if question < len(data) else data.answers.values[:0]
    return Example(
        data.questions[question],
        data.passages[passage],
        int(data.skipped[passage]),
        rows[rows[:, 0] == passage, 1:],
    )


def draw_examples(
    data: TokenSet, question: int, near_miss: float, silent: int, rng: np.random.Generator
) -> list[Example]:
    """Return a question with a passage that answers it, if any, and with some that do not.

    Args:
        data: the questions and passages.
        question: the row of the question.
        near_miss: probability that it is also asked changed, of the passage that answers it.
        silent: how many passages are drawn that do not answer it.
        rng: decides.
    """
    found = []
    rows = data.answers[question][:, 0]
    if len(rows):
        row = int(rng.choice(np.unique(rows)))
        found.append(build_example(data, question, row))
        changed = data.changed[question]
        if len(changed) and rng.random() < near_miss:
            found.append(build_example(data, int(rng.choice(changed)), row))
    own, others = data.own[question], data.others[question]
    if len(own) or len(others):
        drawn = {_draw_silent(own, others, rng) for _ in range(silent)}
        found += [build_example(data, question, row) for row in sorted(drawn)]
    return found


def _draw_silent(own: Rows, others: Rows, rng: np.random.Generator) -> int:
    """Return a row: of its document, or found by its words, the first ones more often."""
    rows = own if len(own) and (not len(others) or rng.random() < _OWN) else others
    return int(rows[min(rng.geometric(_FIRST) - 1, len(rows) - 1)])
