"""Linear models over named features.

The features of one item are a frozen dataclass of numbers, and the weights another instance of the
same class.
"""

import math
from dataclasses import Field, fields
from operator import attrgetter, mul
from typing import Any, ClassVar, Generic, Protocol, TypeVar


class Features(Protocol):
    """Any dataclass whose fields are all numbers."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


F = TypeVar("F", bound=Features)


class LinearModel(Generic[F]):
    """A weighted sum of features; with the logistic function, a probability."""

    def __init__(self, weights: F, intercept: float = 0.0) -> None:
        self._values = attrgetter(*(field.name for field in fields(weights)))
        self._weights = self._values(weights)
        self._intercept = intercept

    def score(self, features: F) -> float:
        """Return the intercept plus the weighted sum: for a logistic model, the log odds."""
        return float(self._intercept + sum(map(mul, self._weights, self._values(features))))

    def probability(self, features: F) -> float:
        """Return the logistic function of the score."""
        return 1 / (1 + math.exp(-self.score(features)))
