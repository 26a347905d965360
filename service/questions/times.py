"""The time that a question is about: in 2019, since 2018, last year, now."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from service.language import Language, detect_language
from service.times.period import EVER, NEVER, Period, day_before, make_day, make_period
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
        is_present: whether they mean the present year, month or day (今年).
        is_open: whether it is more than a year, or has no end, so that several may answer.
    """

    words: Span
    period: Period
    relation: TimeRelation = TimeRelation.IN
    is_relative: bool = False
    is_present: bool = False
    is_open: bool = False


_LATEST = re.compile(
    r"(?<!出)现在|目前|如今|眼下|当前|现如今|最新|现任|近来|这阵子"
    r"|(?<!离)最近(?!的?(?:距离|路|站|地铁|公交|医院|一?[家个]))(?![一二两三四五六七八九十\d]+年)"
    r"|\b(?:now|nowadays|currently|current|latest|at present|most recent(?:ly)?)\b"
)
_UNIT = r"(?:\s?年|\s?月份?|\s?[日号])?"
_EVENT = r"[^,，的\s\d]{0,6}"  # 2013年被打破之前, 1998年改制以后
_SINCE = re.compile(
    rf"{_UNIT}(?:{_EVENT}(?:以来|以后|之后)|起(?![火草诉])|后(?![勤备期来面半])|往后|至今|到(?:现在|目前|今))"
)
_BEFORE = re.compile(rf"{_UNIT}(?:{_EVENT}(?:以前|之前)|前(?![后往期三两半]))")
_ABOUT = re.compile(rf"{_UNIT}(?:前后|左右|上下)")
_SINCE_ENGLISH = re.compile(r"\b(?:since|after)\s+(?:the\s+year\s+)?$")
_BEFORE_ENGLISH = re.compile(r"\b(?:before|until)\s+(?:the\s+year\s+)?$")
_BARE_YEAR = re.compile(r"(?<![\w.-])(?:1[89]|20)\d\d(?=\s|$|[?,.!;])")
# 学校21年招生 means 2021; 工作21年, 21年来 and 21年的历史 are no dates.
_SHORT_YEAR = re.compile(
    r"(?<![\d.〇一二三四五六七八九十百了过第每满近约足共达整干做当任职作役续历时用逾余长期限龄住等延改跨])"
    r"(?P<year>\d\d)年(?:(?P<month>1[0-2]|0?[1-9])月)?"
    r"(?![来间前后内以里多老期均龄级制]|时间|的?(?:历史|时间|工龄|经验)|\W?$)"
)
_NEWEST_SHORT, _OLDEST_SHORT = 30, 50  # 2030 and 1950
_ENGLISH_RELATIVE = {
    "last year": "去年",
    "this year": "今年",
    "last month": "上个月",
    "this month": "本月",
    "yesterday": "昨天",
    "today": "今天",
}
_SPOKEN = re.compile("|".join(_ENGLISH_RELATIVE))
# 去年 inside a name or a quotation names something: 《2023年政府工作报告》.
_QUOTED = re.compile(r"[《“\"「『][^》”\"」』]*[》”\"」』]")
_RELATIVE = re.compile(
    r"[今去前明本上]年|上一年|[上下]个?月|[本这]个?月|[昨今前]天|[昨今]日|近.{1,2}年|过去.{1,2}年|.年前"
)
_PRESENT = re.compile(r"[今本]|this|today")
# 比2015年少: a time to compare with.
_COMPARED = re.compile(r"(?:[比较]|相对于|不如|超过)$")
_AROUND = re.compile(r"(?:(?:截至|截止到?|在|从|自|到|于)\s?)?$")
# 中 begins many names (中原区), 内 and 里 some (内蒙古, 里约).
_AFTER = re.compile(
    r"\s?(?:[的,，]|那会儿|期间|间|里(?![约昂海程弄])|内(?![蒙江乡黄丘地部河环务])|中(?=[,，]))?\s?"
)


def read_asked_time(question: str, today: date | None) -> AskedTime | None:
    """Return the time that ``question`` is about; None if it names none.

    Relative words (去年) are read as of ``today``, and not at all without it. Days and months
    without a year restrict nothing, because their year is not known.
    """
    folded = _QUOTED.sub(lambda match: "·" * len(match.group()), fold_aligned(question))
    told = _find_told(folded, today)
    if told and _ABOUT.match(folded, told[0].span.end):
        return None
    if told:
        return _relate(folded, told)
    latest = _LATEST.search(folded)
    if latest is None:
        return None
    return AskedTime(Span(*latest.span()), Period(EVER, today or NEVER), TimeRelation.LATEST)


def remove_time(question: str, asked: AskedTime) -> str:
    """Return a Chinese ``question`` without the words for its time: 2010年的会长是谁 → 会长是谁."""
    if asked.relation is TimeRelation.LATEST or detect_language(question) is Language.ENGLISH:
        return question
    start, end = asked.words
    before = _AROUND.search(question[:start])
    after = _AFTER.match(question, end)
    return (
        question[: before.start() if before else start] + question[after.end() if after else end :]
    )


def _find_told(folded: str, today: date | None) -> list[ToldTime]:
    """Return the times in a question that have a year of their own, or are relative to today."""
    fixed = find_told_times(folded, None)
    told = [one for one in fixed if not _COMPARED.search(folded[: one.span.start])]
    told += [
        ToldTime(Span(*match.span()), make_period(int(match.group())))
        for match in _BARE_YEAR.finditer(folded)
        if not any(one.span.start <= match.start() < one.span.end for one in fixed)
    ]
    told += _find_short_years(folded)
    if today:
        told += _find_relative(folded, today)
    return sorted(told, key=lambda one: one.span)


def _find_short_years(folded: str) -> Iterator[ToldTime]:
    for match in _SHORT_YEAR.finditer(folded):
        year, month = int(match["year"]), match["month"]
        if year <= _NEWEST_SHORT or year >= _OLDEST_SHORT:
            full = year + (2000 if year <= _NEWEST_SHORT else 1900)
            yield ToldTime(Span(*match.span()), make_period(full, int(month) if month else None))


def _find_relative(folded: str, today: date) -> list[ToldTime]:
    anchor = make_day(today)
    for words, chinese in _ENGLISH_RELATIVE.items():
        if (at := folded.find(words)) >= 0:
            [told] = find_told_times(chinese, anchor)
            return [ToldTime(Span(at, at + len(words)), told.period)]
    return [
        one
        for one in find_told_times(folded, anchor)
        if _RELATIVE.match(folded, one.span.start)
        if not _COMPARED.search(folded[: one.span.start])
    ]


def _relate(folded: str, told: list[ToldTime]) -> AskedTime:
    first = told[0]
    start, end = first.span
    is_relative = bool(_RELATIVE.match(folded, start) or _SPOKEN.match(folded, start))
    is_present = is_relative and bool(_PRESENT.match(folded, start))
    asked = AskedTime(first.span, first.period, is_relative=is_relative, is_present=is_present)
    if since := _SINCE.match(folded, end):
        return _open(asked, Span(start, since.end()), Period(first.period.first, NEVER))
    if before := _BEFORE.match(folded, end):
        return _open(asked, Span(start, before.end()), Period(EVER, day_before(first.period.first)))
    if since := _SINCE_ENGLISH.search(folded[:start]):
        return _open(asked, Span(since.start(), end), Period(first.period.first, NEVER))
    if before := _BEFORE_ENGLISH.search(folded[:start]):
        return _open(asked, Span(before.start(), end), Period(EVER, day_before(first.period.first)))
    covered = Period(min(t.period.first for t in told), max(t.period.last for t in told))
    return replace(asked, period=covered, is_open=not covered.is_within_year)


def _open(asked: AskedTime, words: Span, period: Period) -> AskedTime:
    return replace(asked, words=words, period=period, is_open=True)
