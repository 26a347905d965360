"""Read words such as 去年, 本月 or 12日 against the date of their text and the times before them.

The date of the text is their anchor (TIMEX3 calls it the document creation time, ISO 24617-1), the
time told before them their reference.
"""

from datetime import date, timedelta

from service.times.context import Context
from service.times.period import (
    Period,
    join_periods,
    make_period,
    shift_day,
    shift_month,
    shift_week,
    shift_years,
)
from service.times.time_words import TimeWords, read_number
from service.times.year_parts import read_part

_TENDAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
_YEAR_SHIFTS = {"去": -1, "上": -1, "前": -2, "明": 1, "今": 0, "本": 0}
_MONTH_SHIFTS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_FOLLOW_SHIFTS = {"全": 0, "同": 0, "当": 0, "次": 1, "翌": 1}
_DAY_SHIFTS = {"昨": -1, "前天": -2, "前晚": -2, "明": 1, "后天": 2}
_WEEK_SHIFTS = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1}
_WEEKDAYS = {weekday: (n, n) for n, weekday in enumerate("一二三四五六日")}
_WEEKDAYS |= {"天": (6, 6), "末": (5, 6)}
_LATELY = ("近日", "日前", "前不久", "近期")
_PLAN_YEARS = 5
_FIRST_PLAN, _LATER_PLANS = 1953, 3  # after the second plan came three years without one
_MONTH_DAYS = 30
_LATE_MONTHS = 6
_LATE_DAYS = 20
_NEAR_DAYS = 45
_NINETEENTH, _TWENTIETH = 1900, 2000


def read_time_words(words: TimeWords, context: Context) -> Period | None:
    """Return the days that the words mean, or None if that is unknown."""
    try:
        return _read_fixed(words.parts) or _read_relative(words.parts, context)
    except (ValueError, OverflowError):  # the calendar has no such day
        return None


def find_nearest(month: int, day: int | None, context: Context) -> Period | None:
    """Return the month, or the day in it, that a text means without saying the year.

    That is a day close to its anchor; else one in the year of its reference; else the one that is
    at most half a year after the anchor.
    """
    reference, anchor = context.reference, context.anchor
    is_past = reference and (anchor is None or reference.first <= anchor.last)
    if anchor is None or (reference and is_past and context.is_near):
        return make_period(reference.first.year, month, day) if reference else None
    shift = -1 if month - anchor.last.month > _LATE_MONTHS else 0
    nearest = make_period(anchor.last.year + shift, month, day)
    is_close = abs((nearest.first - anchor.last).days) <= _NEAR_DAYS
    if reference and is_past and not is_close:
        return make_period(reference.first.year, month, day)
    return nearest


def _read_fixed(parts: dict[str, str]) -> Period | None:
    """Return the days of words that need no context."""
    if "from" in parts:
        return join_periods(make_period(int(parts["from"])), make_period(int(parts["to"])))
    if "listed" in parts:
        return make_period(int(parts["listed"]))
    if "plan" in parts:
        return _find_plan(parts["plan"])
    if decade := parts.get("decade"):
        first = _NINETEENTH + (int(decade) if decade.isdecimal() else read_number(decade))
        return join_periods(make_period(first), make_period(first + 9))
    if decade := parts.get("long_decade"):
        return join_periods(make_period(int(decade)), make_period(int(decade) + 9))
    return None


def _read_relative(parts: dict[str, str], context: Context) -> Period | None:
    for name, read in _READERS.items():
        if name in parts:
            return read(parts, context)
    return None


def _read_year(parts: dict[str, str], context: Context) -> Period | None:
    word, reference = parts["year"], context.reference
    if word[0] == "上" or word == "前一年":
        if reference and context.is_near and reference.is_within_year:
            return make_period(reference.first.year - 1)
        word = "去年"
    if context.anchor is None:
        return None
    year = context.anchor.last.year + _YEAR_SHIFTS[word[0]]
    if "same" in parts and reference and reference.is_within_year:
        return shift_years(reference, year - reference.first.year)
    return make_period(year)


def _read_follow(parts: dict[str, str], context: Context) -> Period | None:
    word, reference = parts["follow"], context.reference
    shift = _FOLLOW_SHIFTS[word[0]]
    if word.endswith("年"):
        is_known = reference and reference.is_within_year
        return make_period(reference.first.year + shift) if reference and is_known else None
    known = reference if reference and reference.is_within_month else context.anchor
    if known is None or not known.is_within_month:
        return None
    if word.endswith("月"):
        return shift_month(known.first, shift)
    return shift_day(known.first, shift) if known.first == known.last else None


def _read_months(parts: dict[str, str], context: Context) -> Period | None:
    if context.anchor is None or not context.anchor.is_within_month:
        return None
    word = parts["months"]
    shift = next(shift for start, shift in _MONTH_SHIFTS.items() if word.startswith(start))
    return shift_month(context.anchor.last, shift)


def _read_bare(parts: dict[str, str], context: Context) -> Period | None:
    if context.is_adjacent and context.reference:
        return make_period(context.reference.first.year, read_number(parts["bare"]))
    return find_nearest(read_number(parts["bare"]), None, context)


def _read_month_range(parts: dict[str, str], context: Context) -> Period | None:
    first, last = read_number(parts["month"]), read_number(parts["last_month"])
    nearest = _read_bare({"bare": parts["month"]}, context)
    if nearest is None or first >= last:
        return None
    return join_periods(nearest, make_period(nearest.first.year, last))


def _read_day(parts: dict[str, str], context: Context) -> Period | None:
    """Return the day of the month of the reference; else of that in which the text was written."""
    day = read_number(parts.get("day") or parts.get("linked") or parts["han_day"])
    reference, anchor = context.reference, context.anchor
    if reference and reference.is_within_month and (context.is_near or anchor is None):
        return make_period(reference.first.year, reference.first.month, day)
    if anchor is None or not anchor.is_within_month or "linked" in parts:
        return None
    written = (
        anchor.last if day - anchor.last.day <= _LATE_DAYS else shift_month(anchor.last, -1).last
    )
    return make_period(written.year, written.month, day)


def _read_tendays(parts: dict[str, str], context: Context) -> Period | None:
    reference = context.reference
    if reference is None or not (context.is_adjacent and reference.is_within_month):
        return None
    first, last = _TENDAYS[parts["tendays"]]
    start = reference.first
    return Period(start.replace(day=first), start.replace(day=min(last, reference.last.day)))


def _read_last(parts: dict[str, str], context: Context) -> Period | None:
    if context.anchor is None:
        return None
    end = context.anchor.last
    return Period(make_period(end.year - read_number(parts["last"]) + 1).first, end)


def _read_ago(parts: dict[str, str], context: Context) -> Period | None:
    anchor = context.anchor
    return make_period(anchor.last.year - read_number(parts["ago"])) if anchor else None


def _read_back(parts: dict[str, str], context: Context) -> Period | None:
    """Return the day, the week or the month so long before the text: 三天前, 半年前."""
    words, anchor = parts["back"], context.anchor
    if anchor is None or not anchor.is_within_month:
        return None
    if words.startswith("半"):
        return shift_month(anchor.last, -6) if words == "半年" else None
    count = read_number(words.rstrip("天日个周星期礼拜月"))
    if words.endswith("月"):
        return shift_month(anchor.last, -count)
    if anchor.first != anchor.last:
        return None
    shift = shift_day if words.endswith(("天", "日")) else shift_week
    return shift(anchor.last, -count)


def _read_weeks(parts: dict[str, str], context: Context) -> Period | None:
    anchor = context.anchor
    if anchor is None or anchor.first != anchor.last:
        return None
    week = shift_week(anchor.last, _WEEK_SHIFTS[parts["weeks"]])
    first, last = _WEEKDAYS[parts["weekday"]] if "weekday" in parts else (0, 6)
    return Period(week.first + timedelta(days=first), week.first + timedelta(days=last))


def _read_recent(parts: dict[str, str], context: Context) -> Period | None:
    anchor, word = context.anchor, parts["recent"]
    if anchor is None:
        return None
    if word in _LATELY and anchor.is_within_month:
        return Period(max(date.min, anchor.first - timedelta(days=_MONTH_DAYS)), anchor.last)
    shift = next((days for start, days in _DAY_SHIFTS.items() if word.startswith(start)), None)
    is_day = anchor.first == anchor.last
    return anchor if shift is None or not is_day else shift_day(anchor.last, shift)


def _find_plan(numeral: str) -> Period:
    """Return the years of the Five-Year Plan: 十四五 is 2021–2025."""
    first = _FIRST_PLAN + _LATER_PLANS + _PLAN_YEARS * (read_number(numeral) - 1)
    return join_periods(make_period(first), make_period(first + _PLAN_YEARS - 1))


_READERS = {
    "year": _read_year,
    "follow": _read_follow,
    "months": _read_months,
    "month": _read_month_range,
    "bare": _read_bare,
    "day": _read_day,
    "linked": _read_day,
    "han_day": _read_day,
    "tendays": _read_tendays,
    **dict.fromkeys(
        ("alone_quarter", "quarter", "first_months", "edge", "part", "half", "season"), read_part
    ),
    "last": _read_last,
    "ago": _read_ago,
    "back": _read_back,
    "weeks": _read_weeks,
    "recent": _read_recent,
}
