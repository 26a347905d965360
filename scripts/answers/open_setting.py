"""Open-domain question answering: search all paragraphs, then answer; scored as CMRC 2018 is."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from embeddings.documents import Span
from embeddings.text.sentences import split_sentences
from scripts.benchmarks.benchmark import Query
from scripts.benchmarks.bootstrap import FloatArray
from scripts.benchmarks.collection import Collection
from service.answers.hits import Hit
from service.evaluation.overlap import best_f1_within, exact_match, f1
from service.locating.locate import locate_answer
from service.locating.read_hits import READ_HITS, read_hits
from service.locating.rendering import choose_rendering
from service.questions.question import read_question
from service.retrieval.search import retrieve
from service.workspace.question_reader import QuestionReader

SYSTEMS = ("short answer", "quote", "best span of the quote", "best span of the top passage")
BASELINE = "first sentence of the top passage"
ROWS = (*SYSTEMS, BASELINE)
METRICS = ("EM", "F1")
Scores = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """The texts that answer a question, "" where there is none, and the seconds it took."""

    short: str
    quote: str
    passage: str
    first_sentence: str
    seconds: float


def answer(query: Query, collection: Collection, reader: QuestionReader) -> OpenAnswer:
    """Answer as the product does, without ever declining."""
    start = time.perf_counter()
    segmenter = collection.analyzer.segmenter
    question = read_question(query.text, segmenter)
    hits = retrieve(question, collection.snapshot, collection.library, READ_HITS).ranked[:READ_HITS]
    read = read_hits(lambda _: question.read_text, hits, reader, render=choose_rendering(question))
    if not read:
        return OpenAnswer("", "", "", "", time.perf_counter() - start)
    located = locate_answer(read[0], question, segmenter)
    short = located.pick_short(1)
    return OpenAnswer(
        short=short.text if short else "",
        quote=located.quote.text,
        passage=hits[0].text,
        first_sentence=_first_sentence(hits[0]),
        seconds=time.perf_counter() - start,
    )


def score(answered: OpenAnswer, accepted: tuple[str, ...]) -> tuple[Scores, ...]:
    """Return exact match and F1 of each of ``ROWS``.

    A question without a short answer is scored by its quote.
    """
    return (
        _scores(answered.short or answered.quote, accepted),
        _scores(answered.quote, accepted),
        _upper_bound(answered.quote, accepted),
        _upper_bound(answered.passage, accepted),
        _scores(answered.first_sentence, accepted),
    )


def run(
    queries: tuple[Query, ...],
    collection: Collection,
    reader: QuestionReader,
    report: Callable[[int], None],
) -> tuple[FloatArray, FloatArray]:
    """Return ``(queries, rows, metrics)`` scores and ``(queries,)`` milliseconds."""
    scores, milliseconds = [], []
    for done, query in enumerate(queries, 1):
        answered = answer(query, collection, reader)
        scores.append(score(answered, query.answers))
        milliseconds.append(1000 * answered.seconds)
        report(done)
    return np.array(scores), np.array(milliseconds)


def _scores(text: str, accepted: tuple[str, ...]) -> Scores:
    return float(exact_match(text, accepted)), f1(text, accepted)


def _upper_bound(text: str, accepted: tuple[str, ...]) -> Scores:
    """Return what the best span of ``text`` would score."""
    best = best_f1_within(text, accepted)
    return float(best == 1), best


def _first_sentence(hit: Hit) -> str:
    passage = hit.passage
    text = hit.article.text
    first = next(iter(split_sentences(text, Span(passage.start, passage.end))), None)
    return text[first.start : first.end] if first else ""
