"""The search pipeline: from a query to the passages to display.

Every search goes through ``search``. Its result includes the output of each stage, so that
``service.retrieval.explain`` explains the actual run.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.encoding.reranker import Reranker
from embeddings.library.library import Library
from service.answers.hits import Hit
from service.questions.query_terms import QueryTerms, extract_query_terms
from service.questions.question import Question, read_question
from service.retrieval.candidates import ScoredPassage, fetch_hits, find_candidates
from service.retrieval.collapsing import attach_reprints, collapse
from service.retrieval.ranking import measure_features, rank
from service.retrieval.relevance import add_relevance
from service.retrieval.reranking import RERANKED, rerank
from service.retrieval.scope import Scope
from service.workspace.snapshot import Snapshot

# How many candidates are measured and ranked, unless more hits are requested.
RANKED = 30


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The first stages of a search, each best first.

    Attributes:
        query_terms: the terms of the question.
        candidates: what the searches found.
        measured: the best candidates, with their articles and their relevance.
        ranked: the same, in the order of the ranking model.
    """

    query_terms: QueryTerms
    candidates: Sequence[ScoredPassage]
    measured: Sequence[Hit]
    ranked: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class Search:
    """One run of the pipeline: the question, the scope, and each stage's output, best first.

    Attributes:
        question: the parsed query.
        scope: what was searched.
        retrieval: the first stages.
        collapsed: the ranked hits without those that a better reprint already covers.
        reranked: the best of these, reordered by the cross-encoder, if any.
        hits: the hits to display, with reprints.
    """

    question: Question
    scope: Scope
    retrieval: Retrieval
    collapsed: Sequence[Hit]
    reranked: Sequence[Hit]
    hits: tuple[Hit, ...]

    @property
    def ordered(self) -> list[Hit]:
        """All hits in their order, beyond those to display, without their reprints."""
        return [*self.reranked, *self.collapsed[len(self.reranked) :]]

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot, restricted to the scope."""
        return self.scope.snapshot

    @property
    def revision(self) -> int:
        """The library revision of the snapshot."""
        return self.snapshot.manifest.revision


def search(
    query: str,
    limit: int,
    scope: Scope,
    library: Library,
    reranker: Reranker | None = None,
) -> Search:
    """Search ``scope`` for the ``limit`` passages that answer ``query`` best."""
    question = read_question(query, scope.snapshot.analyzer.segmenter, scope.today)
    count = max(limit, RERANKED) if reranker else limit
    retrieval = retrieve(question, scope.snapshot, library, count)
    stories = library.articles.find_stories(list({hit.article.id for hit in retrieval.ranked}))
    collapsed = collapse(retrieval.ranked, stories)
    reranked = rerank(query, collapsed[:count], reranker) if reranker else collapsed[:count]
    hits = add_reprints(reranked[:limit], scope, library)
    return Search(question, scope, retrieval, collapsed, reranked, tuple(hits))


def retrieve(question: Question, snapshot: Snapshot, library: Library, limit: int) -> Retrieval:
    """Find candidates for ``question`` and rank at least the best ``limit``."""
    query_terms = extract_query_terms(question, snapshot.index.lexical)
    candidates = find_candidates(question, snapshot, library)
    found = fetch_hits(candidates[: max(limit, RANKED)], library)
    features = measure_features(found, query_terms)
    measured = add_relevance(found, features, question)
    return Retrieval(query_terms, candidates, measured, rank(measured, features, question))


def add_reprints(hits: Sequence[Hit], scope: Scope, library: Library) -> list[Hit]:
    """Return ``hits`` with the articles in ``scope`` that are reprints of theirs."""
    if not any(hit.story for hit in hits):
        return list(hits)
    printed = library.articles.of_stories({hit.story for hit in hits if hit.story})
    articles = {
        story: [article for article in articles if article.id in scope]
        for story, articles in printed.items()
    }
    return attach_reprints(hits, articles)
