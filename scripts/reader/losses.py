"""What a reader is told: where the answer stands, and what better readers say of it."""

from typing import NamedTuple

import torch
from torch.nn import functional

from embeddings.encoding.passage_reader import ANSWERS, END, INSIDE, START
from scripts.reader.batches import Batch


class Losses(NamedTuple):
    """Mean losses of a batch; scalars.

    Attributes:
        span: of the answer's first and last token.
        answer: of whether the passage answers.
        inside: of whether each token is part of an answer.
    """

    span: torch.Tensor
    answer: torch.Tensor
    inside: torch.Tensor


def measure_losses(logits: torch.Tensor, batch: Batch) -> Losses:
    """Compare ``logits``, ``(examples, tokens, 4)``, with the truth.

    The span's is the cross entropy of its first and its last token among those of the text (Devlin
    et al. 2019, arXiv:1810.04805); the others are binary.
    """
    answered = batch.answered.float()
    answer = functional.binary_cross_entropy_with_logits(logits[:, 0, ANSWERS], answered)
    told = batch.text & (batch.located | ~batch.answered)[:, None]
    inside = _measure_inside(logits, batch.inside.float(), told)
    span = sum(
        (
            _measure_entropy(logits[:, :, column], wanted.float(), batch)
            for column, wanted in ((START, batch.starts), (END, batch.ends))
        ),
        torch.zeros((), device=logits.device),
    )
    return Losses(span, answer, inside)


def imitate(logits: torch.Tensor, taught: torch.Tensor, batch: Batch) -> Losses:
    """Compare ``logits`` with those of teachers (Hinton et al. 2015, arXiv:1503.02531).

    The span is imitated where it is known that there is one.
    """
    wanted = torch.sigmoid(taught)
    answer = functional.binary_cross_entropy_with_logits(
        logits[:, 0, ANSWERS], wanted[:, 0, ANSWERS]
    )
    inside = _measure_inside(logits, wanted[:, :, INSIDE], batch.text)
    span = torch.zeros((), device=logits.device)
    for column in (START, END):
        masked = taught[:, :, column].masked_fill(~batch.text, -torch.inf)
        span = span + _measure_entropy(logits[:, :, column], masked.softmax(dim=1), batch)
    return Losses(span, answer, inside)


def _measure_inside(logits: torch.Tensor, wanted: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
    losses = functional.binary_cross_entropy_with_logits(
        logits[:, :, INSIDE], wanted, reduction="none"
    )
    return (losses * told).sum() / told.sum().clamp(min=1)


def _measure_entropy(scores: torch.Tensor, wanted: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the cross entropy over the text, summed over the located, divided by all examples."""
    chances = scores.masked_fill(~batch.text, -torch.inf).log_softmax(dim=1)
    told = torch.where(batch.text & batch.located[:, None], wanted * chances, 0.0)
    return -told.sum() / len(scores)
