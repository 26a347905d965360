"""Train the reader, with a checkpoint to resume from."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from scripts.finetuning.checkpoint import Checkpoint
from scripts.finetuning.schedule import schedule
from scripts.reader.batches import Batch, split
from scripts.reader.losses import Losses, imitate, measure_losses
from scripts.reader.model import ReaderNetwork
from scripts.reader.sampling import draw_examples
from scripts.reader.settings import Settings
from scripts.reader.token_set import TokenSet

_CLIPPED = 1.0  # norm of the gradient


class Trainer:
    """A step depends only on the settings, its number and the state before it.

    Teachers, if any, are read along; their mean logits are imitated.
    """

    def __init__(
        self,
        settings: Settings,
        network: ReaderNetwork,
        sets: Sequence[TokenSet],
        checkpoint: Path,
        teachers: Sequence[ReaderNetwork] = (),
    ) -> None:
        self._settings, self._network, self._teachers = settings, network, teachers
        self._sets = sets
        self._checkpoint = Checkpoint(checkpoint, asdict(settings))
        self._adam = torch.optim.AdamW(
            network.trained,
            lr=settings.learning_rate,
            weight_decay=settings.decay,
            fused=network.device.type == "cuda",
        )
        # Drawn one by one: the kinds of questions of a step should differ.
        self._schedule = schedule(
            [len(one) for one in sets],
            [one.share for one in sets],
            settings.steps * settings.batch,
            1,
            settings.seed,
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
        losses: list[torch.Tensor] = []
        first, begin, saved = self.step, time.monotonic(), time.monotonic()
        with ThreadPoolExecutor(1) as thread:
            coming = thread.submit(self._draw, self.step)
            while self.step < self._settings.steps:
                batches = coming.result()
                coming = thread.submit(self._draw, self.step + 1)
                losses.append(self._learn(batches))
                self.step += 1
                is_last = self.step == self._settings.steps
                if self.step % report_every == 0 or is_last:
                    spent = (time.monotonic() - begin) / (self.step - first)
                    report(self._describe(losses, spent))
                    losses.clear()
                if time.monotonic() - saved >= save_every or is_last:
                    self._checkpoint.save(self.step, self._network, self._adam)
                    saved = time.monotonic()
                validate(self.step)

    def _describe(self, losses: Sequence[torch.Tensor], spent: float) -> str:
        span, answer, inside, right = torch.stack(list(losses)).mean(dim=0).tolist()
        left = spent * (self._settings.steps - self.step)
        return (
            f"step {self.step}/{self._settings.steps}, loss span {span:.3f} answer {answer:.3f}"
            f" inside {inside:.3f}, right {right:.3f}, {spent:.3f} s/step, {left / 60:.0f} min left"
        )

    def _draw(self, step: int) -> list[Batch]:
        settings = self._settings
        rng = np.random.default_rng([settings.seed, 2, step])
        examples = []
        for number, rows in self._schedule[step * settings.batch : (step + 1) * settings.batch]:
            examples += draw_examples(
                self._sets[number], int(rows[0]), settings.near_miss, settings.silent, rng
            )
        return split(examples, settings.together, settings.longest) if examples else []

    def _learn(self, batches: Sequence[Batch]) -> torch.Tensor:
        """Return the mean losses and the share judged rightly, ``(4,)``."""
        torch.manual_seed(self._settings.seed + self.step)
        self._network.train()
        self._adam.param_groups[0]["lr"] = self._settings.rate_at(self.step)
        self._adam.zero_grad()
        total = sum(len(batch.ids) for batch in batches)
        told = torch.zeros(4, device=self._network.device)
        for batch in batches:
            told += self._measure(batch.to(self._network.device), len(batch.ids) / total)
        torch.nn.utils.clip_grad_norm_(self._network.trained, _CLIPPED)
        self._adam.step()
        return told

    def _measure(self, batch: Batch, weight: float) -> torch.Tensor:
        """Add the gradient of a part of the step; return its weighted losses."""
        logits = self._network(batch.ids, batch.mask)
        losses = measure_losses(logits, batch)
        loss = self._add(losses)
        if self._teachers:
            with torch.no_grad():
                taught = torch.stack([one(batch.ids, batch.mask) for one in self._teachers]).mean(0)
            share = self._settings.taught
            loss = (1 - share) * loss + share * self._add(imitate(logits, taught, batch))
        (weight * loss).backward()  # type: ignore[no-untyped-call]
        right = ((logits[:, 0, -1] > 0) == batch.answered).float().mean()
        return weight * torch.stack([one.detach() for one in (*losses, right)])

    def _add(self, losses: Losses) -> torch.Tensor:
        settings = self._settings
        return (
            losses.span
            + settings.answer_weight * losses.answer
            + settings.inside_weight * losses.inside
        )
