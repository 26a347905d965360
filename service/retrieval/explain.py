"""Why a passage is where it is in a search, or why it is not there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from embeddings.library.library import Library
from embeddings.library.records import StoredPassage
from service.retrieval.candidates import CANDIDATES
from service.retrieval.ranking import RankFeatures, measure_features
from service.retrieval.search import Search


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


def explain(search: Search, passage_id: str, library: Library) -> Explanation:
    """Say what became of a passage in ``search``."""
    stored = library.passages.find(passage_id)
    if stored is None:
        return Explanation(passage_id, Stage.UNKNOWN, "The library holds no passage of this id.")
    lexical = search.snapshot.index.lexical
    if stored.key not in lexical:
        text = "The passage is stored, and the index does not show it yet."
        return Explanation(passage_id, Stage.NOT_INDEXED, text)
    if not lexical.allows(stored.key):
        text = "Its article is not among those the filters leave."
        return Explanation(passage_id, Stage.FILTERED, text)
    found = _explain_candidate(search, passage_id)
    return found or _explain_miss(search, stored)


def _explain_miss(search: Search, stored: StoredPassage) -> Explanation:
    query, index, analyzer = search.question.text, search.snapshot.index, search.snapshot.analyzer
    scores = index.lexical.scores(analyzer.segmenter.terms(query), [stored.key])
    cosine = float(index.vectors.similarities(analyzer.query_vector(query), [stored.key])[0])
    text = f"Neither by its terms nor by its vector is it among the first {CANDIDATES}."
    terms = scores.get(stored.key, 0.0)
    return Explanation(stored.passage.id, Stage.NOT_FOUND, text, None, terms, cosine)


def _explain_candidate(search: Search, passage_id: str) -> Explanation | None:
    """Follow a passage through the stages; None when neither search found it."""
    candidates, measured = search.retrieval.candidates, search.retrieval.measured
    place = _find_place([one.passage.id for one in candidates], passage_id)
    if place is None:
        return None
    scores = candidates[place - 1].scores
    explanation = Explanation(passage_id, Stage.NOT_RANKED, "", place, scores.terms, scores.vectors)
    ranked = _find_place([hit.passage.id for hit in measured], passage_id)
    if ranked is None:
        text = f"It is number {place} of what both searches found; {len(measured)} are ranked."
        return replace(explanation, explanation=text)
    features = measure_features(measured, search.retrieval.query_terms)[ranked - 1]
    stage, text, place = _explain_place(search, passage_id)
    return replace(explanation, stage=stage, explanation=text, place=place, features=features)


def _explain_place(search: Search, passage_id: str) -> tuple[Stage, str, int | None]:
    shown = len(search.hits)
    order = [*search.reranked, *search.collapsed[len(search.reranked) :]]
    place = _find_place([hit.passage.id for hit in order], passage_id)
    if place is None:
        return Stage.COLLAPSED, "A better passage of a reprint says the same.", None
    stage = Stage.SHOWN if place <= shown else Stage.OUTRANKED
    return stage, f"It is ranked number {place}; {shown} are shown.", place


def _find_place(ids: Sequence[str], passage_id: str) -> int | None:
    return ids.index(passage_id) + 1 if passage_id in ids else None
