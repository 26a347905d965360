"""From a question to hits: two searches, one list."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.documents import Passage
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index
from embeddings.library.library import Library
from service.answers.hits import Hit, Scores
from service.questions.query_terms import extract_query_terms
from service.questions.question import Question
from service.retrieval.ranking import rank

# How many passages each of the two searches gives.
CANDIDATES = 50
# How many passages the terms score: a passage that only the vectors find has its score from here,
# for to ask again costs as much as the search. One that is not among so many has the lowest of
# these scores at most, and is given it.
_SCORED = 300
# How many of the candidates are measured and ranked.
RANKED = 30
# How much a cosine of 1 counts against the best BM25 score of the question. The static encoder is
# the weaker judge: it may lift a paraphrase, and must not overrule a rare word that is there.
VECTOR_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage key with the scores of both searches; a search that missed it gives 0."""

    key: int
    terms: float
    vectors: float


def retrieve(
    question: Question, index: Index, library: Library, analyzer: Analyzer, limit: int
) -> list[Hit]:
    """Return up to ``limit`` hits for ``question``, best first."""
    hits = find_hits(question.text, index, library, analyzer, max(limit, RANKED))
    return rank(hits, extract_query_terms(question, index.lexical))[:limit]


def find_hits(
    query: str, index: Index, library: Library, analyzer: Analyzer, limit: int = 2 * CANDIDATES
) -> list[Hit]:
    """Return what both searches find, by the fused score, before it is ranked.

    Equal ones come in the order of their ids, not of their keys, which tell when they were stored.
    """
    fused = fuse(_candidates(query, index, analyzer))
    passages = library.passages.get([candidate.key for candidate, _ in fused])
    found = [
        (passages[candidate.key], Scores(candidate.terms, candidate.vectors, score, score))
        for candidate, score in fused
        if candidate.key in passages
    ]
    found.sort(key=lambda one: (-one[1].fused, one[0].id))
    return _hits(found[:limit], library)


def _hits(found: Sequence[tuple[Passage, Scores]], library: Library) -> list[Hit]:
    """Fetch the articles; what was deleted since the snapshot is left out."""
    articles = library.articles.of_passages(passage for passage, _ in found)
    return [
        Hit(passage, article, scores)
        for passage, scores in found
        if (article := articles.get(passage.article_id))
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


def _candidates(query: str, index: Index, analyzer: Analyzer) -> list[Candidate]:
    """Search both ways, and ask each search for its score of what only the other one found."""
    terms = analyzer.segmenter.terms(query)
    vector = analyzer.query_vector(query)
    scored = index.lexical.search(terms, _SCORED)
    by_terms, floor = dict(scored), scored[-1][1] if len(scored) == _SCORED else 0.0
    by_vector = dict(index.vectors.search(vector, CANDIDATES))
    only_terms = [key for key, _ in scored[:CANDIDATES] if key not in by_vector]
    similarities = index.vectors.similarities(vector, only_terms)
    by_vector |= dict(zip(only_terms, map(float, similarities), strict=True))
    return [Candidate(key, by_terms.get(key, floor), by_vector[key]) for key in sorted(by_vector)]
