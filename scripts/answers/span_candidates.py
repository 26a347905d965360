"""Training examples for short answers: the spans of a quote that holds an accepted answer."""

import numpy as np

from embeddings.text.normalize import fold_without_spaces
from scripts.benchmarks.benchmark import Query
from scripts.benchmarks.collection import Collection
from scripts.fitting.span_selection import SpanCandidates
from service.answering.evidence_ranking import extract_quote, rank_evidence
from service.assistant import READ_HITS
from service.evaluation.overlap import f1
from service.questions.query_terms import QueryTerms
from service.questions.question import read_question
from service.retrieval.search import retrieve
from service.short_answers.candidates import find_candidates, tokenize
from service.short_answers.features import measure_spans

# How many windows are searched for one that holds the answer.
_WINDOWS = 12


def span_candidates(query: Query, collection: Collection) -> SpanCandidates | None:
    """Return the spans of the best quote that holds an answer; None if no quote does."""
    analyzer, index = collection.analyzer, collection.index
    question = read_question(query.text, analyzer.segmenter)
    hits = retrieve(question, collection.snapshot, collection.library, READ_HITS).ranked[:READ_HITS]
    accepted = [fold_without_spaces(answer) for answer in query.answers]
    for ranked in rank_evidence(question, hits, index, analyzer)[:_WINDOWS]:
        quote = extract_quote(ranked.evidence)
        text = fold_without_spaces(quote.text)
        is_right = ranked.evidence.window.hit.article.id in query.right
        if is_right and any(answer in text for answer in accepted):
            return _measure(quote.text, ranked.evidence.query_terms, query, collection)
    return None


def _measure(
    text: str, query_terms: QueryTerms, query: Query, collection: Collection
) -> SpanCandidates | None:
    tokens = tokenize(text, collection.analyzer.segmenter)
    kind = query_terms.question.kind
    spans = find_candidates(text, tokens, kind)
    overlaps = [f1(text[span.start : span.end], query.answers) for span in spans]
    if not any(overlaps):
        return None
    columns = measure_spans(text, tokens, spans, query_terms)
    features = np.stack(list(columns.values()), axis=1)
    return SpanCandidates(kind, tuple(columns), features, np.array(overlaps, np.float32))
