"""Train the reader, with a checkpoint to resume from."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from embeddings.encoding.passage_reader import ANSWERS, END, INSIDE, START
from scripts.finetuning.checkpoint import Checkpoint
from scripts.finetuning.schedule import schedule
from scripts.reader.examples import Example, ReadingSet
from scripts.reader.mining import Mined
from scripts.reader.model import Batch, Batcher, ReaderNetwork
from scripts.reader.sampling import draw_examples
from scripts.reader.settings import Settings

_CLIPPED = 1.0  # norm of the gradient


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """A data set, what was mined for its questions, and its share of them."""

    data: ReadingSet
    mined: Mined
    share: float


class Trainer:
    """A step depends only on the settings, its number and the state before it."""

    def __init__(
        self,
        settings: Settings,
        network: ReaderNetwork,
        batcher: Batcher,
        sets: Sequence[TrainingSet],
        checkpoint: Path,
    ) -> None:
        self._settings, self._network, self._batcher = settings, network, batcher
        self._sets = sets
        self._checkpoint = Checkpoint(checkpoint, asdict(settings))
        self._adam = torch.optim.AdamW(
            network.trained, lr=settings.learning_rate, weight_decay=settings.decay
        )
        sizes = [len(one.data.questions) for one in sets]
        # Drawn one by one: the kinds of questions of a step should differ.
        self._schedule = schedule(
            sizes, [one.share for one in sets], settings.steps * settings.batch, 1, settings.seed
        )
        self.step = self._checkpoint.resume(network, self._adam)

    def train(
        self,
        report: Callable[[str], None],
        validate: Callable[[int], None],
        report_every: int,
        save_every: float,
    ) -> None:
        """Do the remaining steps; ``validate`` is called after each."""
        losses: list[list[float]] = []
        first, begin, saved = self.step, time.monotonic(), time.monotonic()
        while self.step < self._settings.steps:
            losses.append(self._learn())
            self.step += 1
            is_last = self.step == self._settings.steps
            if self.step % report_every == 0 or is_last:
                spent = (time.monotonic() - begin) / (self.step - first)
                span, answer, inside, right = np.nanmean(losses, axis=0)
                report(
                    f"step {self.step}/{self._settings.steps}, loss span {span:.3f} answer"
                    f" {answer:.3f} inside {inside:.3f}, right {right:.3f}, {spent:.2f} s/step,"
                    f" {spent * (self._settings.steps - self.step) / 60:.0f} min left"
                )
                losses.clear()
            if time.monotonic() - saved >= save_every or is_last:
                self._checkpoint.save(self.step, self._network, self._adam)
                saved = time.monotonic()
            validate(self.step)

    def _draw(self) -> list[Example]:
        rng = np.random.default_rng([self._settings.seed, 2, self.step])
        start = self.step * self._settings.batch
        examples = []
        for number, rows in self._schedule[start : start + self._settings.batch]:
            chosen, row = self._sets[number], int(rows[0])
            question = chosen.data.questions[row]
            examples += draw_examples(
                chosen.data, question, chosen.mined[row], self._settings.near_miss, rng
            )
        return examples

    def _learn(self) -> list[float]:
        settings, network = self._settings, self._network
        torch.manual_seed(settings.seed + self.step)
        network.train()
        examples = self._draw()
        self._adam.param_groups[0]["lr"] = settings.rate_at(self.step)
        self._adam.zero_grad()
        told = np.zeros(4)
        for batch in self._batcher.split(examples):
            weight = len(batch.ids) / len(examples)
            span, answer, inside, right = measure_losses(network(batch.ids, batch.mask), batch)
            loss = span + settings.answer_weight * answer + settings.inside_weight * inside
            (weight * loss).backward()  # type: ignore[no-untyped-call]
            told += weight * np.array(
                [float(one.detach()) for one in (span, answer, inside, right)]
            )
        torch.nn.utils.clip_grad_norm_(network.trained, _CLIPPED)
        self._adam.step()
        return list(told)


def measure_losses(
    logits: torch.Tensor, batch: Batch
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the losses of span, answer and tokens inside, and the share judged rightly.

    The span's is the cross entropy of its first and its last token among those of the text (Devlin
    et al. 2019, arXiv:1810.04805), over the examples that are answered; the others are binary.
    """
    answered = batch.answered
    judged = logits[:, 0, ANSWERS]
    answer = functional.binary_cross_entropy_with_logits(judged, answered.float())
    right = ((judged > 0) == answered).float().mean()
    inside = functional.binary_cross_entropy_with_logits(
        logits[:, :, INSIDE][batch.text], batch.inside[batch.text].float()
    )
    if not answered.any():
        return torch.zeros(()), answer, inside, right
    span = torch.zeros(())
    for column, wanted in ((START, batch.starts), (END, batch.ends)):
        scores = logits[:, :, column].masked_fill(~batch.text, -torch.inf)[answered]
        span = span + functional.cross_entropy(scores, wanted[answered].float().argmax(dim=1))
    return span * answered.float().mean(), answer, inside, right
