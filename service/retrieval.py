"""From a question to hits: two searches, one list."""

from dataclasses import dataclass

from embeddings.index import Index, Tools
from embeddings.library import Library
from service.nouns import Hit, Scores

_CANDIDATES = 50
# How much a cosine of 1 counts against the best BM25 score of the question. The static encoder is
# the weaker judge: it may lift a paraphrase, and must not overrule a rare word that is there.
VECTOR_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage key with the scores of both searches; a search that missed it gives 0."""

    key: int
    terms: float
    vectors: float


def retrieve(query: str, index: Index, library: Library, tools: Tools, limit: int) -> list[Hit]:
    """Return up to ``limit`` hits for ``query``, best first."""
    ranked = fuse(_candidates(query, index, tools))[: limit + _CANDIDATES]
    passages = library.passages([candidate.key for candidate, _ in ranked])
    found = [
        (passages[candidate.key], candidate, score)
        for candidate, score in ranked
        if candidate.key in passages  # an article deleted since the snapshot is never shown
    ][:limit]
    articles = {passage.article_id: library.article(passage.article_id) for passage, _, _ in found}
    return [
        Hit(passage, article, Scores(candidate.terms, candidate.vectors, score, score))
        for passage, candidate, score in found
        if (article := articles[passage.article_id])
    ]


def fuse(candidates: list[Candidate]) -> list[tuple[Candidate, float]]:
    """Return candidates with their fused score, best first.

    The score is a convex combination (Bruch et al. 2023, "An Analysis of Fusion Functions for
    Hybrid Retrieval"): BM25 over the best BM25 of this question, plus the cosine times
    ``VECTOR_WEIGHT``, divided so that it lies in 0..1.
    """
    best = max((candidate.terms for candidate in candidates), default=0.0) or 1.0
    scored = [
        (
            candidate,
            (candidate.terms / best + VECTOR_WEIGHT * max(0.0, candidate.vectors))
            / (1 + VECTOR_WEIGHT),
        )
        for candidate in candidates
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].key))


def _candidates(query: str, index: Index, tools: Tools) -> list[Candidate]:
    """Search both ways, and ask each search for its score of what only the other one found."""
    terms = tools.segmenter.terms(query)
    vector = tools.query_vector(query)
    by_terms = dict(index.lexical.search(terms, _CANDIDATES))
    by_vector = dict(index.vectors.search(vector, _CANDIDATES))
    only_vector = [key for key in by_vector if key not in by_terms]
    only_terms = [key for key in by_terms if key not in by_vector]
    by_terms |= index.lexical.scores(terms, only_vector)
    similarities = index.vectors.similarities(vector, only_terms)
    by_vector |= dict(zip(only_terms, map(float, similarities), strict=True))
    return [Candidate(key, by_terms.get(key, 0.0), by_vector[key]) for key in sorted(by_vector)]
