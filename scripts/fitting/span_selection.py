"""Fit which span is the short answer: shared weights, and for each kind what differs from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.answers.span_candidates import Spans
from service.questions.question import QuestionKind

_SHARED_DECAY = 1e-4
_OWN_DECAY = 3e-4
# The gain of a span is its F1 to this power: half an answer is worth less than half.
_POWER = 2
_NOTHING = 1e-6
KindWeights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Batch:
    """All examples, padded to the longest list of spans."""

    features: torch.Tensor
    gain: torch.Tensor
    real: torch.Tensor
    kind: torch.Tensor

    @classmethod
    def of(cls, examples: Sequence[Spans], kinds: Sequence[QuestionKind]) -> "_Batch":
        rows = torch.nn.utils.rnn.pad_sequence
        return cls(
            features=rows([torch.from_numpy(e.features) for e in examples], batch_first=True),
            gain=rows([torch.from_numpy(e.f1) for e in examples], batch_first=True) ** _POWER,
            real=rows([torch.ones(len(e.f1)) > 0 for e in examples], batch_first=True),
            kind=torch.tensor([kinds.index(e.kind) for e in examples]),
        )

    def loss(self, weights: torch.Tensor) -> torch.Tensor:
        """Return the mean negative logarithm of the expected gain."""
        scores = torch.einsum("esf,ef->es", self.features, weights[self.kind])
        chosen = scores.masked_fill(~self.real, -torch.inf).log_softmax(1)
        gains = (self.gain + _NOTHING).log().masked_fill(~self.real, -torch.inf)
        loss: torch.Tensor = -(chosen + gains).logsumexp(1).mean()
        return loss


def fit_spans(examples: Sequence[Spans], kinds: Sequence[QuestionKind]) -> KindWeights:
    """Return the weights of each kind, ``(kinds, features)``.

    Maximises the expected gain under a softmax over the spans of each question; rare kinds are held
    near the shared weights.
    """
    batch = _Batch.of(examples, kinds)
    width = batch.features.shape[-1]
    shared = torch.zeros(width, requires_grad=True)
    own = torch.zeros(len(kinds), width, requires_grad=True)
    optimiser = torch.optim.LBFGS([shared, own], max_iter=300, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        decay = _SHARED_DECAY * shared.square().sum() + _OWN_DECAY * own.square().sum()
        loss: torch.Tensor = batch.loss(shared + own) + decay
        torch.autograd.backward(loss)
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    weights: KindWeights = (shared + own).detach().numpy()
    return weights
