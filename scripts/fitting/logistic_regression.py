"""Logistic regression with non-negative weights, and the area under a curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_DECAY = 2e-3
_MAX_ITERATIONS = 5000
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model: weights ``(features,)`` and an intercept."""

    weights: FloatArray
    intercept: float

    def scores(self, features: FloatArray) -> FloatArray:
        """Return the log odds of ``(n, features)``."""
        scores: FloatArray = features @ self.weights + self.intercept
        return scores

    def probabilities(self, features: FloatArray) -> FloatArray:
        """Return the probabilities of ``(n, features)``."""
        probabilities: FloatArray = 1 / (1 + np.exp(-self.scores(features)))
        return probabilities


def fit_logistic(
    features: FloatArray, right: BoolArray, sample_weights: FloatArray, decay: float = _DECAY
) -> Logistic:
    """Minimise the weighted mean log loss of ``(n, features)`` against ``(n,)``.

    ``decay`` multiplies the squared weights. No weight is negative: more evidence for an answer
    never counts against it. scikit-learn cannot bound weights, so a feature whose weight turns out
    negative is left out and the rest is fitted again.

    Raises:
        ValueError: all cases are right, or all are wrong.
    """
    shares = sample_weights / sample_weights.sum()
    model = LogisticRegression(
        C=1 / (2 * decay) if decay else np.inf, max_iter=_MAX_ITERATIONS, tol=_TOLERANCE
    )
    kept = np.ones(features.shape[1], dtype=bool)
    while True:
        model.fit(features * kept, right, sample_weight=shares)
        weights: FloatArray = model.coef_[0] * kept
        if (weights >= 0).all():
            return Logistic(weights, float(model.intercept_[0]))
        kept &= weights > 0


def area_under_curve(scores: FloatArray, right: BoolArray) -> float:
    """Return the probability that a right case scores above a wrong one; ties count half."""
    return float(roc_auc_score(right, scores))
