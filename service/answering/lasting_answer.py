"""Answers that hold until something changes, as a later article tells: prices of earlier years."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from service.answering.confidence import lacks_form
from service.locating.located_answer import LocatedAnswer
from service.locating.time_fit import Fit
from service.questions.question import Question, QuestionKind
from service.times.period import EVER, NEVER, Period
from service.times.unchanged import find_unchanged

_WITHIN_YEAR = 366  # days: 十三年来 is no exact time


def find_unchanged_answer(
    best: LocatedAnswer, located: Sequence[LocatedAnswer], question: Question
) -> LocatedAnswer:
    """Return what had been told before the time asked about, if a later article says it held on.

    That is so if it says that it is now changed for the first time; else return ``best``.
    """
    asked = question.time
    is_wanted = best.fit is Fit.CONTRADICTS and question.kind is QuestionKind.NUMBER
    if asked is None or asked.is_open or not is_wanted:
        return best
    for unchanged in _list_unchanged(located, question, asked.period):
        since = unchanged.widen(_WITHIN_YEAR).first
        told = [
            one
            for one in located
            if since <= _find_last_day(one) <= asked.period.last and not lacks_form(one, question)
        ]
        if told:
            return replace(max(told, key=_find_last_day), fit=Fit.FITS)
    return best


def _list_unchanged(
    located: Sequence[LocatedAnswer], question: Question, asked: Period
) -> Iterator[Period]:
    """Yield the times around ``asked`` at whose end articles tell of the first change."""
    for one in located:
        unchanged = find_unchanged(one.read.article)
        is_around = unchanged and unchanged.first <= asked.first and asked.last <= unchanged.last
        if unchanged and is_around and not lacks_form(one, question):
            yield unchanged


def _find_last_day(one: LocatedAnswer) -> date:
    """Return the last day that an answer is told for; what was changed then does not last."""
    if one.validity is None or one.validity.period.first == EVER:
        return NEVER
    return one.validity.period.last
