"""The nouns of a bench: documents, queries, and which document is right for which query. No IO."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

SEED = 20260101
"""Of every random choice: which queries are sampled, and the bootstrap's resamples."""


class Half(StrEnum):
    """A half of a bench's queries, parted by their documents, so that none is known to both."""

    TUNING = "tuning"
    CHECK = "check"

    @classmethod
    def of(cls, document: str) -> "Half":
        """Return the half that the queries of a document belong to."""
        return tuple(cls)[hashlib.blake2b(document.encode(), digest_size=1).digest()[0] % 2]


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
class Benchmark:
    """A retrieval test collection."""

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]

    def with_at_most(self, count: int) -> "Benchmark":
        """Return the bench with ``count`` of its queries, always the same ones; 0 means all."""
        total = len(self.queries)
        if not 0 < count < total:
            return self
        chosen = np.random.default_rng(SEED).choice(total, count, replace=False)
        return replace(self, queries=tuple(self.queries[row] for row in sorted(chosen)))

    def only(self, half: Half) -> "Benchmark":
        """Return the bench, all its documents, with the queries of one half."""
        return replace(
            self, queries=tuple(q for q in self.queries if Half.of(min(q.right)) is half)
        )
