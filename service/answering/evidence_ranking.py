"""Rank the windows of hits as evidence, and quote the best."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from embeddings.documents import Article, Span
from embeddings.index.analyzer import Analyzer
from embeddings.index.index import Index
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph, split_sentences, split_statements
from embeddings.text.terms import Segmenter
from service.answering.evidence import (
    WINDOW_CHARACTERS,
    Evidence,
    EvidenceFeatures,
    generate_windows,
    measure_window,
)
from service.answers.answer import ShortAnswer
from service.answers.hits import Hit, Quote
from service.linear_model import LinearModel
from service.questions.query_terms import QueryTerms, extract_query_terms, measure_mentions
from service.questions.question import Question
from service.short_answers.finder import find_short_answer

_LEAD_IN_CHARACTERS = 40
_FINALISTS = 10
# Linear weights over ``EvidenceFeatures`` that order the windows of one question. Fitted by
# conditional logit (the window with the answer against the others) on public Chinese reading
# comprehension data.
RANKING = EvidenceFeatures(
    words=2.08,
    bigrams=2.23,
    characters=2.00,
    context_words=3.62,
    context_bigrams=2.28,
    semantic=0.00,
    retrieval=5.78,
    form=2.32,
    proximity=1.05,
    names=4.24,
)
_RANKING_MODEL = LinearModel(RANKING)


@dataclass(frozen=True, slots=True)
class RankedEvidence:
    """A piece of evidence and its rank score."""

    evidence: Evidence
    score: float


def rank_evidence(
    question: Question, hits: Sequence[Hit], index: Index, analyzer: Analyzer
) -> list[RankedEvidence]:
    """Return all windows of ``hits``, best first."""
    if not hits:
        return []
    query_terms = extract_query_terms(question, index.lexical)
    best = max(hit.scores.fused for hit in hits) or 1.0
    articles = {hit.article.id: hit.article for hit in hits}
    names = {key: _measure_names(article, question) for key, article in articles.items()}
    ranked = _score_evidence(
        measure_window(
            window, query_terms, _measure_retrieval(window.hit, best), names[window.hit.article.id]
        )
        for window in generate_windows(hits)
    )
    finalists = [candidate.evidence for candidate in ranked[:_FINALISTS]]
    return _score_evidence(_add_similarity(question, finalists, analyzer)) + ranked[_FINALISTS:]


def _measure_names(article: Article, question: Question) -> float:
    """Return the share of the question's names and places that the article mentions."""
    text = fold_aligned(f"{article.title}\n{article.text}")
    return measure_mentions((*question.names, *question.places), text)


def _measure_retrieval(hit: Hit, best: float) -> float:
    """Return the relative retrieval score of a hit, in 0..1; the cross-encoder's, if any."""
    scores = hit.scores
    return scores.fused / best if scores.reranker is None else scores.reranker


def _score_evidence(evidence: Iterable[Evidence]) -> list[RankedEvidence]:
    ranked = (RankedEvidence(item, _RANKING_MODEL.score(item.features)) for item in evidence)
    return sorted(ranked, key=lambda item: -item.score)


def _add_similarity(
    question: Question, evidence: Sequence[Evidence], analyzer: Analyzer
) -> Iterator[Evidence]:
    """Add the cosine of question and window, which is too slow for all and seldom decides."""
    if not evidence:
        return
    vectors = analyzer.encode_passages([item.window.text for item in evidence])
    similarities = vectors @ analyzer.encode_query(question.text)
    for item, similarity in zip(evidence, similarities, strict=True):
        semantic = max(0.0, float(similarity))
        yield replace(item, features=replace(item.features, semantic=semantic))


def extract_quote(evidence: Evidence) -> Quote:
    """Return the quote: the window, with the statements around it that still fit."""
    article = evidence.window.hit.article
    span = _grow_window(article.text, evidence.window.span)
    return Quote(article.id, span.start, span.end, article.text[span.start : span.end])


def extract_short_answer(
    quote: Quote, query_terms: QueryTerms, segmenter: Segmenter
) -> ShortAnswer | None:
    """Return the short answer in the quote, that of source 1; None if the kind has none."""
    found = find_short_answer(quote.text, query_terms, segmenter)
    if found is None:
        return None
    start, end = quote.start + found.start, quote.start + found.end
    return ShortAnswer(1, start, end, quote.text[found.start : found.end])


def _grow_window(text: str, span: Span) -> Span:
    """Add whole statements around the window while the quote stays short.

    First those before it in its sentence; then, if the window is only a lead-in such as
    "编制“两本书”,讲好人才政策。", those that follow in its paragraph.
    """
    paragraph = find_paragraph(text, span)
    *_, sentence = split_sentences(text, Span(paragraph.start, span.end))
    for statement in reversed([s for s in split_statements(text, sentence) if s.end <= span.start]):
        if span.end - statement.start <= WINDOW_CHARACTERS:
            span = Span(statement.start, span.end)
    for statement in split_statements(text, Span(span.end, paragraph.end)):
        lead_in = span.end - span.start < _LEAD_IN_CHARACTERS
        if not lead_in or statement.end - span.start > WINDOW_CHARACTERS:
            break
        span = Span(span.start, statement.end)
    return span
