"""Hard negatives: passages that have a question's words but do not answer it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from scripts.finetuning.examples import Example, ExampleSet, Passage
from scripts.finetuning.lexical_search import load_or_make, search_lexically

Negatives = list[list[int]]
"""For each example of a set, rows of passages, best first."""

_DEPTH = 30
_KEPT = 12
_RUN = 16  # characters that a reprint of the right passage shares with it


def load_negatives(data: ExampleSet, folder: Path, report: Callable[[str], None]) -> Negatives:
    """Return the negatives kept in ``folder``; find them if that was not done for these texts."""
    if not data.mined:
        return [[] for _ in data.examples]

    def find() -> Negatives:
        report(f"finding hard negatives of {len(data.examples)} examples of {data.name}")
        return find_negatives(data)

    return load_or_make(folder / f"{data.name}-{_digest(data)}.json", find)


def find_negatives(data: ExampleSet) -> Negatives:
    """Return up to 12 of the passages that the product's lexical index ranks 2 to 30.

    None of them shares its document, or a run of 16 characters, with the right passage.
    """
    passages = [passage.text for passage in data.passages]
    queries = [example.query for example in data.examples]
    found = search_lexically(passages, queries, _DEPTH)
    return [
        _choose_negatives(example, data, rows[1:])
        for example, rows in zip(data.examples, found, strict=True)
    ]


def choose_negative(
    example: Example, lexical: list[int], same_article: float, rng: np.random.Generator
) -> int | None:
    """Return a random negative: a sibling with probability ``same_article``, or a lexical one."""
    prefers_sibling = rng.random() < same_article
    rows = example.siblings if example.siblings and prefers_sibling else lexical
    return int(rng.choice(rows)) if rows else None


def _choose_negatives(example: Example, data: ExampleSet, rows: Sequence[int]) -> list[int]:
    right = data.passages[example.right]
    runs = _runs(right.text)
    return [row for row in rows if not _says_the_same(data.passages[row], right, runs)][:_KEPT]


def _says_the_same(passage: Passage, right: Passage, runs: set[str]) -> bool:
    return passage.document == right.document or not runs.isdisjoint(_runs(passage.text))


def _runs(text: str) -> set[str]:
    return {text[start : start + _RUN] for start in range(max(1, len(text) - _RUN + 1))}


def _digest(data: ExampleSet) -> str:
    parts = (
        [[p.text, p.document] for p in data.passages],
        [[e.query, e.right] for e in data.examples],
    )
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=8).hexdigest()
