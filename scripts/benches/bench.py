"""The nouns of a bench: documents, queries, and which document is right for which query. No IO."""

from dataclasses import dataclass, replace

import numpy as np

SEED = 20260101
"""Of every random choice: which queries are sampled, and the bootstrap's resamples."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the corpus; ``title`` is "" where it has none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question or a headline, and the ids of the documents that are right for it (never none).

    ``answers`` are the strings that a reading-comprehension set accepts; () in other benches.
    """

    id: str
    text: str
    right: frozenset[str]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """A retrieval test collection."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]

    def with_at_most(self, count: int) -> "Bench":
        """Return the bench with ``count`` of its queries, always the same ones; 0 means all."""
        total = len(self.queries)
        if not 0 < count < total:
            return self
        chosen = np.random.default_rng(SEED).choice(total, count, replace=False)
        return replace(self, queries=tuple(self.queries[row] for row in sorted(chosen)))
