"""The times that a text tells: printed dates, and those that are relative to the text's own date.

What 去年 or 本月12日 means depends on when the text was written, its anchor (TIMEX3 calls this the
document creation time, ISO 24617-1).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from embeddings.documents import Span
from embeddings.text.dates import PrintedDate, find_dates
from service.times.period import Period, make_period, shift_day, shift_month


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A time in a text: its words, and the days that they cover."""

    span: Span
    period: Period


_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九十", 1)} | {"元": 1}
_NUMERALS |= {"十一": 11, "十二": 12}
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_YEAR_WORD = r"[去今前明本上当]年|上一?年度?|本年度"
_YEAR_SHIFTS = {"去": -1, "上": -1, "前": -2, "明": 1, "今": 0, "本": 0}
_PART = r"(?:上半年|下半年|[一二三四1-4]季度|年初|年底|年末|岁末)"
_PART_MONTHS = {"上半年": (1, 6), "下半年": (7, 12), "年初": (1, 2), "年底": (12, 12)}
_PART_MONTHS |= {"年末": (12, 12), "岁末": (12, 12)}
_PLAN_YEARS = 5
_FIRST_PLAN = 1953  # the first Five-Year Plan
_RECENT = r"昨[天日]|前天|[今当]天|今日|本日|目前|近日|日前|前不久|当前|现在|近期|眼下"
_DAY_SHIFTS = {"昨": -1, "前天": -2}
_RELATIVE = re.compile(
    rf"(?P<year>{_YEAR_WORD})(?:的)?(?:(?P<month>{_MONTH})月(?:份|(?P<day>[0-9]{{1,2}})[日号])?|(?P<part>{_PART}))?"
    r"|(?P<months>上上?个?月|本月|当月|下个?月)(?:(?P<dated>[0-9]{1,2})[日号])?"
    rf"|(?<![0-9年第十一二三四五六七八九])(?P<bare>{_MONTH})月(?![0-9]|[一二三四五六七八九十]+[日号])(?:份|底|初|中旬|上旬|下旬)?"
    r"|(?<![0-9月.\-—～~至到第每])(?P<alone>[12][0-9]|3[01]|[1-9])日(?![报均])"
    rf"|(?<![0-9年])(?P<apart>{_PART})"
    r"|[“\"]?(?P<plan>十[一二三四五六七八九])五[”\"]?(?:期间|时期|规划|以来|末|开局|收官|$)"
    rf"|(?P<recent>{_RECENT})"
)
_AFTER_YEAR = re.compile(rf"\s?(?P<part>{_PART})|度|末|底|初")
_RANGE = re.compile(r"\s?(?:年|月|日)?\s?[-–—―~～至到]+\s?")
_LATE_MONTHS = 6


def find_told_times(text: str, anchor: Period | None) -> list[ToldTime]:
    """Return the times in ``text``, in order.

    Args:
        text: as printed.
        anchor: when it was written; None if that is not known: then only full dates are told.
    """
    printed = find_dates(text)
    dated = [told for one in printed if (told := _read_printed(one, text, anchor))]
    taken = [one.span for one in printed]
    relative = _find_relative(text, anchor, taken)
    return list(_join_ranges(sorted([*dated, *relative], key=lambda told: told.span), text))


def _read_printed(printed: PrintedDate, text: str, anchor: Period | None) -> ToldTime | None:
    if printed.year is None:
        if anchor is None or printed.month is None:
            return None
        period = _find_nearest(printed.month, printed.day, anchor.last)
        return ToldTime(printed.span, period) if period else None
    period = make_period(printed.year, printed.month, printed.day)
    after = _AFTER_YEAR.match(text, printed.span.end) if printed.month is None else None
    if after and after["part"]:
        whole = Span(printed.span.start, after.end())
        return ToldTime(whole, _find_part(printed.year, after["part"]))
    return ToldTime(printed.span, period)


def _find_relative(text: str, anchor: Period | None, taken: Iterable[Span]) -> list[ToldTime]:
    spans = list(taken)
    found = []
    for match in _RELATIVE.finditer(text):
        is_taken = any(match.start() < span.end and span.start < match.end() for span in spans)
        period = None if is_taken else _read_relative(match, anchor)
        if period:
            found.append(ToldTime(Span(*match.span()), period))
    return found


def _read_relative(match: re.Match[str], anchor: Period | None) -> Period | None:
    if plan := match["plan"]:
        return _find_plan(plan)
    try:
        return _read_parts(match.groupdict(), anchor) if anchor else None
    except ValueError:  # the calendar has no such day
        return None


def _read_parts(group: dict[str, str | None], anchor: Period) -> Period | None:
    written = anchor.last
    if year_word := group["year"]:
        if year_word == "当年":
            return None
        year = written.year + _YEAR_SHIFTS[year_word[0]]
        if group["part"]:
            return _find_part(year, group["part"])
        month, day = group["month"], group["day"]
        return make_period(year, _read_number(month) if month else None, int(day) if day else None)
    if months := group["months"]:
        month = shift_month(written, {"上": -1, "本": 0, "当": 0, "下": 1}[months[0]] - months.count("上上"))
        day = group["dated"]
        return make_period(month.first.year, month.first.month, int(day)) if day else month
    if group["bare"]:
        return _find_nearest(_read_number(group["bare"]), None, written)
    if group["alone"]:
        return _find_day(int(group["alone"]), anchor)
    if group["apart"]:
        return _find_part(written.year, group["apart"])
    recent = group["recent"] or ""
    shift = next((days for word, days in _DAY_SHIFTS.items() if recent.startswith(word)), None)
    return anchor if shift is None else shift_day(written, shift)


def _find_nearest(month: int, day: int | None, written: date) -> Period | None:
    """Return the day or month without a year that a text of the day ``written`` means.

    It is that of the same year, unless it comes more than half a year later or earlier.
    """
    later = month - written.month
    shift = -1 if later > _LATE_MONTHS else 0
    try:
        return make_period(written.year + shift, month, day)
    except ValueError:
        return None


def _find_day(day: int, anchor: Period) -> Period | None:
    """Return the day of the month that a text written in ``anchor`` means by its number alone."""
    if anchor.first.month != anchor.last.month:
        return None
    return make_period(anchor.last.year, anchor.last.month, day)


def _find_part(year: int, part: str) -> Period:
    if part.endswith("季度"):
        quarter = _read_number(part[0])
        first, last = 3 * quarter - 2, 3 * quarter
    else:
        first, last = _PART_MONTHS[part]
    return Period(make_period(year, first).first, make_period(year, last).last)


def _find_plan(numeral: str) -> Period:
    """Return the years of the Five-Year Plan: 十四五 is 2021–2025."""
    number = 10 + _NUMERALS[numeral[1]] if len(numeral) > 1 else 10
    first = _FIRST_PLAN + _PLAN_YEARS * (number - 1)
    if number >= len("123"):  # after the second one came three years without a plan
        first += 3
    return Period(make_period(first).first, make_period(first + _PLAN_YEARS - 1).last)


def _join_ranges(told: list[ToldTime], text: str) -> Iterator[ToldTime]:
    """Yield the times; 2019年3月至5月 is one from the beginning of the first to the end of both."""
    pending: ToldTime | None = None
    for one in told:
        if pending and _RANGE.fullmatch(text, pending.span.end, one.span.start):
            if pending.period.first <= one.period.last:
                span = Span(pending.span.start, one.span.end)
                pending = ToldTime(span, Period(pending.period.first, one.period.last))
                continue
        if pending:
            yield pending
        pending = one
    if pending:
        yield pending


def _read_number(numeral: str | None) -> int:
    numeral = numeral or ""
    return int(numeral) if numeral.isdecimal() else _NUMERALS[numeral]
