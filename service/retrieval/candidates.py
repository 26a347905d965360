"""Find candidates by lexical and vector search, and fuse their scores."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.documents import Passage
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index
from embeddings.library.library import Library
from service.answers.hits import Hit, Scores

# How many passages each of the two searches returns.
CANDIDATES = 50
# How many passages the lexical search scores. A passage found only by its vector takes its lexical
# score from these, because scoring it separately costs as much as the search. A passage not among
# them scores at most as much as the last one, and gets that score.
_SCORED = 300
# The weight of a cosine of 1 relative to the question's best BM25 score. The static encoder is less
# reliable: it may lift a paraphrase, but must not outweigh a rare word that matches.
VECTOR_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage key with the scores of both searches; a search that missed it gives 0."""

    key: int
    terms: float
    vectors: float


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A candidate's passage with its scores; the final score is still the fused one."""

    passage: Passage
    scores: Scores


def find_candidates(
    query: str, index: Index, library: Library, analyzer: Analyzer
) -> list[ScoredPassage]:
    """Return what both searches find, by fused score, best first.

    Ties are broken by passage id rather than key, which depends on when a passage was stored.
    """
    fused = fuse(_search_both(query, index, analyzer))
    passages = library.passages.get([candidate.key for candidate, _ in fused])
    found = [
        ScoredPassage(
            passages[candidate.key], Scores(candidate.terms, candidate.vectors, score, score)
        )
        for candidate, score in fused
        if candidate.key in passages
    ]
    return sorted(found, key=lambda scored: (-scored.scores.fused, scored.passage.id))


def fetch_hits(found: Sequence[ScoredPassage], library: Library) -> list[Hit]:
    """Return the candidates with their articles, without those deleted since the snapshot."""
    articles = library.articles.of_passages(scored.passage for scored in found)
    return [
        Hit(scored.passage, article, scored.scores)
        for scored in found
        if (article := articles.get(scored.passage.article_id))
    ]


def fuse(candidates: list[Candidate]) -> list[tuple[Candidate, float]]:
    """Return the candidates with their fused scores, best first.

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


def _search_both(query: str, index: Index, analyzer: Analyzer) -> list[Candidate]:
    """Run both searches, and complete the scores of candidates that only one of them found."""
    terms = analyzer.segmenter.terms(query)
    vector = analyzer.encode_query(query)
    scored = index.lexical.search(terms, _SCORED)
    by_terms, floor = dict(scored), scored[-1][1] if len(scored) == _SCORED else 0.0
    by_vector = dict(index.vectors.search(vector, CANDIDATES))
    only_terms = [key for key, _ in scored[:CANDIDATES] if key not in by_vector]
    similarities = index.vectors.similarities(vector, only_terms)
    by_vector |= dict(zip(only_terms, map(float, similarities), strict=True))
    return [Candidate(key, by_terms.get(key, floor), by_vector[key]) for key in sorted(by_vector)]
