"""A benchmark: documents, queries, and which documents are right for each query. No IO."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

SEED = 20260101
"""Seeds every random choice: the sample of queries and the bootstrap's resamples."""


class Half(StrEnum):
    """A half of a benchmark's queries, split by document so that the halves share none."""

    TUNING = "tuning"
    CHECK = "check"

    @classmethod
    def of(cls, document: str) -> "Half":
        """Return the half that a document's queries belong to."""
        return tuple(cls)[hashlib.blake2b(document.encode(), digest_size=1).digest()[0] % 2]


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the corpus; ``title`` is "" if it has none."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question or headline and the ids of its right documents, at least one.

    ``answers`` are the strings that a reading comprehension set accepts; () in other benchmarks.
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
        """Return the benchmark with a fixed sample of ``count`` queries; 0 means all."""
        total = len(self.queries)
        if not 0 < count < total:
            return self
        chosen = np.random.default_rng(SEED).choice(total, count, replace=False)
        return replace(self, queries=tuple(self.queries[row] for row in sorted(chosen)))

    def only(self, half: Half) -> "Benchmark":
        """Return the benchmark with all documents but only the queries of one half."""
        return replace(
            self, queries=tuple(q for q in self.queries if Half.of(min(q.right)) is half)
        )
