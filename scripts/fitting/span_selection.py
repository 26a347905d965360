"""Choosing the span that is the short answer: shared weights plus an offset for each kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from scripts.fitting.lbfgs import minimise, padded, padding_mask
from service.questions.question import QuestionKind

_SHARED_DECAY = 1e-4
_OFFSET_DECAY = 3e-4
_ITERATIONS = 300
# The gain of a span is its F1 to this power: half an answer is worth less than half.
_POWER = 2
_EPSILON = 1e-6
KindWeights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class SpanCandidates:
    """The candidate spans of one question.

    Attributes:
        kind: the kind of answer that the question asks for.
        names: the names of the features.
        features: ``(spans, features)``.
        f1: of each span, ``(spans,)``; at least one is above 0.
    """

    kind: QuestionKind
    names: tuple[str, ...]
    features: NDArray[np.float32]
    f1: NDArray[np.float32]


def fit_span_weights(
    examples: Sequence[SpanCandidates], kinds: Sequence[QuestionKind]
) -> KindWeights:
    """Return the weights of each kind, ``(kinds, features)``.

    Maximises the expected gain under a softmax over the spans of each question. Rare kinds stay
    close to the shared weights.
    """
    batch = _Batch.of(examples, kinds)
    width = batch.features.shape[-1]
    shared = torch.zeros(width, requires_grad=True)
    offsets = torch.zeros(len(kinds), width, requires_grad=True)

    def loss() -> torch.Tensor:
        decay = _SHARED_DECAY * shared.square().sum() + _OFFSET_DECAY * offsets.square().sum()
        return batch.loss(shared + offsets) + decay

    minimise([shared, offsets], loss, _ITERATIONS)
    weights: KindWeights = (shared + offsets).detach().numpy()
    return weights


@dataclass(frozen=True, slots=True)
class _Batch:
    """All spans, padded to the longest list."""

    features: torch.Tensor
    gain: torch.Tensor
    mask: torch.Tensor
    kind: torch.Tensor

    @classmethod
    def of(cls, examples: Sequence[SpanCandidates], kinds: Sequence[QuestionKind]) -> "_Batch":
        return cls(
            features=padded([example.features for example in examples]),
            gain=padded([example.f1 for example in examples]) ** _POWER,
            mask=padding_mask([example.f1 for example in examples]),
            kind=torch.tensor([kinds.index(example.kind) for example in examples]),
        )

    def loss(self, weights: torch.Tensor) -> torch.Tensor:
        """Return the mean negative logarithm of the expected gain."""
        scores = torch.einsum("esf,ef->es", self.features, weights[self.kind])
        chosen = scores.masked_fill(~self.mask, -torch.inf).log_softmax(1)
        gains = (self.gain + _EPSILON).log().masked_fill(~self.mask, -torch.inf)
        loss: torch.Tensor = -(chosen + gains).logsumexp(1).mean()
        return loss
