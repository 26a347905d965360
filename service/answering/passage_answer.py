"""Answer from the passages that were read: quote the best, or decline and offer the nearest."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence, lacks_form
from service.answering.decline_reason import find_decline_reason, shares_words
from service.answering.defining import is_only_listed, prefer_defining
from service.answering.disagreement import find_rival
from service.answering.located_answer import LocatedAnswer, locate_answer
from service.answering.quoted_answer import cite
from service.answering.read_hits import ReadHit, order_hits
from service.answering.verdict import VERDICT_CONFIDENCE, find_verdict
from service.answers.answer import Answer, AnswerItem
from service.answers.hits import Hit, number_sources
from service.answers.shape import AnswerKind, Verdict
from service.questions.question import Question
from service.questions.shapes import find_shape
from service.retrieval.search import Search


def answer_from_passages(
    found: Search, read: Sequence[ReadHit], limit: int, threshold: int
) -> Answer:
    """Quote the best of the passages ``read``, or decline, with at most ``limit`` sources.

    ``threshold`` is the lowest confidence at which to answer.
    """
    question, segmenter = found.question, found.snapshot.analyzer.segmenter
    read = prefer_defining(read, question)
    hits = order_hits(read, found.hits)
    percent = 0
    if read and shares_words(found.retrieval.query_terms, found.hits):
        best = locate_answer(read[0], question, segmenter)
        percent = estimate_confidence(best, question, read)
        untold = lacks_form(best, question) or is_only_listed(read[0], question)
        if percent >= threshold and not untold:
            rival = find_rival(best, question, read, segmenter, threshold) if limit > 1 else None
            answer = _build_answer(
                question.text, [best, rival] if rival else [best], hits, percent, limit
            )
            verdict = _judge(best, question, percent, segmenter)
            return replace(answer, verdict=verdict) if verdict else answer
    reason = find_decline_reason(found.retrieval.query_terms, found.hits, percent)
    sources = number_sources(hits)[:limit]
    return Answer(question.text, (), None, percent, reason, sources, shape=find_shape(question))


def _judge(
    best: LocatedAnswer, question: Question, percent: int, segmenter: Segmenter
) -> Verdict | None:
    """Return what the answer says to a yes/no question, if that is sure."""
    if best.shape is not AnswerKind.YES_NO or percent < VERDICT_CONFIDENCE:
        return None
    return find_verdict(question, best.read.article.text, best.words, segmenter)


def _build_answer(
    text: str, located: Sequence[LocatedAnswer], hits: Sequence[Hit], percent: int, limit: int
) -> Answer:
    """Return the answer that quotes ``located``, whose hits become the first sources."""
    short, *differing = (one.pick_short(n) for n, one in enumerate(located, 1))
    return Answer(
        question=text,
        quotes=tuple(quote for one in located for quote in one.quotes),
        short=short,
        confidence=percent,
        reason=None,
        sources=cite(located, hits)[:limit],
        differing=tuple(one for one in differing if one),
        shape=located[0].shape,
        items=tuple(AnswerItem(words) for words in located[0].list_items(1)),
    )
