"""Contrastive training: a text is the mean of its token vectors, its partner must be nearest."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from scripts.training.tokens import Rows, TokenTexts

_REPORT_EVERY = 50  # steps


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the result, besides the data.

    Attributes:
        vocabulary: tokens, the unknown one among them.
        dimension: numbers in a vector.
        epochs: passes over the pairs.
        batch: pairs in a step; each is a negative for all others.
        learning_rate: Adam's at the start; it falls linearly to zero.
        temperature: what cosines are divided by.
        longest: tokens of a text that are looked at in a step.
        seed: of the first vectors, the order of the pairs and the cuts of long texts.
    """

    vocabulary: int = 36_000
    dimension: int = 128
    epochs: int = 3
    batch: int = 2048
    learning_rate: float = 5e-3
    temperature: float = 0.05
    longest: int = 150
    seed: int = 20260101


@dataclass(frozen=True, slots=True)
class Examples:
    """The pairs as tokens.

    Attributes:
        a: the first sides.
        b: the second sides.
        same_a: equal numbers for equal first sides, ``(pairs,)``.
        same_b: equal numbers for equal second sides, ``(pairs,)``.
    """

    a: TokenTexts
    b: TokenTexts
    same_a: Rows
    same_b: Rows


class Trainer:
    """Token vectors on their way, with what is needed to go on after a stop."""

    def __init__(self, settings: Settings, examples: Examples, checkpoint: Path | None) -> None:
        self._settings = settings
        self._examples = examples
        self._checkpoint = checkpoint
        self._weights = torch.nn.Parameter(first_weights(settings, examples))
        self._adam = torch.optim.Adam([self._weights], lr=settings.learning_rate)
        self._step = 0
        if checkpoint is not None and checkpoint.exists():
            self._resume(checkpoint)

    @property
    def steps(self) -> int:
        """Steps of the whole training."""
        return self._settings.epochs * self._steps_an_epoch

    @property
    def _steps_an_epoch(self) -> int:
        return max(1, len(self._examples.a) // self._settings.batch)

    def train(self, report: Callable[[str], None]) -> NDArray[np.float32]:
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
        return self._weights.detach().numpy()

    def _rows(self) -> Rows:
        """Return the pairs of the next step, ``(batch,)``: each pair comes once an epoch."""
        epoch, place = divmod(self._step, self._steps_an_epoch)
        order = np.random.default_rng([self._settings.seed, epoch]).permutation(
            len(self._examples.a)
        )
        return order[place * self._settings.batch :][: self._settings.batch]

    def _learn(self, rows: Rows) -> float:
        rng = np.random.default_rng([self._settings.seed, 1, self._step])
        a = self._encode(self._examples.a, rows, rng)
        b = self._encode(self._examples.b, rows, rng)
        same = _pairwise_equal(self._examples.same_a[rows]) | _pairwise_equal(
            self._examples.same_b[rows]
        )
        loss = info_nce(a, b, torch.from_numpy(same), self._settings.temperature)
        self._adam.param_groups[0]["lr"] = self._settings.learning_rate * (
            1 - self._step / self.steps
        )
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._adam.step()
        self._step += 1
        return float(loss.detach())

    def _encode(self, texts: TokenTexts, rows: Rows, rng: np.random.Generator) -> torch.Tensor:
        tokens, starts = texts.bags(rows, self._settings.longest, rng)
        bags = torch.from_numpy(tokens).long(), torch.from_numpy(starts)
        return functional.normalize(
            functional.embedding_bag(bags[0], self._weights, bags[1], mode="sum")
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
                f"{checkpoint} is of a training with other settings: {state['settings']}"
            )
        with torch.no_grad():
            self._weights.copy_(state["weights"])
        self._adam.load_state_dict(state["adam"])
        self._step = state["step"]


def info_nce(
    a: torch.Tensor, b: torch.Tensor, same: torch.Tensor, temperature: float
) -> torch.Tensor:
    """Return the symmetric InfoNCE loss (van den Oord et al. 2018, arXiv:1807.03748).

    Row ``i`` of ``a`` and of ``b``, ``(batch, dimension)``, belong together; all other rows are
    negatives except where ``same``, ``(batch, batch)``, tells that two pairs share a text.
    """
    scores = a @ b.T / temperature
    own = torch.arange(len(a))
    same = same.clone()
    same[own, own] = False
    scores = scores.masked_fill(same, -torch.inf)
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def first_weights(settings: Settings, examples: Examples) -> torch.Tensor:
    """Return random token vectors, shorter for frequent tokens, ``(vocabulary, dimension)``.

    Length is a / (a + share of tokens), a = 0.001: smooth inverse frequency (Arora et al. 2017).
    """
    seen = np.concatenate([examples.a.tokens, examples.b.tokens])
    share = np.bincount(seen, minlength=settings.vocabulary) / len(seen)
    rng = np.random.default_rng(settings.seed)
    directions = rng.standard_normal((settings.vocabulary, settings.dimension), dtype=np.float32)
    lengths = 1e-3 / (1e-3 + share) / np.sqrt(settings.dimension)
    lengths[0] = 0.0  # the unknown token is in no text
    return torch.from_numpy(directions * lengths[:, None].astype(np.float32))


def _pairwise_equal(numbers: Rows) -> NDArray[np.bool_]:
    equal: NDArray[np.bool_] = numbers[:, None] == numbers[None, :]
    return equal
