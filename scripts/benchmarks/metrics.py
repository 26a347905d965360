"""How good one ranked list is. Relevance is binary; nothing below rank 10 counts."""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

DEPTH = 10
METRICS = ("MRR@10", "R@1", "R@5", "R@10", "nDCG@10")


def score(ranked: Sequence[str], right: AbstractSet[str]) -> tuple[float, ...]:
    """Return the values of ``METRICS``, each in 0..1, for distinct documents, best first."""
    relevant = [document in right for document in ranked[:DEPTH]]
    recalls = (recall(relevant[:depth], len(right)) for depth in (1, 5, DEPTH))
    return (reciprocal_rank(relevant), *recalls, ndcg(relevant, len(right)))


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """Return 1 / rank of the first relevant document, 0 without one (Voorhees 1999, TREC-8)."""
    return next((1 / rank for rank, hit in enumerate(relevant, 1) if hit), 0.0)


def recall(relevant: Sequence[bool], total: int) -> float:
    """Return the share of all ``total`` relevant documents that the list holds."""
    return sum(relevant) / total


def ndcg(relevant: Sequence[bool], total: int) -> float:
    """Return the discounted cumulated gain over that of an ideal list with ``total`` relevant ones.

    Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", with gains of 0
    and 1 and the discount log2(1 + rank) in use since Burges et al. 2005.
    """
    return _gain(relevant) / _gain([True] * min(total, DEPTH))


def _gain(relevant: Sequence[bool]) -> float:
    return sum(hit / math.log2(1 + rank) for rank, hit in enumerate(relevant, 1))
