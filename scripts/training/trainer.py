"""Contrastive training: each text, the mean of its token vectors, must be nearest its partner."""

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from embeddings.encoding.vectors import FloatMatrix
from scripts.training.batches import count, plan
from scripts.training.settings import Examples, Settings
from scripts.training.tokens import Bags, Rows

_REPORT_EVERY = 50  # steps


class Trainer:
    """Trains token vectors from ``initial``, with a checkpoint to resume from."""

    def __init__(
        self, settings: Settings, examples: Examples, initial: FloatMatrix, checkpoint: Path | None
    ) -> None:
        self._settings = settings
        self._examples = examples
        self._checkpoint = checkpoint
        self._weights = torch.nn.Parameter(torch.from_numpy(initial))
        self._adam = torch.optim.Adam([self._weights], lr=settings.learning_rate)
        self._step = 0
        self._plan: list[Rows] = []
        if checkpoint is not None and checkpoint.exists():
            self._resume(checkpoint)

    @property
    def steps(self) -> int:
        """Number of steps in the whole training."""
        return self._settings.epochs * self._steps_per_epoch

    @property
    def _steps_per_epoch(self) -> int:
        return count(len(self._examples.sources), self._settings.batch, self._settings.apart)

    def train(self, report: Callable[[str], None]) -> FloatMatrix:
        """Return the token vectors, ``(vocabulary, dimension)``; the unknown token's are zeros."""
        begin, first = time.monotonic(), self._step
        losses: list[float] = []
        while self._step < self.steps:
            losses.append(self._learn(self._rows()))
            if self._step % _REPORT_EVERY == 0 or self._step == self.steps:
                left = (time.monotonic() - begin) / (self._step - first) * (self.steps - self._step)
                report(
                    f"step {self._step}/{self.steps}, loss {np.mean(losses):.3f}, {left:.0f} s left"
                )
                losses.clear()
                self._save()
        vectors: FloatMatrix = self._weights.detach().numpy()
        return vectors

    def _rows(self) -> Rows:
        """Return the pairs of the next step, ``(batch,)``; a pair comes once per epoch."""
        epoch, place = divmod(self._step, self._steps_per_epoch)
        if place == 0 or not self._plan:
            rng = np.random.default_rng([self._settings.seed, epoch])
            settings = self._settings
            self._plan = plan(self._examples.sources, settings.batch, settings.apart, rng)
        return self._plan[place]

    def _learn(self, rows: Rows) -> float:
        settings, examples = self._settings, self._examples
        rng = np.random.default_rng([settings.seed, 1, self._step])
        a = examples.a.bags(rows, settings.longest, rng)
        b = examples.b.bags(rows, settings.longest, rng).without_shared(a, settings.hidden, rng)
        same = _pairwise_equal(examples.same_a[rows]) | _pairwise_equal(examples.same_b[rows])
        scores = self._encode(a) @ self._encode(b).T / settings.temperature
        loss = info_nce(scores, torch.from_numpy(same))
        self._adam.param_groups[0]["lr"] = settings.learning_rate * (1 - self._step / self.steps)
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._adam.step()
        self._step += 1
        return float(loss.detach())

    def _encode(self, bags: Bags) -> torch.Tensor:
        """Return unit rows, ``(texts, dimension)``."""
        tokens, starts = torch.from_numpy(bags.tokens).long(), torch.from_numpy(bags.starts)
        return functional.normalize(
            functional.embedding_bag(tokens, self._weights, starts, mode="sum")
        )

    def _save(self) -> None:
        if self._checkpoint is None:
            return
        state = {
            "settings": asdict(self._settings),
            "step": self._step,
            "weights": self._weights.detach(),
            "adam": self._adam.state_dict(),
        }
        draft = self._checkpoint.with_suffix(".part")
        torch.save(state, draft)
        draft.replace(self._checkpoint)

    def _resume(self, checkpoint: Path) -> None:
        state = torch.load(checkpoint, weights_only=True)
        if state["settings"] != asdict(self._settings):
            raise SystemExit(
                f"{checkpoint} belongs to a training with other settings: {state['settings']}"
            )
        with torch.no_grad():
            self._weights.copy_(state["weights"])
        self._adam.load_state_dict(state["adam"])
        self._step = state["step"]


def info_nce(scores: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Return the symmetric InfoNCE loss (van den Oord et al. 2018, arXiv:1807.03748).

    Both are ``(batch, batch)``. The diagonal of ``scores`` holds the matching pairs; all others are
    negatives, except where ``same`` marks two pairs that share a text.
    """
    own = torch.arange(len(scores))
    others = same & ~torch.eye(len(scores), dtype=torch.bool)
    scores = scores.masked_fill(others, -torch.inf)
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _pairwise_equal(numbers: Rows) -> NDArray[np.bool_]:
    equal: NDArray[np.bool_] = numbers[:, None] == numbers[None, :]
    return equal
