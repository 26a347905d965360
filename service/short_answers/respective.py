"""Decide which of several values belongs to which subject.

甲、乙两村分别有120户、98户; 甲村120户,乙村98户.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.text.normalize import fold, fold_aligned
from service.questions.question import Question, QuestionKind


class Respective(NamedTuple):
    """Subjects, and the range of the value of each, in the same order."""

    subjects: tuple[str, ...]
    values: tuple[Span, ...]


_RESPECTIVELY = re.compile("分别|依次")
_CLAUSE_END = re.compile(r"[,:](?!\d)|(?<!\d)[,:]|[;。!?\n]")
_SENTENCE_END = re.compile(r"[;。!?\n]")
_SEPARATOR = re.compile("、|以及|[和与及]")
_FEWEST = 2
# An item of a sentence or a line, up to its number.
_ITEM = re.compile(
    r"(?:^|[、,;:。\n])\s*(?:其中|包括|[和与及])?(?P<label>[^\W\d]{2,12}?)\s?(?:[为是有共约达:]|\s|共计|达到)*$"
)
_ITEM_END = re.compile(r"\s*(?:[、,;。\n]|$)")
_GAP = 2  # characters between a number and the next item


def find_own_value(text: str, span: Span, question: Question) -> Span | None:
    """Return the value of the subject that ``question`` asks about, if ``span`` is among several.

    None if it is not, or if the question names none of the subjects or more than one.
    """
    if question.kind is QuestionKind.LIST or _RESPECTIVELY.search(question.text):
        return None
    folded, asking = fold_aligned(text), fold(question.text)
    for subjects, values in find_respective(folded):
        if _is_among(span, values):
            asked = _find_asked(subjects, asking)
            return None if asked is None else values[asked]
    for labels, values in find_labelled(folded):
        if _is_among(span, values):
            return _choose_labelled(labels, values, asking)
    return None


def _is_among(span: Span, values: tuple[Span, ...]) -> bool:
    return values[0].start < span.end and span.start < values[-1].end


@lru_cache(maxsize=16)
def find_labelled(folded: str) -> tuple[Respective, ...]:
    """Return the series of numbers of one unit in a folded text that each follow a label.

    They are items of a sentence, or lines: 护理 186人.
    """
    series: list[Respective] = []
    before, unit = -1, ""
    for quantity in find_quantities(folded):
        item = _ITEM.search(folded[: quantity.span.start])
        is_item = item is not None and _ITEM_END.match(folded, quantity.span.end)
        if item is None or not is_item or not quantity.unit.name:
            continue
        label, value = (item["label"],), (quantity.span,)
        if series and unit == quantity.unit.name and item.start() <= before + _GAP:
            subjects, values = series.pop()
            series.append(Respective(subjects + label, values + value))
        else:
            series.append(Respective(label, value))
        before, unit = quantity.span.end, quantity.unit.name
    return tuple(one for one in series if len(one.values) >= _FEWEST)


def _choose_labelled(
    labels: tuple[str, ...], values: tuple[Span, ...], question: str
) -> Span | None:
    """Return the value whose label the question names; None unless it names just one."""
    named = [
        (label, value) for label, value in zip(labels, values, strict=True) if label in question
    ]
    longest = max((label for label, _ in named), key=len, default="")
    own = [value for label, value in named if label == longest]
    others = [label for label, _ in named if label not in longest]
    return own[0] if len(own) == 1 and not others else None


@lru_cache(maxsize=16)
def find_respective(folded: str) -> tuple[Respective, ...]:
    """Return the series of values in a folded text that belong to as many subjects before them."""
    return tuple(filter(None, map(_read, _RESPECTIVELY.finditer(folded))))


def _read(match: re.Match[str]) -> Respective | None:
    folded = match.string
    end = _CLAUSE_END.search(folded, match.end())
    values = tuple(_split(folded, Span(match.end(), end.start() if end else len(folded))))
    if len(values) < _FEWEST:
        return None
    for start in _list_starts(folded, match.start()):
        subjects = [folded[slice(*one)] for one in _split(folded, Span(start, match.start()))]
        if len(subjects) == len(values):
            return Respective(tuple(subjects), values)
    return None


def _list_starts(folded: str, end: int) -> Iterator[int]:
    """Yield where the subjects may begin: with the clause, or one before it in the sentence."""
    ends = [0, *(one.end() for one in _SENTENCE_END.finditer(folded, 0, end))]
    clauses = [one.end() for one in _CLAUSE_END.finditer(folded, ends[-1], end)]
    yield from reversed([ends[-1], *clauses])


def _split(folded: str, within: Span) -> Iterator[Span]:
    start = within.start
    for match in _SEPARATOR.finditer(folded, *within):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, within.end)


def _find_asked(subjects: tuple[str, ...], question: str) -> int | None:
    """Return which of the subjects the question names; None if that is not certain.

    What all have in common may stand before the first and after the last: 全县城镇和农村居民收入.
    """
    last = len(subjects) - 1
    named = [
        max(
            _measure_ending(subject, question) if n < last else 0,
            _measure_beginning(subject, question) if n else 0,
        )
        for n, subject in enumerate(subjects)
    ]
    most = max(named)
    return named.index(most) if most and named.count(most) == 1 else None


def _measure_beginning(subject: str, question: str) -> int:
    """Return how many of the first characters of a subject the question has together."""
    lengths = range(len(subject), 0, -1)
    return next((n for n in lengths if subject[:n] in question), 0)


def _measure_ending(subject: str, question: str) -> int:
    lengths = range(len(subject), 0, -1)
    return next((n for n in lengths if subject[-n:] in question), 0)
