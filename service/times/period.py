"""Periods of days: what a date, a month, a year or "since 2018" covers."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EVER = date(1, 1, 1)
"""The first day of a period without a beginning."""
NEVER = date(9999, 12, 31)
"""The last day of a period without an end."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def widen(self, days: int) -> "Period":
        """Return the period with so many days more at either end, as far as the calendar goes."""
        margin = timedelta(days=days)
        first = self.first - margin if self.first - EVER > margin else EVER
        return Period(first, self.last + margin if NEVER - self.last > margin else NEVER)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_within_year(self) -> bool:
        """Whether it is a year or a part of one."""
        return self.first.year == self.last.year

    @property
    def is_within_month(self) -> bool:
        """Whether it is a month or a part of one."""
        return self.is_within_year and self.first.month == self.last.month

    @property
    def iso(self) -> str:
        """In ISO 8601: 2017, 2017-10, 2017-10-11, or an interval 2017/2019, ../2018, 2018/.. .

        Both ends of an interval have the same precision.
        """
        for characters in (len("2017"), len("2017-10"), len("2017-10-11")):
            first, last = (_shorten(day, characters) for day in (self.first, self.last))
            begins, ends = parse_period(first), parse_period(last)
            is_first = begins is None or begins.first == self.first
            if is_first and (ends is None or ends.last == self.last):
                return first if first == last else f"{first}/{last}"
        raise AssertionError("days are exact")


def make_period(year: int, month: int | None = None, day: int | None = None) -> Period:
    """Return the year, the month or the day.

    Raises:
        ValueError: the calendar has no such day.
    """
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    return Period(first, date(year, last_month, day or monthrange(year, last_month)[1]))


def make_day(day: date) -> Period:
    """Return the period of one day."""
    return Period(day, day)


def parse_period(iso: str) -> Period | None:
    """Return the year, month or day that an ISO date names (2017, 2017-10, 2017-10-11), or None."""
    parts = iso.split("-")
    if len(parts) > len(("year", "month", "day")) or not all(map(_is_digits, parts)):
        return None
    if len(parts[0]) != len("2017"):
        return None
    try:
        return make_period(*map(int, parts))
    except ValueError:
        return None


def join_periods(first: Period, last: Period) -> Period:
    """Return the days from the first of ``first`` to the last of ``last``."""
    return Period(first.first, last.last)


def day_before(day: date) -> date:
    """Return the day before; of the first day of the calendar, itself."""
    return day - timedelta(days=1) if day > EVER else EVER


def shift_month(day: date, months: int) -> Period:
    """Return the month that comes ``months`` after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_period(year, month + 1)


def shift_day(day: date, days: int) -> Period:
    """Return the day that comes ``days`` after ``day``."""
    return make_day(day + timedelta(days=days))


def shift_week(day: date, weeks: int) -> Period:
    """Return the week, from Monday on, that comes ``weeks`` after that of ``day``."""
    monday = day + timedelta(weeks=weeks, days=-day.weekday())
    return Period(monday, monday + timedelta(days=6))


def shift_years(period: Period, years: int) -> Period:
    """Return the same months ``years`` later; a leap day becomes the day before."""
    return Period(_shift_year(period.first, years), _shift_year(period.last, years))


def _shift_year(day: date, years: int) -> date:
    length = monthrange(day.year + years, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(day.year + years, day.month, length if is_last else min(day.day, length))


def _is_digits(part: str) -> bool:
    return part.isascii() and part.isdecimal()


def _shorten(day: date, characters: int) -> str:
    return ".." if day in (EVER, NEVER) else day.isoformat()[:characters]
