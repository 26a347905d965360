"""Filters: which articles a request is about. No IO."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import WenbaoError
from embeddings.text.normalize import fold, fold_aligned
from service.times.period import parse_period

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
Mask = NDArray[np.bool_]


class BadFilterError(WenbaoError, ValueError):
    """The filters are invalid."""


class Days(NamedTuple):
    """The first and last day that a date, a month or a year covers, as numbers like 20171011."""

    first: int
    last: int


def parse_days(text: str) -> Days | None:
    """Return the days that an ISO date (``2017-10-11``, ``2017-10``, ``2017``) covers.

    Return None if it is not such a date.
    """
    period = parse_period(text) if _DATE.fullmatch(text) else None
    return Days(_to_number(period.first), _to_number(period.last)) if period else None


def _to_number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


@dataclass(frozen=True, slots=True)
class Columns:
    """What filters look at, in columns with one row per article.

    Attributes:
        ids: ``(n,)``, ascending.
        sources: ``(n,)``, file names, folded with ``fold_aligned``.
        titles: ``(n,)``, folded the same way.
        first_days: ``(n,)``, as ``Days.first``; 0 without a date.
        last_days: ``(n,)``, as ``Days.last``; 0 without a date.
        collections: ``(n,)``, folded with ``fold``.
        tags: ``(n,)``, of sets of tags folded the same way.
    """

    ids: NDArray[np.str_]
    sources: NDArray[np.object_]
    titles: NDArray[np.object_]
    first_days: NDArray[np.int32]
    last_days: NDArray[np.int32]
    collections: NDArray[np.object_]
    tags: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a request is about; an empty field does not filter.

    Attributes:
        source: part of the file name; both are compared folded.
        title: part of the title, likewise.
        date_from: the first day, or a month or year that starts with it.
        date_to: the last day, or a month or year that ends with it.
        collection: the collection, compared folded.
        tags: those that an article must all have, likewise.
        article_ids: the only articles.
    """

    source: str = ""
    title: str = ""
    date_from: str = ""
    date_to: str = ""
    collection: str = ""
    tags: tuple[str, ...] = ()
    article_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the dates.

        Raises:
            BadFilterError: a date is invalid, or the last day comes before the first.
        """
        first, last = (
            _parse_date_filter(name, getattr(self, name)) for name in ("date_from", "date_to")
        )
        if first and last and first.first > last.last:
            raise BadFilterError(
                f"date_from {self.date_from} comes after date_to {self.date_to}; swap them."
            )

    def __bool__(self) -> bool:
        """Return whether any field filters."""
        dates = (self.date_from, self.date_to)
        return any((self.source, self.title, *dates, self.collection, self.tags, self.article_ids))

    def allow(self, articles: Columns) -> Mask:
        """Return for each article whether it passes, ``(n,)``.

        All days that its date covers must lie within the dates; an article without a date fails.
        """
        allowed = np.ones(len(articles.ids), dtype=np.bool_)
        for part, texts in ((self.source, articles.sources), (self.title, articles.titles)):
            if folded := fold_aligned(part.strip()):
                allowed &= _collect(folded in text for text in texts)
        if collection := fold(self.collection.strip()):
            allowed &= _collect(text == collection for text in articles.collections)
        if tags := {fold(tag.strip()) for tag in self.tags}:
            allowed &= _collect(tags <= known for known in articles.tags)
        if self.article_ids:
            allowed &= np.isin(articles.ids, self.article_ids)
        if first := parse_days(self.date_from):
            allowed &= articles.first_days >= first.first
        if last := parse_days(self.date_to):
            allowed &= (articles.last_days <= last.last) & (articles.last_days > 0)
        return allowed


def _collect(passes: Iterable[bool]) -> Mask:
    return np.fromiter(passes, np.bool_)


def _parse_date_filter(name: str, text: str) -> Days | None:
    days = parse_days(text)
    if text and days is None:
        raise BadFilterError(
            f"{name} is {text!r}; expected a date such as 2017-10-11, 2017-10 or 2017."
        )
    return days


NO_FILTERS = Filters()
