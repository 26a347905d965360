"""The items of an enumeration: words between separators, or statements that are numbered."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from embeddings.documents import Span
from embeddings.text.sentences import trim

_NUMERALS = "一二三四五六七八九十"
_BOUNDARY = r"(?:(?<=[\s。!?;:,！？；：，])|^)"
# Each family of markers, with the group that holds the ordinal.
_FAMILIES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"{_BOUNDARY}([{_NUMERALS}])(?:是|要|抓|靠)",
        rf"{_BOUNDARY}第([{_NUMERALS}])[是、,:，：]?",
        rf"{_BOUNDARY}[(（]([{_NUMERALS}])[)）]",
        rf"{_BOUNDARY}([{_NUMERALS}])、",
        r"([①②③④⑤⑥⑦⑧⑨⑩])",
        rf"{_BOUNDARY}[(（]?(\d{{1,2}})[.、)）．](?!\d)",
        rf"{_BOUNDARY}(首先|其次|再次|最后)",
    )
)
_ORDINALS = {
    character: n
    for characters in (_NUMERALS, "①②③④⑤⑥⑦⑧⑨⑩", ("首先", "其次", "再次", "最后"))
    for n, character in enumerate(characters, 1)
}
_BEFORE, _AFTER = 800, 1200  # how far from the answer an enumeration is looked for
_LONGEST_INTRODUCTION = 60
_STATEMENT_END = re.compile(r"[。;!?；！？\n]")
_SEPARATOR = re.compile(r"[、,;，；\n]|(?<!\d)和(?!谐|平|睦)|以及|(?<![普顾涉提])及(?!时|其|格)")
_LONGEST_ENUMERATION = 200
_BOUND = re.compile(r"[、,，;；:：。!！?？\n)）]|等")
_ITEM_END = re.compile(r"[,，;；:：。!！?？\n)）]|等(?!级|候|待)")
_ITEM_START = re.compile(r"[、,，;；:：。!！?？\n(（]|[有括含是为了]")
_OPENING, _CLOSING = "“‘「『《(（〈【[", "”’」』》)）〉】]"
_EDGES = " \n\t,，。;；:：、"


class Numbered(NamedTuple):
    """A statement after its marker (一是, ①); ``marked`` begins with the marker."""

    marked: Span
    words: Span


def find_numbered(text: str, answer: Span) -> list[Numbered]:
    """Return the statements of the enumeration that ``answer`` belongs to or introduces."""
    window = Span(max(0, answer.start - _BEFORE), min(len(text), answer.end + _AFTER))
    for family in _FAMILIES:
        for series in _find_series(text, family, window):
            items = [_measure_statement(text, *marker) for marker in series]
            first, last = items[0].marked, items[-1].marked
            introduced = 0 <= first.start - answer.end <= _LONGEST_INTRODUCTION
            introduces = introduced and "。" not in text[answer.end : first.start].strip("。\n ")
            if len(items) > 1 and (introduces or first.start <= answer.start < last.end):
                return items
    return []


def split_items(text: str, span: Span) -> list[Span]:
    """Return the words of ``span`` between its separators; those in brackets stay whole."""
    items, start, depth, at = [], span.start, 0, span.start
    while at < span.end:
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        separator = _SEPARATOR.match(text, at, span.end) if depth <= 0 else None
        if separator:
            items.append(Span(start, at))
            start = separator.end()
        at = separator.end() if separator else at + 1
    items.append(Span(start, span.end))
    stripped = (_strip(text, item) for item in items)
    return [item for item in stripped if item.start < item.end]


def extend_enumeration(text: str, span: Span) -> Span:
    """Return ``span`` with the rest of the enumeration that it is part of: 、 goes on with it."""
    start, end = span
    while end - start < _LONGEST_ENUMERATION:
        boundary = _BOUND.search(text, end)
        if not boundary or boundary.group() != "、":
            break
        end = boundary.end()
    if end > span.end:
        last = _ITEM_END.search(text, end)
        end = last.start() if last else len(text)
    while text[start - 1 : start] == "、" and end - start < _LONGEST_ENUMERATION:
        start -= 1
        while start > 0 and not _ITEM_START.match(text, start - 1):
            start -= 1
    return Span(start, end)


def _find_series(
    text: str, family: re.Pattern[str], window: Span
) -> Iterator[Sequence[tuple[int, int]]]:
    """Yield the runs of markers that count 1, 2, 3, …, as their starts and ends."""
    series: list[tuple[int, int]] = []
    for match in family.finditer(text, *window):
        mark = match.group(1)
        ordinal = _ORDINALS.get(mark) or int(mark)
        if ordinal == len(series) + 1 or (mark == "最后" and len(series) > 1):
            series.append(match.span())
        elif ordinal == 1:
            if series:
                yield series
            series = [match.span()]
    if series:
        yield series


def _measure_statement(text: str, start: int, end: int) -> Numbered:
    stop = _STATEMENT_END.search(text, end)
    last = stop.start() if stop else len(text)
    whole = last + (stop is not None and stop.group() != "\n")
    return Numbered(trim(text, Span(start, whole)), _strip(text, Span(end, last)))


def _strip(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
