"""Decide which of several values belongs to which subject: 甲、乙两村分别有120户、98户."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from embeddings.documents import Span
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


def find_own_value(text: str, span: Span, question: Question) -> Span | None:
    """Return the value of the subject that ``question`` asks about, if ``span`` is among several.

    None if it is not, or if the question names none of the subjects or more than one.
    """
    if question.kind is QuestionKind.LIST or _RESPECTIVELY.search(question.text):
        return None
    for subjects, values in find_respective(fold_aligned(text)):
        if values[0].start < span.end and span.start < values[-1].end:
            asked = _find_asked(subjects, fold(question.text))
            return None if asked is None else values[asked]
    return None


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
