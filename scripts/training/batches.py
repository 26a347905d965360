"""Which pairs share a training step: every pair of a batch is a negative for the others."""

import numpy as np

from scripts.training.tokens import Rows


def plan(sources: Rows, batch: int, apart: float, rng: np.random.Generator) -> list[Rows]:
    """Return the batches of an epoch, each ``(batch,)`` rows of ``sources``, in random order.

    A share ``apart`` of the pairs is batched with pairs of the same data set: such negatives are
    harder, since the kind of text does not give them away. ``sources`` holds each pair's data set,
    ``(pairs,)``. The few pairs that fill no batch are left out of this epoch.
    """
    order = rng.permutation(len(sources))
    alone, mixed = np.split(order, [int(apart * len(order))])
    alone = alone[np.argsort(sources[alone], kind="stable")]
    batches = [*_full(alone, batch), *_full(mixed, batch)]
    return [batches[place] for place in rng.permutation(len(batches))]


def count(pairs: int, batch: int, apart: float) -> int:
    """Return how many batches ``plan`` makes."""
    alone = int(apart * pairs)
    return alone // batch + (pairs - alone) // batch


def _full(rows: Rows, batch: int) -> list[Rows]:
    return [rows[start : start + batch] for start in range(0, len(rows) - batch + 1, batch)]
