"""Linear models: the weighted sum and the probability."""

import math
from dataclasses import dataclass

import pytest

from service.linear_model import LinearModel


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
