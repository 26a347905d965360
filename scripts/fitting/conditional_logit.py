"""Conditional logit: weights under which the right candidates of a question come first."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

_DECAY = 1e-4


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one question.

    Attributes:
        features: one row a candidate, ``(candidates, features)``.
        right: which candidates are of a right document, ``(candidates,)``.
        asks: whether it is a question, or else a statement: a headline, keywords.
    """

    features: NDArray[np.float32]
    right: NDArray[np.bool_]
    asks: bool


Weights = NDArray[np.float32]


def fit(sets: Sequence[Sequence[Example]], free: Sequence[int]) -> tuple[Weights, Weights]:
    """Return the weights for statements and for questions, each ``(features,)``.

    Minimises the negative log-likelihood of the right candidates (McFadden 1974; in ranking known
    as ListNet's top-one loss with several right ones), every set counting the same. No weight is
    negative but those of the columns in ``free``: more of what speaks for a passage never pushes
    it down. The questions' weights are held near the statements', of which there is more data.
    """
    batch = _Batch.of(sets)
    width = batch.features.shape[-1]
    signed = torch.zeros(width, dtype=torch.bool)
    signed[list(free)] = True
    roots = torch.ones(2, width, requires_grad=True)
    optimiser = torch.optim.LBFGS([roots], max_iter=400, line_search_fn="strong_wolfe")

    def weights() -> torch.Tensor:
        values: torch.Tensor = torch.where(signed, roots, roots.square())
        return values

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        statement, question = weights()
        size = statement.square().sum() + (question - statement).square().sum()
        loss: torch.Tensor = batch.loss(statement, question) + _DECAY * size
        torch.autograd.backward(loss)
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    statement, question = weights().detach().numpy()
    return statement, question


@dataclass(frozen=True, slots=True)
class _Batch:
    """All examples, padded to the longest list of candidates."""

    features: torch.Tensor
    right: torch.Tensor
    real: torch.Tensor
    asks: torch.Tensor
    importance: torch.Tensor

    @classmethod
    def of(cls, sets: Sequence[Sequence[Example]]) -> "_Batch":
        examples = [example for one in sets for example in one]
        importance = torch.tensor([1 / len(one) for one in sets for _ in one])
        rows = torch.nn.utils.rnn.pad_sequence
        return cls(
            features=rows([torch.from_numpy(e.features) for e in examples], batch_first=True),
            right=rows([torch.from_numpy(e.right) for e in examples], batch_first=True),
            real=rows([torch.ones(len(e.right)) > 0 for e in examples], batch_first=True),
            asks=torch.tensor([e.asks for e in examples])[:, None],
            importance=importance / importance.sum(),
        )

    def loss(self, statement: torch.Tensor, question: torch.Tensor) -> torch.Tensor:
        """Return the mean negative log-likelihood of the right candidates."""
        scores = torch.where(self.asks, self.features @ question, self.features @ statement)
        every = scores.masked_fill(~self.real, -torch.inf).logsumexp(1)
        right = scores.masked_fill(~self.right, -torch.inf).logsumexp(1)
        loss: torch.Tensor = (self.importance * (every - right)).sum()
        return loss
