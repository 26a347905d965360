"""Explain the place of a passage in a search, or why it is missing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from embeddings.library.library import Library
from embeddings.library.records import StoredPassage
from service.retrieval.candidates import CANDIDATES
from service.retrieval.ranking import RankFeatures, measure_features
from service.retrieval.relevance import LEAST, is_relevant
from service.retrieval.search import Search


class Stage(StrEnum):
    """How far a passage got in the pipeline."""

    UNKNOWN = "unknown"
    NOT_INDEXED = "not_indexed"
    FILTERED = "filtered"
    NOT_FOUND = "not_found"
    NOT_RANKED = "not_ranked"
    COLLAPSED = "collapsed"
    CUT_OFF = "cut_off"
    OUTRANKED = "outranked"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened to one passage in a search.

    Attributes:
        passage_id: the passage.
        stage: the stage that dropped it, or ``shown``.
        explanation: the reason in one sentence.
        place: its place after that stage, from 1, if it has one.
        terms: its BM25 sum.
        vectors: its cosine by the static encoder.
        meaning: its cosine by the transformer; None if that has not encoded it yet.
        features: its ranking features, if it was ranked.
    """

    passage_id: str
    stage: Stage
    explanation: str
    place: int | None = None
    terms: float | None = None
    vectors: float | None = None
    meaning: float | None = None
    features: RankFeatures | None = None


def explain(search: Search, limit: int, passage_id: str, library: Library) -> Explanation:
    """Explain what happened to a passage in ``search``, of which at most ``limit`` are shown."""
    stored = library.passages.find(passage_id)
    if stored is None:
        return Explanation(passage_id, Stage.UNKNOWN, "The library has no passage with this id.")
    lexical = search.snapshot.index.lexical
    if stored.key not in lexical:
        text = "The passage is stored but not indexed yet."
        return Explanation(passage_id, Stage.NOT_INDEXED, text)
    if not lexical.allows(stored.key):
        text = "The filters exclude its article."
        return Explanation(passage_id, Stage.FILTERED, text)
    found = _explain_candidate(search, limit, passage_id)
    return found or _explain_miss(search, stored)


def _explain_miss(search: Search, stored: StoredPassage) -> Explanation:
    query, snapshot = search.question.text, search.snapshot
    index, analyzer, meaning = snapshot.index, snapshot.analyzer, snapshot.meaning
    scores = index.lexical.scores(
        analyzer.segmenter.terms(search.question.searched_text), [stored.key]
    )
    cosine = float(index.vectors.similarities(analyzer.encode_query(query), [stored.key])[0])
    deep = meaning.similarities(meaning.encode_query(query), [stored.key]) if meaning else {}
    text = f"It is not among the first {CANDIDATES}, neither by its terms nor by its vectors."
    return Explanation(
        stored.passage.id,
        Stage.NOT_FOUND,
        text,
        terms=scores.get(stored.key, 0.0),
        vectors=cosine,
        meaning=deep.get(stored.key),
    )


def _explain_candidate(search: Search, limit: int, passage_id: str) -> Explanation | None:
    """Follow a passage through the stages; None if no search found it."""
    candidates, measured = search.retrieval.candidates, search.retrieval.measured
    place = _find_place([candidate.passage.id for candidate in candidates], passage_id)
    if place is None:
        return None
    scores = candidates[place - 1].scores
    explanation = Explanation(
        passage_id, Stage.NOT_RANKED, "", place, scores.terms, scores.vectors, scores.meaning
    )
    ranked = _find_place([hit.passage.id for hit in measured], passage_id)
    if ranked is None:
        text = f"It is candidate number {place}; only {len(measured)} are ranked."
        return replace(explanation, explanation=text)
    features = measure_features(measured, search.retrieval.query_terms)[ranked - 1]
    stage, text, place = _explain_place(search, limit, passage_id)
    return replace(explanation, stage=stage, explanation=text, place=place, features=features)


def _explain_place(search: Search, limit: int, passage_id: str) -> tuple[Stage, str, int | None]:
    order = search.ordered
    found = next((hit for hit in order if hit.passage.id == passage_id), None)
    if found is None:
        return Stage.COLLAPSED, "A better passage of a reprint says the same.", None
    if not is_relevant(found):
        text = "It has too little to do with the query: its relevance is "
        return (
            Stage.CUT_OFF,
            f"{text}{found.scores.relevance:.2f}, at least {LEAST} is shown.",
            None,
        )
    place = _find_place([hit.passage.id for hit in order if is_relevant(hit)], passage_id)
    stage = Stage.SHOWN if place and place <= limit else Stage.OUTRANKED
    return stage, f"It is ranked number {place}; {limit} are shown.", place


def _find_place(ids: Sequence[str], passage_id: str) -> int | None:
    return ids.index(passage_id) + 1 if passage_id in ids else None
