"""Examples of short answers: the spans of a quote that holds an accepted one, and their F1."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.text.normalize import fold_without_spaces
from scripts.benchmarks.benchmark import Query
from scripts.benchmarks.collection import Collection
from service.answering.evidence_ranking import extract_quote, rank_evidence
from service.assistant import READ_HITS
from service.evaluation.overlap import f1
from service.questions.query_terms import QueryTerms
from service.questions.question import QuestionKind, read_question
from service.retrieval.search import retrieve
from service.short_answers.candidates import find_candidates, tokenize
from service.short_answers.features import measure_spans

# How many windows are looked through for one that holds the answer.
_WINDOWS = 12


@dataclass(frozen=True, slots=True)
class Spans:
    """The candidates of one question.

    Attributes:
        kind: what it asks for.
        names: of the features.
        features: ``(spans, features)``.
        f1: of each span, ``(spans,)``; at least one is above 0.
    """

    kind: QuestionKind
    names: tuple[str, ...]
    features: NDArray[np.float32]
    f1: NDArray[np.float32]


def read_spans(query: Query, collection: Collection) -> Spans | None:
    """Find the best quote that holds an answer, and measure its spans; None where there is none."""
    analyzer, index = collection.analyzer, collection.index
    question = read_question(query.text, analyzer.segmenter)
    hits = retrieve(question, index, collection.library, analyzer, READ_HITS).ranked[:READ_HITS]
    accepted = [fold_without_spaces(answer) for answer in query.answers]
    for ranked in rank_evidence(question, hits, index, analyzer)[:_WINDOWS]:
        quote = extract_quote(ranked.evidence)
        held = any(answer in fold_without_spaces(quote.text) for answer in accepted)
        if held and ranked.evidence.window.hit.article.id in query.right:
            return _measured(quote.text, ranked.evidence.query_terms, query, collection)
    return None


def _measured(
    text: str, query_terms: QueryTerms, query: Query, collection: Collection
) -> Spans | None:
    tokens = tokenize(text, collection.analyzer.segmenter)
    spans = find_candidates(text, tokens, query_terms.question.kind)
    overlaps = [f1(text[span.start : span.end], query.answers) for span in spans]
    if not any(overlaps):
        return None
    columns = measure_spans(text, tokens, spans, query_terms)
    features = np.stack(list(columns.values()), axis=1)
    return Spans(
        query_terms.question.kind, tuple(columns), features, np.array(overlaps, np.float32)
    )
