"""Contrastive training: each question must be nearest to its passage."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from scripts.finetuning.checkpoint import Checkpoint
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.negatives import Neighbours, draw_negatives
from scripts.finetuning.schedule import schedule
from scripts.finetuning.settings import Settings
from scripts.finetuning.token_set import Rows, TokenLists, TokenSet

_CLIPPED = 1.0  # norm of the gradient
_DECAY = 0.01  # of matrices, by AdamW
_BETAS = (0.9, 0.98)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A data set, and what was found out about it before the training.

    Attributes:
        same: a number for each question; equal questions have the same, ``(questions,)``.
        siblings: of each question.
    """

    data: TokenSet
    neighbours: Neighbours
    same: torch.Tensor
    siblings: list[Rows]

    @classmethod
    def prepare(cls, data: TokenSet, encoder: TextEncoder) -> "TrainingSet":
        """Find the hard negatives with the encoder as it is."""
        siblings: list[list[int]] = [[] for _ in data.right]
        for question, row in data.siblings.tolist():
            siblings[question].append(row)
        same = torch.tensor(_number(data.questions), device=encoder.device)
        rows = [np.array(one, np.int64) for one in siblings]
        return cls(data, Neighbours.find(data, encoder), same, rows)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a training reports, in steps, and saves its state, in seconds."""

    report: int
    save: float


class Trainer:
    """Trains an encoder, with a checkpoint to resume from.

    A step depends only on the settings, its number and the state before it, so that a run that was
    stopped goes on as if it had not been.
    """

    def __init__(
        self,
        settings: Settings,
        encoder: TextEncoder,
        sets: Sequence[TrainingSet],
        checkpoint: Path,
        pace: Pace,
    ) -> None:
        self._settings, self._encoder, self._sets, self._pace = settings, encoder, sets, pace
        self._checkpoint = Checkpoint(checkpoint, asdict(settings))
        self._adam = torch.optim.AdamW(list(_group(encoder, settings)), betas=_BETAS)
        sizes = [len(one.data.right) for one in sets]
        # A set's batches are as many as its examples need, times its weight.
        shares = [
            one.data.weight * size / min(size, settings.batch)
            for one, size in zip(sets, sizes, strict=True)
        ]
        self._schedule = schedule(sizes, shares, settings.steps, settings.batch, settings.seed)
        self.step = self._checkpoint.resume(encoder.bert, self._adam)

    def train(self, report: Callable[[str], None]) -> None:
        """Do the remaining steps."""
        found: list[tuple[float, float]] = []
        first, begin, saved = self.step, time.monotonic(), time.monotonic()
        while self.step < self._settings.steps:
            found.append(self._learn())
            self.step += 1
            is_last = self.step == self._settings.steps
            if self.step % self._pace.report == 0 or is_last:
                loss, accuracy = np.mean(found, axis=0)
                seconds = (time.monotonic() - begin) / (self.step - first)
                report(
                    f"step {self.step}/{self._settings.steps}, loss {loss:.3f},"
                    f" accuracy {accuracy:.3f}, {self._settings.batch / seconds:.1f} examples/s"
                )
                found.clear()
            if time.monotonic() - saved >= self._pace.save or is_last:
                self._checkpoint.save(self.step, self._encoder.bert, self._adam)
                saved = time.monotonic()

    def _learn(self) -> tuple[float, float]:
        """Do one step; return its loss and the share of questions nearest to their passage."""
        settings, encoder = self._settings, self._encoder
        number, rows = self._schedule[self.step]
        chosen = self._sets[number]
        rng = np.random.default_rng([settings.seed, 2, self.step])
        siblings = [chosen.siblings[row] for row in rows]
        negatives = draw_negatives(chosen.neighbours.hard[rows], siblings, rng)
        passages = np.concatenate([chosen.data.right[rows], negatives])
        torch.manual_seed(settings.seed + self.step)
        encoder.bert.train()
        cosines = (
            encoder.encode(chosen.data.questions, rows)
            @ encoder.encode(chosen.data.passages, passages).T
        )
        ignored = find_ignored(chosen, rows, passages)
        loss, backward, accuracy = info_nce(cosines / settings.temperature, ignored)
        for group in self._adam.param_groups:
            group["lr"] = group["share"] * settings.rate_at(self.step)
        self._adam.zero_grad()
        (loss + settings.backward * backward).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder.bert.parameters(), _CLIPPED)
        self._adam.step()
        return float(loss.detach()), accuracy


def find_ignored(data: TrainingSet, questions: Rows, passages: Rows) -> torch.Tensor:
    """Return which passages tell nothing about which questions, ``(questions, passages)``.

    They may answer it, or belong to an equal question. A question's own passage is never ignored;
    the first ``passages`` are those of ``questions``, in their order.
    """
    count = len(questions)
    ignored = data.neighbours.find_right(questions, passages[:count], passages)
    same = data.same[torch.from_numpy(questions).to(data.same.device)]
    ignored[:, :count] |= same[:, None] == same
    ignored.fill_diagonal_(fill_value=False)
    return ignored


def info_nce(
    scores: torch.Tensor, ignored: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, float]:
    """Return the InfoNCE loss (van den Oord et al. 2018, arXiv:1807.03748) and the accuracy.

    ``scores`` is ``(queries, passages)``, with the matching passages on the diagonal; all others
    are negatives, except where ``ignored``, of the same shape, is true. The second loss is that
    from matching passages to queries.
    """
    own = torch.arange(len(scores), device=scores.device)
    scores = scores.masked_fill(ignored, -torch.inf)
    accuracy = (scores.argmax(dim=1) == own).float().mean()
    back = scores[:, : len(scores)].T
    return (
        functional.cross_entropy(scores, own),
        functional.cross_entropy(back, own),
        float(accuracy),
    )


def _group(encoder: TextEncoder, settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield the weights of each layer, matrices apart, with their share of the learning rate."""
    layers = encoder.bert.encoder.layer
    for number, layer in enumerate(layers):
        share = settings.layer_decay ** (len(layers) - 1 - number)
        for is_matrix in (True, False):
            weights = [one for one in layer.parameters() if (one.ndim > 1) == is_matrix]
            yield {"params": weights, "share": share, "weight_decay": _DECAY * is_matrix}


def _number(texts: TokenLists) -> list[int]:
    """Return a number for each text; equal texts have the same."""
    numbers: dict[bytes, int] = {}
    parts = np.split(texts.values, np.cumsum(texts.lengths)[:-1])
    return [numbers.setdefault(part.tobytes(), len(numbers)) for part in parts]
