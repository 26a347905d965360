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

    def contains(self, other: "Period") -> bool:
        """Return whether all days of ``other`` are days of this one."""
        return self.first <= other.first and other.last <= self.last

    @property
    def iso(self) -> str:
        """In ISO 8601: 2017, 2017-10, 2017-10-11, or an interval 2017/2019, ../2018, 2018/.. ."""
        for whole in (f"{self.first:%Y}", f"{self.first:%Y-%m}", f"{self.first:%Y-%m-%d}"):
            if parse_period(whole) == self:
                return whole
        first = ".." if self.first == EVER else _shorten(self.first, is_first=True)
        last = ".." if self.last == NEVER else _shorten(self.last, is_first=False)
        return f"{first}/{last}"


def make_period(year: int, month: int | None = None, day: int | None = None) -> Period:
    """Return the year, the month or the day.

    Raises:
        ValueError: the calendar has no such day.
    """
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    return Period(first, date(year, last_month, day or monthrange(year, last_month)[1]))


def parse_period(iso: str) -> Period | None:
    """Return the year, month or day that an ISO date names (2017, 2017-10, 2017-10-11), or None."""
    parts = iso.split("-")
    if len(parts) > len(("year", "month", "day")) or not all(map(str.isdecimal, parts)):
        return None
    if len(parts[0]) != len("2017"):
        return None
    try:
        return make_period(*map(int, parts))
    except ValueError:
        return None


def shift_month(day: date, months: int) -> Period:
    """Return the month that comes ``months`` after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_period(year, month + 1)


def shift_day(day: date, days: int) -> Period:
    """Return the day that comes ``days`` after ``day``."""
    shifted = day + timedelta(days=days)
    return Period(shifted, shifted)


def _shorten(day: date, *, is_first: bool) -> str:
    """Return the year or the month alone, where ``day`` is its first or its last."""
    for whole in (f"{day:%Y}", f"{day:%Y-%m}"):
        period = parse_period(whole)
        if period and day == (period.first if is_first else period.last):
            return whole
    return f"{day:%Y-%m-%d}"
