"""Samples of the texts that the model is for."""

import gzip
import json
import random
from pathlib import Path

from scripts.training.pairs import Pair, data_sets

_LARGEST = 6_000  # pairs of a data set
_LONGEST = 400  # characters of a text
_SEED = 20260101


def sample_pairs(folder: Path) -> list[Pair]:
    """Return up to 6,000 pairs of each data set in ``folder``, cut to 400 characters.

    The draw is the same each time. Files whose lines are not pairs ``{"a", "b"}`` are left out.

    Raises:
        SystemExit: there is no pair.
    """
    draw = random.Random(_SEED)  # noqa: S311 - a sample, not a secret
    pairs: list[Pair] = []
    for path in data_sets(folder):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [row for row in map(json.loads, lines) if {"a", "b"} <= row.keys()]
        for row in draw.sample(rows, min(_LARGEST, len(rows))):
            pairs.append(Pair(row["a"][:_LONGEST], row["b"][:_LONGEST], path.name))
    if not pairs:
        raise SystemExit(f"no file in {folder} has lines of {{a, b}}")
    return pairs


def draw_pairs(pairs: list[Pair], count: int) -> list[Pair]:
    """Return ``count`` of ``pairs``, or all if there are fewer; the same each time."""
    draw = random.Random(_SEED)  # noqa: S311
    return draw.sample(pairs, min(count, len(pairs)))
