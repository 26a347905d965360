"""Benchmarks made of pairs of texts: each a must find its b among the distinct b of its set."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

from scripts.benchmarks.benchmark import SEED, Benchmark, Document, Query

_DOCUMENTS = 7000
_CHARACTERS = 2500
_QUESTION_CHARACTERS = (4, 120)
_BEST_SCORE = 2


def read_pairs_as_benchmark(folder: Path, name: str, documents: int = _DOCUMENTS) -> Benchmark:
    """Return a set of pairs as a benchmark: a sample of its documents and their questions.

    Pairs whose score says that b answers a only somewhat lend their documents alone.
    """
    rows = list(_read_rows(folder / f"{name}.jsonl.gz"))
    rng = random.Random(f"{SEED} {name}")  # noqa: S311 - a sample, not a secret
    texts = list(dict.fromkeys(b for _, b, _ in rows))
    sample = rng.sample(texts, min(len(texts), documents))
    kept = {text: f"{n:016x}" for n, text in enumerate(sample)}
    right: dict[str, set[str]] = {}
    shortest, longest = _QUESTION_CHARACTERS
    for a, b, is_right in rows:
        if is_right and b in kept and shortest <= len(a) <= longest:
            right.setdefault(a, set()).add(kept[b])
    return Benchmark(
        name,
        tuple(Document(key, "", text[:_CHARACTERS]) for text, key in kept.items()),
        tuple(Query(text, text, frozenset(ids)) for text, ids in sorted(right.items())),
    )


def _read_rows(path: Path) -> Iterator[tuple[str, str, bool]]:
    """Yield a, b, and whether b answers a, without pairs of two equal texts."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for fields in map(json.loads, lines):
            if fields["a"] != fields["b"]:
                yield fields["a"], fields["b"], fields.get("score", _BEST_SCORE) >= _BEST_SCORE
