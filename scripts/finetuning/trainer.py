"""Contrastive training: each question must be nearest to its passage."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from scripts.finetuning.checkpoint import Checkpoint
from scripts.finetuning.examples import Batch, ExampleSet, make_batch
from scripts.finetuning.model import TextEncoder
from scripts.finetuning.negatives import Negatives, choose_negative
from scripts.finetuning.schedule import schedule
from scripts.finetuning.settings import Settings

_CLIPPED = 1.0  # norm of the gradient


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A data set with the negatives of its examples and its share of the batches."""

    data: ExampleSet
    negatives: Negatives
    share: float


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
        self._settings = settings
        self._encoder = encoder
        self._sets = sets
        self._checkpoint = Checkpoint(checkpoint, asdict(settings))
        self._pace = pace
        self._adam = torch.optim.AdamW(encoder.trained, lr=settings.learning_rate)
        sizes = [len(one.data.examples) for one in sets]
        shares = [one.share for one in sets]
        self._schedule = schedule(sizes, shares, settings.steps, settings.batch, settings.seed)
        self.step = self._checkpoint.resume(encoder.bert, self._adam)

    def train(self, report: Callable[[str], None], validate: Callable[[int], None]) -> None:
        """Do the remaining steps; ``validate`` is called before the first step and after each."""
        progress, saved = _Progress(self._settings, self.step), time.monotonic()
        if self.step == 0:
            validate(0)
        while self.step < self._settings.steps:
            progress.add(*self._learn(self._make_batch()))
            self.step += 1
            is_last = self.step == self._settings.steps
            if self.step % self._pace.report == 0 or is_last:
                report(progress.describe(self.step))
            if time.monotonic() - saved >= self._pace.save or is_last:
                self._checkpoint.save(self.step, self._encoder.bert, self._adam)
                saved = time.monotonic()
            validate(self.step)

    def _make_batch(self) -> Batch:
        number, rows = self._schedule[self.step]
        chosen = self._sets[number]
        rng = np.random.default_rng([self._settings.seed, 2, self.step])
        examples = [chosen.data.examples[row] for row in rows]
        negatives = [
            choose_negative(example, chosen.negatives[row], self._settings.same_article, rng)
            for example, row in zip(examples, rows, strict=True)
        ]
        return make_batch(chosen.data, examples, negatives)

    def _learn(self, batch: Batch) -> tuple[float, float]:
        """Do one step; return its loss and the share of questions nearest to their passage."""
        settings = self._settings
        torch.manual_seed(settings.seed + self.step)
        self._encoder.bert.train()
        queries = self._encoder.encode(batch.queries, settings.query_tokens)
        passages = self._encoder.encode(batch.passages, settings.passage_tokens)
        scores = queries @ passages.T / settings.temperature
        loss, accuracy = info_nce(scores, torch.tensor(batch.ignored))
        self._adam.param_groups[0]["lr"] = settings.rate_at(self.step)
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._encoder.trained, _CLIPPED)
        self._adam.step()
        return float(loss.detach()), accuracy


def info_nce(scores: torch.Tensor, ignored: torch.Tensor) -> tuple[torch.Tensor, float]:
    """Return the InfoNCE loss (van den Oord et al. 2018, arXiv:1807.03748) and the accuracy.

    ``scores`` is ``(queries, passages)``, with the matching passages on the diagonal; all others
    are negatives, except where ``ignored``, of the same shape, is true.
    """
    own = torch.arange(len(scores))
    scores = scores.masked_fill(ignored, -torch.inf)
    accuracy = (scores.argmax(dim=1) == own).float().mean()
    return functional.cross_entropy(scores, own), float(accuracy)


class _Progress:
    """Averages since the last report."""

    def __init__(self, settings: Settings, first: int) -> None:
        self._settings = settings
        self._first, self._begin = first, time.monotonic()
        self._losses: list[float] = []
        self._accuracies: list[float] = []

    def add(self, loss: float, accuracy: float) -> None:
        self._losses.append(loss)
        self._accuracies.append(accuracy)

    def describe(self, step: int) -> str:
        seconds = (time.monotonic() - self._begin) / (step - self._first)
        line = (
            f"step {step}/{self._settings.steps}, loss {np.mean(self._losses):.3f},"
            f" accuracy {np.mean(self._accuracies):.3f},"
            f" {self._settings.batch / seconds:.1f} examples/s,"
            f" {seconds * (self._settings.steps - step) / 60:.0f} min left"
        )
        self._losses.clear()
        self._accuracies.clear()
        return line
