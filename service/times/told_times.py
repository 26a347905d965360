"""The times that a text tells: printed dates, and those relative to the text's own date."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.dates import PrintedDate, find_dates
from service.times.context import Context
from service.times.period import Period, make_period
from service.times.relative_times import find_nearest, read_time_words
from service.times.time_words import RANGE_MARK, TimeWords, find_time_words


@dataclass(frozen=True, slots=True)
class ToldTime:
    """A time in a text.

    Attributes:
        span: its words.
        period: the days that they cover.
        is_compared: whether something else is compared with it: 比2021年增长.
    """

    span: Span
    period: Period
    is_compared: bool = False


_RANGE = re.compile(rf"\s?(?:年|月|日)?\s?{RANGE_MARK}\s?")
_ADJACENT = re.compile(r"\s?的?")
_SENTENCE_END = re.compile(r"[。！？!?]")
_COMPARED_BEFORE = re.compile(r"(?:[比较]|不如|超过|相对于|同比|好于|高于|低于)了?$")
_COMPARING = re.compile(r"[与和同跟]$")
# 继2009年、2018年之后第三次夺冠: what came before what is told.
_SUCCEEDED_BEFORE = re.compile(r"继[^,，。;；]*$")
_SUCCEEDED_AFTER = re.compile(r"[^,，。;；]{0,12}[后来]")
_LONGEST_SUCCEEDED = 20
_COMPARED_AFTER = re.compile(r"(?:同期|底|末)?(?:相?比|持平|相当|一样)")
_EXTREME_AFTER = re.compile(r"以来的?(?:[最首新]|同期|第)")
_COMPARING_CHARACTERS = 4
_YEAR_ENDING = re.compile(r"度(?!过)")


def find_told_times(
    text: str, anchor: Period | None, heading: Period | None = None
) -> list[ToldTime]:
    """Return the times in ``text``, in order.

    Args:
        text: as printed; a time refers to those before it in its paragraph.
        anchor: when it was written; None if that is not known.
        heading: the time that its heading tells, if any: under 2022年大事记, 3月 is that of 2022.
    """
    told: list[ToldTime] = []
    for words in _find_words(text):
        previous = _find_reference(text, told, words.span.start)
        context = _describe(text, words.span, previous, anchor, heading)
        period = _read(words, context)
        if period is None:
            continue
        span = words.span
        if previous and context.is_adjacent and _continues(words):
            span = Span(told.pop().span.start, span.end)
        span = _extend(text, span, period)
        told.append(ToldTime(span, period, _is_compared(text, span)))
    return list(_join_ranges(told, text))


def _find_reference(text: str, told: list[ToldTime], end: int) -> ToldTime | None:
    """Return the time told before in the paragraph, unless others are only compared with it."""
    for one in reversed(told):
        if "\n" in text[one.span.end : end]:
            return None
        if not one.is_compared or _ADJACENT.fullmatch(text, one.span.end, end):
            return one
    return None


def _is_compared(text: str, span: Span) -> bool:
    """Return whether something is compared with a time: it is no time for which anything holds."""
    before = text[max(0, span.start - _COMPARING_CHARACTERS) : span.start]
    if _COMPARED_BEFORE.search(before) or _EXTREME_AFTER.match(text, span.end):
        return True
    if _COMPARING.search(before) and _COMPARED_AFTER.match(text, span.end):
        return True
    before = text[max(0, span.start - _LONGEST_SUCCEEDED) : span.start]
    return bool(_SUCCEEDED_BEFORE.search(before) and _SUCCEEDED_AFTER.match(text, span.end))


def _find_words(text: str) -> list[PrintedDate | TimeWords]:
    """Return the printed dates and other words for times, none of which overlap, in order."""
    words = list(find_time_words(text))
    ranges = [one for one in words if one.parts.keys() & {"from", "month"}]
    printed = [one for one in find_dates(text) if not _overlaps(one.span, ranges)]
    others = [one for one in words if not _overlaps(one.span, printed)]
    return sorted([*printed, *others], key=lambda one: one.span)


def _overlaps(span: Span, others: Iterable[PrintedDate | TimeWords]) -> bool:
    return any(span.start < one.span.end and one.span.start < span.end for one in others)


def _describe(
    text: str, span: Span, previous: ToldTime | None, anchor: Period | None, heading: Period | None
) -> Context:
    if previous is None:
        return Context(anchor, heading, is_near=heading is not None)
    between = text[previous.span.end : span.start]
    is_near = not _SENTENCE_END.search(between)
    return Context(anchor, previous.period, is_near, bool(_ADJACENT.fullmatch(between)))


def _read(words: PrintedDate | TimeWords, context: Context) -> Period | None:
    if isinstance(words, TimeWords):
        return read_time_words(words, context)
    if words.year is not None:
        return make_period(words.year, words.month, words.day)
    if words.month is None:
        return None
    try:
        if context.is_adjacent and context.reference:
            return make_period(context.reference.first.year, words.month, words.day)
        return find_nearest(words.month, words.day, context)
    except ValueError:  # 29 February
        return None


def _continues(words: PrintedDate | TimeWords) -> bool:
    return words.continues if isinstance(words, TimeWords) else words.year is None


def _extend(text: str, span: Span, period: Period) -> Span:
    """Return the span with the 度 of 2022年度."""
    is_year = text.endswith("年", *span) and period.is_within_year
    ending = _YEAR_ENDING.match(text, span.end) if is_year else None
    return Span(span.start, ending.end()) if ending else span


def _join_ranges(told: list[ToldTime], text: str) -> Iterator[ToldTime]:
    """Yield the times; 2019年3月至5月 is one from the beginning of the first to the end of both."""
    pending: ToldTime | None = None
    for one in told:
        if pending and _is_range(pending, one, text):
            span = Span(pending.span.start, one.span.end)
            pending = ToldTime(span, Period(pending.period.first, one.period.last))
            continue
        if pending:
            yield pending
        pending = one
    if pending:
        yield pending


def _is_range(first: ToldTime, last: ToldTime, text: str) -> bool:
    is_marked = _RANGE.fullmatch(text, first.span.end, last.span.start)
    return bool(is_marked) and first.period.first <= last.period.last
