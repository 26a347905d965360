"""Linear models: the weighted sum, the probability, and many items at once."""

import math
from dataclasses import astuple, dataclass

import numpy as np
import pytest

from service.linear_model import LinearModel, score_columns


@dataclass(frozen=True)
class Features:
    words: float
    names: float


def test_score_is_the_intercept_plus_the_weighted_sum() -> None:
    model = LinearModel(Features(words=2.0, names=-0.5), intercept=0.25)
    assert model.score(Features(words=1.5, names=1.0)) == 0.25 + 3.0 - 0.5


def test_probability_is_the_logistic_function_of_the_score() -> None:
    model = LinearModel(Features(words=1.0, names=1.0), intercept=-1.0)
    assert model.probability(Features(words=1.0, names=0.0)) == 0.5
    assert model.probability(Features(words=1.0, names=2.0)) == pytest.approx(
        1 / (1 + math.exp(-2))
    )


def test_columns_are_matched_by_name_and_scored_like_single_items() -> None:
    items = [Features(words=0.5, names=1.0), Features(words=0.25, names=0.0)]
    rows = np.array([astuple(item) for item in items], dtype=np.float32)
    columns = {"names": rows[:, 1], "words": rows[:, 0], "unused": rows[:, 0]}
    scores = score_columns({"words": 2.0, "names": 4.0}, columns)
    model = LinearModel(Features(words=2.0, names=4.0))
    assert scores.tolist() == [model.score(item) for item in items] == [5.0, 0.5]
