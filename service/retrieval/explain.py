"""Why a passage is where it is in a search, or why it is not there."""

from dataclasses import dataclass
from enum import StrEnum

from embeddings.library.library import Library
from embeddings.library.records import StoredPassage
from service.answers.hits import Hit
from service.questions.query_terms import extract_query_terms
from service.questions.question import read_question
from service.retrieval.candidates import CANDIDATES, RANKED, find_hits
from service.retrieval.collapsing import collapse
from service.retrieval.ranking import RankFeatures, measure_features, rank
from service.workspace.snapshot import Snapshot


class Stage(StrEnum):
    """How far a passage came."""

    UNKNOWN = "unknown"
    NOT_INDEXED = "not_indexed"
    FILTERED = "filtered"
    NOT_FOUND = "not_found"
    NOT_RANKED = "not_ranked"
    COLLAPSED = "collapsed"
    OUTRANKED = "outranked"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one passage.

    Attributes:
        passage_id: the passage.
        stage: the stage that dropped it, or ``shown``.
        place: its place after that stage, from 1, where it has one.
        terms: its BM25 sum.
        vectors: its cosine.
        features: what the ranking saw of it, when it came so far.
        explanation: all this in a sentence.
    """

    passage_id: str
    stage: Stage
    explanation: str
    place: int | None = None
    terms: float | None = None
    vectors: float | None = None
    features: RankFeatures | None = None


def explain(
    query: str, passage_id: str, snapshot: Snapshot, library: Library, limit: int
) -> Explanation:
    """Say what became of a passage in a search for ``query`` that shows ``limit`` passages."""
    stored = library.passages.find(passage_id)
    if stored is None:
        return Explanation(passage_id, Stage.UNKNOWN, "The library holds no passage of this id.")
    if stored.key not in snapshot.index.lexical:
        text = "The passage is stored, and the index does not show it yet."
        return Explanation(passage_id, Stage.NOT_INDEXED, text)
    if not snapshot.index.lexical.allows(stored.key):
        return Explanation(
            passage_id, Stage.FILTERED, "Its article is not among those the filters leave."
        )
    hits = find_hits(query, snapshot.index, library, snapshot.analyzer)
    place = _place(hits, passage_id)
    if place is None:
        return _not_found(query, stored, snapshot)
    hit = hits[place - 1]
    if place > RANKED:
        text = f"It is number {place} of what both searches found; the first {RANKED} are ranked."
        scores = hit.scores
        return Explanation(passage_id, Stage.NOT_RANKED, text, place, scores.terms, scores.vectors)
    ranked, features = _ranked(query, hits[:RANKED], hit, snapshot)
    stories = library.articles.find_stories(list({one.article.id for one in ranked}))
    stage, text, place = _fate(_place(collapse(ranked, stories), passage_id), limit)
    return Explanation(
        passage_id, stage, text, place, hit.scores.terms, hit.scores.vectors, features
    )


def _not_found(query: str, stored: StoredPassage, snapshot: Snapshot) -> Explanation:
    index, analyzer = snapshot.index, snapshot.analyzer
    terms = index.lexical.scores(analyzer.segmenter.terms(query), [stored.key]).get(stored.key, 0.0)
    cosine = float(index.vectors.similarities(analyzer.query_vector(query), [stored.key])[0])
    text = f"Neither by its terms nor by its vector is it among the first {CANDIDATES}."
    return Explanation(stored.passage.id, Stage.NOT_FOUND, text, None, terms, cosine)


def _ranked(
    query: str, hits: list[Hit], hit: Hit, snapshot: Snapshot
) -> tuple[list[Hit], RankFeatures]:
    query_terms = extract_query_terms(
        read_question(query, snapshot.analyzer.segmenter), snapshot.index.lexical
    )
    return rank(hits, query_terms), measure_features(hits, query_terms)[hits.index(hit)]


def _fate(place: int | None, limit: int) -> tuple[Stage, str, int | None]:
    if place is None:
        return Stage.COLLAPSED, "A better passage of a reprint says the same.", None
    stage = Stage.SHOWN if place <= limit else Stage.OUTRANKED
    return stage, f"It is ranked number {place}; {limit} are shown.", place


def _place(hits: list[Hit], passage_id: str) -> int | None:
    ids = [hit.passage.id for hit in hits]
    return ids.index(passage_id) + 1 if passage_id in ids else None
