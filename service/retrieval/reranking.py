"""The last, optional step of retrieval: a cross-encoder reorders the first hits."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.encoding.reranker import Reranker
from embeddings.index.index import build_indexed_text
from embeddings.text.normalize import fold
from service.answers.hits import Hit

RERANKED = 20


def rerank(query: str, hits: Sequence[Hit], reranker: Reranker) -> list[Hit]:
    """Return ``hits`` with the first ``RERANKED`` in the order of the reranker's scores.

    It reads title, heading and passage. The final score of a hit that it read is its score, in
    0..1, plus the best final score among the hits it did not read, which keep theirs; so all hits
    are still in order of their final scores.
    """
    head, tail = hits[:RERANKED], list(hits[RERANKED:])
    texts = [fold(build_indexed_text(hit.article, hit.passage)) for hit in head]
    floor = max((hit.scores.final for hit in tail), default=0.0)
    scores = map(float, reranker.scores(fold(query), texts))
    read = [_add_score(hit, score, floor) for hit, score in zip(head, scores, strict=True)]
    return sorted(read, key=lambda hit: -hit.scores.final) + tail


def _add_score(hit: Hit, score: float, floor: float) -> Hit:
    return replace(hit, scores=replace(hit.scores, reranker=score, final=floor + score))
