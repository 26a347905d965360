"""The form of a short answer: a number for how many, a date for when, a name for who and where."""

import re

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.spelling import list_respellings, respell
from embeddings.text.middle_dots import MIDDLE_DOTS
from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.questions.answer_spans import (
    Number,
    find_answer_spans,
    find_numbers,
    has_asked_part,
    measure_number_fit,
)
from service.questions.question import FORMED_KINDS, Question, QuestionKind
from service.short_answers.agreement import counts_other, holds_other_office, stands_next
from service.short_answers.demands import find_demand, has_demanded
from service.short_answers.dotted_names import complete_dotted_name

_LONGEST_NAME = 30
_LEAST_FIT = 0.7  # another count will do: 183名 answers how many 人
_LONGEST_QUALIFIER = 6  # of a number: 每…至少一次, 超…人次
_PAIRS = dict(zip("“‘「『《(（【[", "”’」』》)）】]", strict=True))
_EDGES = " \n\t,，。;；:：!！?？、…"
_CLAUSE_END = re.compile(r"[,，。;；!！?？\n]")
# 不到五点, 午休时分, 春节前夕: times that are not written as a date.
_TIME_WORD = re.compile(r"[年月日号天时点晨早午晚夜节季周期代初末底]")
_LASTING = re.compile(r"[一二两三四五六七八九十百几数多半\d]+(?:年|个?月|天)多?[以]?来")
_NAMING = re.compile(r"叫|名字|名称|称为|称作|命名")
_RARE_NAME = re.compile(rf"\w{{2,4}}(?:[{MIDDLE_DOTS}.]\w{{1,6}})*")
_NAMED = (QuestionKind.PERSON, QuestionKind.PLACE, QuestionKind.NAME)
# Foreign names and bodies are seldom tagged as such; what is tagged as something else is no name.
_NAMELESS_TAGS = ("m", "t", "q", "v", "x", "u", "d")
_OTHER_TAG = {QuestionKind.PERSON: "ns", QuestionKind.PLACE: "nr"}


def complete(text: str, span: Span) -> Span:
    """Return ``span`` without marks at its edges, and with whole brackets and figures.

    A bracket that it opens is closed; if it is all of what a pair of them encloses, they go.
    """
    start, end = _complete_brackets(text, _strip(text, span))
    for quantity in find_quantities(fold_aligned(text)):
        first, last = quantity.core
        if first < start < last or first < end < last:
            start, end = min(start, first), max(end, last)
    return _strip(text, Span(start, end))


def find_form(text: str, span: Span, question: Question, segmenter: Segmenter) -> Span | None:
    """Return the range at ``span`` that has the form which ``question`` asks for, or None."""
    span = complete(text, span)
    if span.start >= span.end or _repeats(text, span, question):
        return None
    if question.kind in FORMED_KINDS and find_demand(question) is None:
        return _find_figure(text, span, question, segmenter)
    if question.kind is QuestionKind.NAME:
        span = _find_quoted(text, span, question)
    if question.kind is QuestionKind.PERSON:
        span = complete_dotted_name(text, span, segmenter)
        if holds_other_office(fold_aligned(text), span, question):
            return None
    is_name = (
        question.kind not in _NAMED
        or _is_name(text, span, question.kind, segmenter)
        or _is_introduced(text, span, question)
    )
    if not (is_name and has_demanded(text[slice(*span)], question, segmenter)):
        return None
    return span


def _is_introduced(text: str, span: Span, question: Question) -> bool:
    """Return whether a rare name stands next to the office that is asked for: 镇长费广田."""
    words = text[span.start : span.end]
    is_short = _RARE_NAME.fullmatch(words) is not None
    return (
        question.kind is QuestionKind.PERSON
        and is_short
        and stands_next(fold_aligned(text), span, question)
    )


def _find_figure(text: str, span: Span, question: Question, segmenter: Segmenter) -> Span | None:
    """Return the whole number or date at ``span``; None if it counts something else."""
    if question.kind is QuestionKind.DATE:
        return _find_date(text, span, question)
    found = _find_number(text, span, question)
    return None if found and counts_other(text, found, question, segmenter) else found


def _find_number(text: str, span: Span, question: Question) -> Span | None:
    """Return the whole number at ``span``; of several, the first with a fitting unit."""
    for number in find_numbers(fold_aligned(text)):
        found = number.span
        if _overlap(found, span) and _is_asked(text, number, question):
            return _widen(text, found, span)
    return None


_QUALIFYING = re.compile("每|平均|人均|户均|各")


def _widen(text: str, found: Span, span: Span) -> Span:
    """Add the few words of ``span`` before a number or date, which qualify it: 每斤三块八毛."""
    added = text[span.start : found.start]
    is_qualified = len(added) <= _LONGEST_QUALIFIER and _QUALIFYING.match(added)
    return Span(span.start, found.end) if is_qualified else found


def _find_date(text: str, span: Span, question: Question) -> Span | None:
    """Return the whole date at ``span``, if it has the part that is asked for."""
    for found in find_answer_spans(text, question.kind):
        words = text[found.start : found.end]
        if _overlap(found, span) and has_asked_part(words, question.text):
            whole = Span(min(found.start, span.start), max(found.end, span.end))
            added = (whole.end - whole.start) - (found.end - found.start)
            qualified = added <= _LONGEST_QUALIFIER and not _CLAUSE_END.search(text, *whole)
            return whole if qualified else found
    return span if _is_time(text, span, question) else None


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _is_time(text: str, span: Span, question: Question) -> bool:
    """Return whether words tell a time without being written as a date."""
    words = text[span.start : span.end]
    is_plain = _TIME_WORD.search(words) and not _CLAUSE_END.search(words)
    if _LASTING.match(text, span.start):  # 一年来 tells how long, not when
        return False
    return bool(is_plain) and has_asked_part(words, question.text)


def _find_quoted(text: str, span: Span, question: Question) -> Span:
    """Return the only name in quotation marks there, if the question asks for a name like it."""
    head, (start, end) = question.focus.head, span
    inside = [name for name in find_answer_spans(text, question.kind) if start <= name.start < end]
    if len(inside) != 1 or not head:
        return span
    [name] = inside
    named = text.endswith(head, name.start, name.end) or text.startswith(head, name.end + 1)
    return name if named or _NAMING.search(question.text) else span


def _is_asked(text: str, number: Number, question: Question) -> bool:
    """Return whether a number may be what is asked for: no date, and with a unit that fits."""
    words = text[number.span.start : number.span.end]
    if not question.units and _is_whole(words, QuestionKind.DATE):
        return False
    return measure_number_fit(number, question) >= _LEAST_FIT


def _repeats(text: str, span: Span, question: Question) -> bool:
    """Return whether the question has these words itself, so that they cannot answer it."""
    words = fold_aligned(text[span.start : span.end])
    return respell(words, list_respellings(question.content)) in question.content


def _is_name(text: str, span: Span, kind: QuestionKind, segmenter: Segmenter) -> bool:
    """Return whether words can name somebody, some place or something."""
    words = text[span.start : span.end]
    if len(words) > _LONGEST_NAME or _CLAUSE_END.search(words):
        return False
    if kind is QuestionKind.NAME:
        return True
    wrong = (*_NAMELESS_TAGS, _OTHER_TAG[kind])
    only_wrong = all(word.tag.startswith(wrong) for word in segmenter.tagged(words))
    return not (only_wrong or any(_is_whole(words, figure) for figure in FORMED_KINDS))


def _is_whole(words: str, kind: QuestionKind) -> bool:
    return any(span == (0, len(words)) for span in find_answer_spans(words, kind))


def _strip(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)


def _complete_brackets(text: str, span: Span) -> Span:
    start, end = span
    for opening, closing in _PAIRS.items():
        inner = text[start:end]
        if inner.count(opening) > inner.count(closing):
            close = text.find(closing, end, end + _LONGEST_NAME)
            if close >= 0 and "\n" not in text[end:close]:
                end = close + 1
            elif inner.startswith(opening):
                start += 1
        elif inner.count(closing) > inner.count(opening):
            opened = text.rfind(opening, max(0, start - _LONGEST_NAME), start)
            if opened >= 0 and "\n" not in text[opened:start]:
                start = opened
            elif inner.endswith(closing):
                end -= 1
    whole = text[start:end]
    if whole and _PAIRS.get(whole[0]) == whole[-1] and whole[0] not in whole[1:-1]:
        return Span(start + 1, end - 1)
    return Span(start, end)
