"""The open setting: retrieve among all paragraphs, then answer; scored like the closed task."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embeddings.documents import Span
from embeddings.text.sentences import split_sentences
from scripts.benchmarks.benchmark import Query
from scripts.benchmarks.bootstrap import FloatArray
from scripts.benchmarks.collection import Collection
from service.answering.evidence_ranking import extract_quote, extract_short_answer, rank_evidence
from service.answers.hits import Hit
from service.assistant import READ_HITS
from service.evaluation.overlap import best_f1_within, exact_match, f1
from service.questions.question import read_question
from service.retrieval.search import retrieve

SYSTEMS = ("short answer", "quote", "best span of the quote", "best span of the top passage")
BASELINE = "first sentence of the top passage"
ROWS = (*SYSTEMS, BASELINE)
METRICS = ("EM", "F1")
Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Given:
    """What one question was given: texts, "" where there is none, and the seconds it took."""

    short: str
    quote: str
    passage: str
    first_sentence: str
    seconds: float


def answer(query: Query, collection: Collection) -> Given:
    """Answer as the product does, but never decline."""
    start = time.perf_counter()
    analyzer, index = collection.analyzer, collection.index
    question = read_question(query.text, analyzer.segmenter)
    hits = retrieve(question, index, collection.library, analyzer, READ_HITS).ranked[:READ_HITS]
    ranked = rank_evidence(question, hits, index, analyzer)
    if not ranked:
        return Given("", "", "", "", time.perf_counter() - start)
    evidence = ranked[0].evidence
    quote = extract_quote(evidence)
    short = extract_short_answer(quote, evidence.query_terms, analyzer.segmenter)
    return Given(
        short=short.text if short else "",
        quote=quote.text,
        passage=hits[0].text,
        first_sentence=_first_sentence(hits[0]),
        seconds=time.perf_counter() - start,
    )


def score(given: Given, accepted: tuple[str, ...]) -> tuple[Pair, ...]:
    """Return exact match and F1 of each of ``ROWS``.

    A question whose kind has no short answer yet is given its quote instead.
    """
    return (
        _pair(given.short or given.quote, accepted),
        _pair(given.quote, accepted),
        _bound(given.quote, accepted),
        _bound(given.passage, accepted),
        _pair(given.first_sentence, accepted),
    )


def run(
    queries: tuple[Query, ...], collection: Collection, report: Callable[[int], None]
) -> tuple[FloatArray, FloatArray]:
    """Return ``(queries, rows, metrics)`` scores and ``(queries,)`` milliseconds."""
    scores, milliseconds = [], []
    for done, query in enumerate(queries, 1):
        given = answer(query, collection)
        scores.append(score(given, query.answers))
        milliseconds.append(1000 * given.seconds)
        report(done)
    return np.array(scores), np.array(milliseconds)


def _pair(text: str, accepted: tuple[str, ...]) -> Pair:
    return float(exact_match(text, accepted)), f1(text, accepted)


def _bound(text: str, accepted: tuple[str, ...]) -> Pair:
    """Return what the best span of ``text`` would score."""
    best = best_f1_within(text, accepted)
    return float(best == 1), best


def _first_sentence(hit: Hit) -> str:
    passage = hit.passage
    text = hit.article.text
    first = next(iter(split_sentences(text, Span(passage.start, passage.end))), None)
    return text[first.start : first.end] if first else ""
