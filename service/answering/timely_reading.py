"""Which passages to read for a question about a time, and which of their answers to give."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from embeddings.documents import Article, Span
from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence, lacks_form
from service.answering.disagreement import tells_as_much
from service.answering.lasting_answer import find_unchanged_answer
from service.answering.named_subject import measure_names
from service.answers.correction import Correction
from service.answers.hits import Hit
from service.answers.wording import format_chinese_period
from service.language import Language
from service.locating.dated_answers import find_dated_answers
from service.locating.locate import locate_answer
from service.locating.located_answer import LocatedAnswer
from service.locating.plans import asks_plan
from service.locating.read_hits import (
    READ_HITS,
    ReadHit,
    answers_clearly,
    read_hits,
)
from service.locating.rendering import choose_rendering
from service.locating.time_fit import Fit
from service.questions.question import Question, QuestionKind
from service.questions.times import AskedTime, TimeRelation, read_asked_time
from service.short_answers.agreement import tells_per_unit
from service.times.period import Period, parse_period
from service.times.validity import Basis, Validity, read_chronology
from service.workspace.question_reader import QuestionReader

SEARCHED_HITS = 12
"""How many hits are looked at for those of the time that is asked about."""
_READ_IN_TIME = 6
# What a hit loses, on the scale of final scores, if it tells nothing of the time that is asked
# about, and what it loses if it tells of other times.
_UNTOLD, _OTHER_TIME = 1.0, 3.0
# The same for an answer, on the scale of the reader's logits.
_UNSURE = {Fit.FITS: 0.0, Fit.MENTIONED: 1.0, Fit.UNKNOWN: 2.0, Fit.CONTRADICTS: 100.0}
_SURE = 50  # the least confidence of an answer that precedes a better one because it is newer
_OTHER_THAN_ASKED = 1.5  # a plan if the fact is asked for, or the other way round


def read_in_time(
    question: Question, hits: Sequence[Hit], reader: QuestionReader, segmenter: Segmenter
) -> list[ReadHit]:
    """Read the best of ``hits``; first those that tell of the time that is asked about."""
    asked, render = question.time, choose_rendering(question)
    if asked is None:
        hits = hits[:READ_HITS]
        return read_hits(lambda _: question.read_text, hits, reader, render=render)

    def is_enough(one: ReadHit) -> bool:
        is_single = not asked.is_open and asked.relation is TimeRelation.IN
        if not (is_single and answers_clearly(one)):
            return False
        return locate_answer(one, question, segmenter).fit is Fit.FITS

    ordered = order_by_time(hits, asked)[:_READ_IN_TIME]
    phrase = partial(_phrase, question, asked)
    return read_hits(phrase, ordered, reader, is_enough, render)


def _phrase(question: Question, asked: AskedTime, hit: Hit) -> str:
    """Return the question without its time, unless only the passage itself may tell of it."""
    words = question.text[slice(*asked.words)]
    is_dated = bool(hit.article.publication_date)
    return question.read_text if is_dated and words not in hit.text else question.text


def order_by_time(hits: Sequence[Hit], asked: AskedTime) -> list[Hit]:
    """Return ``hits`` with those that tell of the time asked about before others as good.

    What was written after the day that is asked on is left out, unless there is nothing else.
    """
    if asked.relation is TimeRelation.LATEST:
        return [hit for hit in hits if _is_written_by(hit, asked.period.last)] or list(hits)
    losses = {hit.passage.id: _measure_loss(hit, asked.period) for hit in hits}
    return sorted(hits, key=lambda hit: losses[hit.passage.id] - hit.scores.final)


def _is_written_by(hit: Hit, day: date) -> bool:
    written = parse_period(hit.article.publication_date)
    return written is None or written.first <= day


def _measure_loss(hit: Hit, period: Period) -> float:
    chronology, passage = read_chronology(hit.article), hit.passage
    told = [one.period for one in chronology.find_told_in(Span(passage.start, passage.end))]
    if any(one.overlaps(period) for one in told):
        return 0.0
    validity = chronology.find_validity(Span(passage.start, passage.start + 1))
    if validity and validity.covered.overlaps(period):
        return 0.0
    return _OTHER_TIME if validity else _UNTOLD


class Choice(NamedTuple):
    """The answer to give, and the passages that it is weighed against, its own among them."""

    best: LocatedAnswer
    rivals: Sequence[ReadHit]


def choose_in_time(
    read: Sequence[ReadHit], question: Question, segmenter: Segmenter, threshold: int
) -> Choice:
    """Return the best answer that holds for the time asked about, or the newest one.

    If all hold for other times, it is one of those. What is less sure to hold for it is no rival.
    """
    asked = question.time
    if asked is None:
        best = locate_answer(read[0], question, segmenter)
        is_plan = best.tells_plan(question.kind) and not asks_plan(question.text)
        if is_plan:
            return _choose_fact(best, read, question, segmenter, threshold)
        return Choice(best, read)
    located = [locate_answer(one, question, segmenter) for one in read]
    if asked.relation is TimeRelation.LATEST:
        dated = [each for one in read for each in find_dated_answers(one, question, segmenter)]
        best = _choose_newest([*located, *dated], question, threshold)
        others = [one for one in located if one.validity is None or best.validity is None]
    else:
        best = max(located, key=partial(_weigh, question=question))
        best = find_unchanged_answer(best, located, question)
        others = [one for one in located if _UNSURE[one.fit] <= _UNSURE[best.fit]]
    return Choice(best, [best.read, *(one.read for one in others if one is not best)])


def _weigh(one: LocatedAnswer, question: Question) -> float:
    """Return how good an answer is for its time, as a logit."""
    is_other = one.tells_plan(question.kind) != asks_plan(question.text)
    plan = _OTHER_THAN_ASKED if is_other and question.kind is QuestionKind.NUMBER else 0.0
    return one.read.score - _UNSURE[one.fit] - plan


def _choose_fact(
    best: LocatedAnswer,
    read: Sequence[ReadHit],
    question: Question,
    segmenter: Segmenter,
    threshold: int,
) -> Choice:
    """Return what happened, as a newer article tells, instead of what was planned before.

    Of several plans it is the newest.
    """
    written = best.read.article.publication_date
    others = [locate_answer(one, question, segmenter) for one in read if one is not best.read]
    newer = [
        one
        for one in others
        if one.read.article.publication_date > written
        and _is_sure(one, question, threshold)
        and tells_as_much(one, best, question)
    ]
    facts = [one for one in newer if not one.tells_plan(question.kind)]
    if facts:
        rivals = [one.read for one in others if not one.tells_plan(question.kind)]
        return Choice(facts[0], [facts[0].read, *rivals])
    newest = max([best, *newer], key=lambda one: one.read.article.publication_date)
    return Choice(newest, [newest.read] if newest is not best else read)


def _is_sure(one: LocatedAnswer, question: Question, threshold: int) -> bool:
    """Return whether an answer may stand for the best one, if that is older."""
    return (
        not lacks_form(one, question)
        and estimate_confidence(one, question, [one.read]) >= max(threshold, _SURE)
        and measure_names(question, one.read.article) == 1
        and tells_per_unit(one.read.article.text, one.words, question)
    )


def _choose_newest(
    located: Sequence[LocatedAnswer], question: Question, threshold: int
) -> LocatedAnswer:
    """Return the newest of the answers that are sure, or the best if none is or none has a date."""
    sure = [one for one in located if one.validity and _is_sure(one, question, threshold)]
    return max(sure, key=_find_last_day, default=located[0])


def _find_last_day(one: LocatedAnswer) -> date:
    """Return until when an answer surely holds: not after its article."""
    written = parse_period(one.read.article.publication_date)
    last = one.validity.covered.last if one.validity else date.min
    return min(last, written.last) if written else last


def find_told_validity(located: LocatedAnswer, question: Question) -> Validity | None:
    """Return when an answer holds, unless only its article's date says so and nobody asked."""
    validity = located.validity
    is_asked = question.time is not None or question.kind is QuestionKind.DATE
    is_told = validity is not None and validity.basis not in (Basis.TITLE, Basis.DATE)
    return validity if is_asked or is_told else None


def read_as_present(question: Question, read: Sequence[ReadHit]) -> Question:
    """Return the question as of the newest article that was read: 今年 is then its year."""
    asked = question.time
    if asked is None or not asked.is_present:
        return question
    days = [day for one in read if (day := _find_day(one.article)) and day <= asked.period.last]
    if not days:
        return question
    return replace(question, time=read_asked_time(question.text, max(days)))


def tell_reading(question: Question) -> tuple[Correction, ...]:
    """Return how the relative words of a question were read: 去年 as 2023年."""
    asked = question.time
    if asked is None or not asked.is_relative:
        return ()
    written = question.text[slice(*asked.words)]
    is_chinese = question.language is Language.CHINESE
    iso = asked.period.iso
    return (Correction(written, format_chinese_period(iso) if is_chinese else iso),)


def _find_day(article: Article) -> date | None:
    period = parse_period(article.publication_date)
    return period.last if period else None
