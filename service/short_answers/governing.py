"""Decide which ordinal number or grade a range of text belongs to: 第二次会议召开,会长为某某."""

import re
from collections.abc import Iterator
from itertools import permutations

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.quantity import Quantity
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import split_sentences
from service.questions.answer_spans import find_numbers, measure_number_fit
from service.questions.question import Question, QuestionKind

# 共认定民宿58家,其中五星级6家: each of these counts its own.
_GRADE = re.compile(r"(?:[一二三四五六七八九十特甲乙丙]|\d{1,2}|\b[a-d]{1,5})(?:星级?|等奖|级|类)")
_ITEM_END = re.compile(r"[、;。:!?()\n]|,(?!\d)|(?<!\d),")
_FITTING = 0.7
_EXTREMES = (
    ("最高", "最低"),
    ("最大", "最小"),
    ("最多", "最少"),
    ("最早", "最晚"),
    ("最长", "最短"),
    ("最快", "最慢"),
    ("最贵", "最便宜"),
)


def is_governed(text: str, span: Span, question: Question) -> bool:
    """Return whether the ordinal numbers and grades of ``question`` govern ``span``, or none do.

    In a passage that has several, what follows one belongs to it, until the next.
    """
    folded = fold_aligned(text)
    if _is_of_other_extreme(folded, span, question):
        return False
    return _is_of_grade(folded, span, question) and all(
        _governs(folded, span, asked)
        for asked in find_quantities(question.content)
        if asked.is_ordinal
    )


def _is_of_other_extreme(folded: str, span: Span, question: Question) -> bool:
    """Return whether the item of ``span`` tells of the lowest where the highest is asked for."""
    before = _ITEM_END.split(folded[: span.start])[-1]
    item = before + _ITEM_END.split(folded[span.start :])[0]
    return any(
        one in question.content and one not in item and other in item
        for pair in _EXTREMES
        for one, other in permutations(pair)
    )


def _governs(folded: str, span: Span, asked: Quantity) -> bool:
    alike = [
        one
        for one in find_quantities(folded)
        if one.is_ordinal and one.unit.name == asked.unit.name
    ]
    if not any(one.amount == asked.amount for one in alike):
        return True
    inside = list(_select_inside(folded, span, alike))
    before = [one for one in (inside or alike) if one.span.end <= span.start]
    if before:
        return before[-1].amount == asked.amount
    return not inside or any(one.amount == asked.amount for one in inside)


def _select_inside(folded: str, span: Span, alike: list[Quantity]) -> Iterator[Quantity]:
    """Yield those in the sentence of ``span``."""
    for start, end in split_sentences(folded):
        if start <= span.start < end:
            yield from (one for one in alike if start <= one.span.start < end)


def _is_of_grade(folded: str, span: Span, question: Question) -> bool:
    """Return whether a number counts what has the grade that ``question`` names.

    That is so if the passage has no such number.
    """
    if question.kind is not QuestionKind.NUMBER:
        return True
    for grade in _GRADE.findall(question.content):
        items = [one for one in _split_items(folded) if _counts(folded, one, grade, question)]
        if items and not any(one.start <= span.start < one.end for one in items):
            return False
    return True


def _counts(folded: str, item: Span, grade: str, question: Question) -> bool:
    """Return whether an item has the grade, and a number that may be asked for beside it."""
    start = folded.find(grade, *item)
    if start < 0:
        return False
    return any(
        measure_number_fit(number, question) >= _FITTING
        for number in find_numbers(folded)
        if item.start <= number.span.start < item.end
        and not start <= number.span.start < start + len(grade)
    )


def _split_items(folded: str) -> Iterator[Span]:
    start = 0
    for match in _ITEM_END.finditer(folded):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(folded))
