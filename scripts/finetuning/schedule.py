"""Which examples share a step, and how fast it learns."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def schedule(
    sizes: Sequence[int], shares: Sequence[float], steps: int, batch: int, seed: int
) -> list[tuple[int, Rows]]:
    """Return for each step a data set's number and ``(batch,)`` rows of its examples.

    Each step draws from one set, because passages of the same kind are harder negatives. A set is
    drawn in proportion to its share; its examples come again only when all have come.
    """
    rng = np.random.default_rng([seed, 0])
    chosen = rng.choice(len(sizes), size=steps, p=np.asarray(shares) / sum(shares))
    streams = [_stream(size, batch, [seed, 1, number]) for number, size in enumerate(sizes)]
    return [(int(number), next(streams[number])) for number in chosen]


def rate_at(step: int, steps: int, warmup: int, highest: float) -> float:
    """Return the learning rate of a step, counted from 0: it rises linearly, then falls to zero."""
    rising = (step + 1) / warmup if warmup else 1.0
    falling = (steps - step) / max(1, steps - warmup)
    return highest * min(1.0, rising, falling)


def _stream(size: int, batch: int, seed: Sequence[int]) -> Iterator[Rows]:
    rng = np.random.default_rng(seed)
    waiting = np.zeros(0, dtype=np.int64)
    while True:
        while len(waiting) < batch:
            waiting = np.concatenate([waiting, rng.permutation(size)])
        yield waiting[:batch]
        waiting = waiting[batch:]
