"""Filters: which articles a request is about. No IO."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import WenbaoError
from embeddings.text.normalize import fold_aligned

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
Mask = NDArray[np.bool_]


class BadFilterError(WenbaoError, ValueError):
    """Filters that cannot be meant so."""


class Days(NamedTuple):
    """The days that a date may mean, as numbers such as 20171011: those of a month or a year."""

    first: int
    last: int


def parse_days(text: str) -> Days | None:
    """Return the days that an ISO date (``2017-10-11``, ``2017-10``, ``2017``) may mean.

    None when it is no such date.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern wants it
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last = date(year, last_month, day or monthrange(year, last_month)[1])
    return Days(_number(first), _number(last))


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


@dataclass(frozen=True, slots=True)
class Columns:
    """What filters look at, an article a place.

    Attributes:
        sources: names of files, folded with ``fold_aligned``.
        titles: folded likewise.
        first_days: ``(n,)``, as ``Days.first``; 0 without a date.
        last_days: ``(n,)``, as ``Days.last``; 0 without a date.
    """

    sources: Sequence[str]
    titles: Sequence[str]
    first_days: NDArray[np.int32]
    last_days: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a request is about; what is empty does not filter.

    Attributes:
        source: stands in the name of the file; both are compared folded.
        title: stands in the title, likewise.
        date_from: the first day, or the month or the year that it begins.
        date_to: the last day, or the month or the year that it ends.
    """

    source: str = ""
    title: str = ""
    date_from: str = ""
    date_to: str = ""

    def __post_init__(self) -> None:
        """Check the dates.

        Raises:
            BadFilterError: one is none, or the last day comes before the first.
        """
        first, last = (_days(name, getattr(self, name)) for name in ("date_from", "date_to"))
        if first and last and first.first > last.last:
            raise BadFilterError(
                f"date_from {self.date_from} comes after date_to {self.date_to}; swap them."
            )

    def __bool__(self) -> bool:
        """Tell whether anything is filtered."""
        return any((self.source, self.title, self.date_from, self.date_to))

    def allow(self, articles: Columns) -> Mask:
        """Tell for each article whether it is meant, ``(n,)``.

        Every day that its date may mean must lie within the dates; one without a date does not.
        """
        allowed = np.ones(len(articles.sources), dtype=np.bool_)
        for wanted, texts in ((self.source, articles.sources), (self.title, articles.titles)):
            if folded := fold_aligned(wanted.strip()):
                allowed &= np.fromiter((folded in text for text in texts), np.bool_, len(texts))
        if first := parse_days(self.date_from):
            allowed &= articles.first_days >= first.first
        if last := parse_days(self.date_to):
            allowed &= (articles.last_days <= last.last) & (articles.last_days > 0)
        return allowed


def _days(name: str, text: str) -> Days | None:
    days = parse_days(text)
    if text and days is None:
        raise BadFilterError(
            f"{name} is {text!r}; expected a date such as 2017-10-11, 2017-10 or 2017."
        )
    return days


NO_FILTERS = Filters()
