"""What a reader says of a passage: ranges in the order of their probability."""

import math

import numpy as np
import pytest

from embeddings.documents import Span
from embeddings.encoding.passage_reader import Reading

TOKENS = (Span(0, 2), Span(2, 3), Span(3, 6))


def reading(starts: list[float], ends: list[float]) -> Reading:
    tokens = TOKENS[: len(starts)]
    first, last = np.array(starts, dtype=np.float32), np.array(ends, dtype=np.float32)
    return Reading(0.0, tokens, first, last, np.zeros(len(tokens), dtype=np.float32))


def test_ranges_are_ranked_by_probability_and_never_end_before_they_start() -> None:
    ranked = reading([0, 2, 1], [3, 1, 0]).rank_spans(10)
    assert [scored.span for scored in ranked] == [
        Span(0, 2), Span(2, 3), Span(2, 6), Span(0, 3), Span(3, 6), Span(0, 6),
    ]  # fmt: skip
    scores = [scored.log_probability for scored in ranked]
    assert scores == sorted(scores, reverse=True)


def test_probabilities_of_all_pairs_of_start_and_end_add_up_to_one() -> None:
    [scored] = reading([1.0], [5.0]).rank_spans(3)
    assert math.exp(scored.log_probability) == pytest.approx(1)
    both = reading([0, 0], [0, 0]).rank_spans(4)
    assert [math.exp(scored.log_probability) for scored in both] == pytest.approx([0.25] * 3)


def test_passage_without_tokens_has_no_range() -> None:
    nothing = reading([], [])
    assert nothing.rank_spans(3) == []
    assert nothing.find_best_span() == Span(0, 0)
