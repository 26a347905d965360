"""The time that a question is about: in 2019, since 2018, last year, now."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from service.times.period import EVER, NEVER, Period, shift_day
from service.times.told_times import ToldTime, find_told_times


class TimeRelation(StrEnum):
    """How what is asked stands to the period.

    Attributes:
        IN: it holds for the period, or some of it.
        LATEST: it is the newest that the collection tells.
    """

    IN = "in"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class AskedTime:
    """The time that a question is about.

    Attributes:
        words: where the question says so.
        period: the days it covers.
        relation: how what is asked stands to them.
        is_relative: whether the words mean other days on another day (去年).
        is_open: whether it has no beginning or no end (2018年以来), so that several may answer.
    """

    words: Span
    period: Period
    relation: TimeRelation = TimeRelation.IN
    is_relative: bool = False
    is_open: bool = False


_LATEST = re.compile(
    r"现在|目前|如今|眼下|当前|现如今|最新|现任|(?<!离)最近(?!的?(?:距离|路|站|地铁|医院|一?[家个]))|近来|这阵子"
    r"|\b(?:now|nowadays|currently|current|latest|at present|most recent(?:ly)?)\b"
)
_SINCE = re.compile(r"(?:\s?年|\s?月份?|\s?[日号])?(?:以来|以后|之后|起(?!火|草|诉)|后(?!勤|备|期)|至今|到现在|到目前)")
_BEFORE = re.compile(r"(?:\s?年|\s?月份?|\s?[日号])?(?:以前|之前|前(?!后|往|期))")
_SINCE_ENGLISH = re.compile(r"\b(?:since|after)\s+(?:the\s+year\s+)?$")
_BEFORE_ENGLISH = re.compile(r"\b(?:before|until)\s+(?:the\s+year\s+)?$")
_ENGLISH_YEAR = re.compile(r"(?<![\d.-])(?:1[89]|20)\d\d(?![\d.年-])")
_ENGLISH_RELATIVE = {"last year": "去年", "this year": "今年", "last month": "上个月"}
# 去年 inside a name or a quotation names something: 《2023年政府工作报告》.
_QUOTED = re.compile(r"[《“\"「『][^》”\"」』]*[》”\"」』]")
_RELATIVE = re.compile(r"[今去前明本上]年|上个?月|本月|[昨今]天|昨日|今日|前天")


def read_asked_time(question: str, today: date) -> AskedTime | None:
    """Return the time that ``question``, asked ``today``, is about; None if it names none."""
    folded = _QUOTED.sub(lambda match: "·" * len(match.group()), fold_aligned(question))
    told = _find_told(folded, shift_day(today, 0))
    if told:
        return _relate(folded, told)
    latest = _LATEST.search(folded)
    if latest is None:
        return None
    return AskedTime(Span(*latest.span()), Period(EVER, today), TimeRelation.LATEST)


def _find_told(folded: str, today: Period) -> ToldTime | None:
    """Return the first time in a question, today's own words (现在) apart."""
    for words, chinese in _ENGLISH_RELATIVE.items():
        at = folded.find(words)
        if at >= 0:
            [told] = find_told_times(chinese, today)
            return ToldTime(Span(at, at + len(words)), told.period)
    told_times = [t for t in find_told_times(folded, today) if not _LATEST.match(folded, t.span.start)]
    if told_times:
        return told_times[0]
    year = _ENGLISH_YEAR.search(folded)
    return ToldTime(Span(*year.span()), Period(date(int(year.group()), 1, 1), date(int(year.group()), 12, 31))) if year else None


def _relate(folded: str, told: ToldTime) -> AskedTime:
    start, end = told.span
    is_relative = bool(_RELATIVE.match(folded, start))
    if since := _SINCE.match(folded, end):
        period = Period(told.period.first, NEVER)
        return AskedTime(Span(start, since.end()), period, is_relative=is_relative, is_open=True)
    if before := _BEFORE.match(folded, end):
        period = Period(EVER, _day_before(told.period.first))
        return AskedTime(Span(start, before.end()), period, is_relative=is_relative, is_open=True)
    if since := _SINCE_ENGLISH.search(folded[:start]):
        return AskedTime(Span(since.start(), end), Period(told.period.first, NEVER), is_open=True)
    if before := _BEFORE_ENGLISH.search(folded[:start]):
        period = Period(EVER, _day_before(told.period.first))
        return AskedTime(Span(before.start(), end), period, is_open=True)
    several = told.period.first.year != told.period.last.year
    return AskedTime(told.span, told.period, is_relative=is_relative, is_open=several)


def _day_before(day: date) -> date:
    return shift_day(day, -1).first
