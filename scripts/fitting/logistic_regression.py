"""Logistic regression whose weights are not negative, and its calibration."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
_DECAY = 2e-3


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
    features: FloatArray, right: BoolArray, importance: FloatArray, decay: float = _DECAY
) -> Logistic:
    """Minimise the weighted mean log loss of ``(n, features)`` against ``(n,)``.

    No weight is negative: more of what speaks for an answer never counts against it.
    """
    inputs, share = torch.from_numpy(features), torch.from_numpy(importance / importance.sum())
    targets = torch.from_numpy(right.astype(np.float64))
    free = torch.full((features.shape[1] + 1,), 0.5, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([free], max_iter=500, line_search_fn="strong_wolfe")
    log_loss = torch.nn.functional.binary_cross_entropy_with_logits

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        weights = free[:-1].square()
        losses = log_loss(inputs @ weights + free[-1], targets, reduction="none")
        loss: torch.Tensor = (share * losses).sum() + decay * weights.square().sum()
        torch.autograd.backward(loss)
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    found = free.detach().numpy()
    return Logistic(found[:-1] ** 2, float(found[-1]))


def calibrated(
    model: Logistic, features: FloatArray, right: BoolArray, importance: FloatArray
) -> Logistic:
    """Return ``model`` stretched and shifted so that its probabilities fit another mixture.

    Platt 1999, "Probabilistic Outputs for Support Vector Machines": a logistic regression on the
    model's own score.
    """
    scores = model.scores(features)
    scaling = fit_logistic(scores[:, None], right, importance, decay=0.0)
    scale = float(scaling.weights[0])
    return Logistic(model.weights * scale, model.intercept * scale + scaling.intercept)


def area_under_curve(scores: FloatArray, right: BoolArray) -> float:
    """Return how often a right case scores above a wrong one (Hanley & McNeil 1982)."""
    values, places = np.unique(scores, return_inverse=True)
    wrong = np.bincount(places[~right], minlength=len(values))
    below = np.cumsum(wrong) - wrong / 2
    return float(below[places[right]].mean() / max(1, wrong.sum()))
