"""Answer from the passages that were read: quote the best, or decline and offer the nearest."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence, lacks_form
from service.answering.decline_reason import find_decline_reason, shares_words
from service.answering.disagreement import find_rival
from service.answering.quoted_answer import cite
from service.answering.timeline import (
    asks_history,
    build_timeline,
    find_timeline,
    select_beside,
)
from service.answering.timely_reading import (
    choose_in_time,
    find_told_validity,
    read_as_present,
    tell_reading,
)
from service.answering.verdict import VERDICT_CONFIDENCE, find_verdict
from service.answers.answer import Answer, AnswerItem, Reason
from service.answers.hits import Hit, number_sources
from service.answers.shape import AnswerKind, Verdict
from service.locating.defining import is_only_listed, prefer_defining
from service.locating.located_answer import LocatedAnswer
from service.locating.plans import asks_outcome
from service.locating.read_hits import READ_HITS, ReadHit, order_hits
from service.locating.time_fit import Fit
from service.questions.question import Question
from service.questions.shapes import find_shape
from service.retrieval.search import Search

ReadMore = Callable[[Question, Sequence[Hit]], list[ReadHit]]
"""Reads passages with a question."""


def answer_from_passages(
    found: Search, read: Sequence[ReadHit], limit: int, threshold: int, read_more: ReadMore
) -> Answer:
    """Quote the best of the passages ``read``, or decline, with at most ``limit`` sources.

    ``threshold`` is the lowest confidence at which to answer. ``read_more`` reads passages that may
    answer for other times.
    """
    question, segmenter = found.question, found.snapshot.analyzer.segmenter
    read = prefer_defining(read, question)
    if not (read and shares_words(found.retrieval.query_terms, found.hits[:READ_HITS])):
        return _decline(found, read, limit, 0)
    best, rivals = choose_in_time(read, question, segmenter, threshold)
    if best.fit is Fit.CONTRADICTS:
        question = read_as_present(question, read)
        best, rivals = choose_in_time(read, question, segmenter, threshold)
    if asks_history(question):
        rivals = [best.read]  # others tell of other times
    percent = estimate_confidence(best, question, rivals)
    is_only_planned = asks_outcome(question.text) and best.tells_plan(question.kind)
    untold = lacks_form(best, question) or is_only_listed(best.read, question) or is_only_planned
    if percent < threshold or untold:
        return _decline(found, read, limit, percent, is_other_time=best.fit is Fit.CONTRADICTS)
    if limit > 1:
        read = [
            *read,
            *read_more(
                question, select_beside(best, found.retrieval.query_terms, read, found.hits)
            ),
        ]
        several = find_timeline(read, question, segmenter, threshold)
        hits = order_hits(read, found.hits)
        if several and (timeline := build_timeline(question, several, hits, limit)):
            return timeline
    rival = find_rival(best, question, read, segmenter, threshold) if limit > 1 else None
    hits = order_hits(read, found.hits)
    answer = _build_answer(question, [best, rival] if rival else [best], hits, percent, limit)
    return replace(answer, verdict=_judge(best, question, percent, segmenter))


def _decline(
    found: Search, read: Sequence[ReadHit], limit: int, percent: int, *, is_other_time: bool = False
) -> Answer:
    question = found.question
    hits = order_hits(read, found.hits)
    reason = find_decline_reason(
        found.retrieval.query_terms, found.hits[: max(limit, READ_HITS)], percent
    )
    if is_other_time and reason is Reason.NOT_TOLD:
        reason = Reason.OTHER_SUBJECT
    return Answer(
        question.text,
        (),
        None,
        percent,
        reason,
        number_sources(hits)[:limit],
        shape=find_shape(question),
        corrections=tell_reading(question),
    )


def _judge(
    best: LocatedAnswer, question: Question, percent: int, segmenter: Segmenter
) -> Verdict | None:
    """Return what the answer says to a yes/no question, if that is sure."""
    if best.shape is not AnswerKind.YES_NO or percent < VERDICT_CONFIDENCE:
        return None
    return find_verdict(question, best.read.article.text, best.words, segmenter)


def _build_answer(
    question: Question,
    located: Sequence[LocatedAnswer],
    hits: Sequence[Hit],
    percent: int,
    limit: int,
) -> Answer:
    """Return the answer that quotes ``located``, whose hits become the first sources."""
    short, *differing = (one.pick_short(n) for n, one in enumerate(located, 1))
    return Answer(
        question=question.text,
        quotes=tuple(quote for one in located for quote in one.quotes),
        short=short,
        confidence=percent,
        reason=None,
        sources=cite(located, hits)[:limit],
        differing=tuple(one for one in differing if one),
        shape=located[0].shape,
        items=tuple(AnswerItem(words) for words in located[0].list_items(1)),
        corrections=tell_reading(question),
        validity=find_told_validity(located[0], question),
    )
