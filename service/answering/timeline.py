"""Answers that differ by time: the same asked of several years, in their order."""

import re
from collections.abc import Sequence
from fractions import Fraction
from statistics import median_low

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.units import CURRENCIES, NO_UNIT
from embeddings.text.normalize import fold_aligned, fold_without_spaces
from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence
from service.answering.named_subject import measure_names
from service.answering.quoted_answer import cite
from service.answers.answer import Answer, AnswerItem
from service.answers.hits import Hit
from service.answers.shape import AnswerKind
from service.answers.wording import format_chinese_period
from service.language import Language
from service.locating.dated_answers import find_dated_answers
from service.locating.located_answer import LocatedAnswer
from service.locating.plans import asks_plan
from service.locating.read_hits import ReadHit
from service.questions.query_terms import QueryTerms, measure_mentions
from service.questions.question import HOW_CHANGED, Question, QuestionKind
from service.times.period import EVER, NEVER, Period, parse_period
from service.times.validity import Basis, Validity, read_chronology

# Kinds whose answers may change in time.
_CHANGING = (QuestionKind.NUMBER, QuestionKind.PERSON, QuestionKind.PLACE, QuestionKind.NAME)
# What a list is asked for that goes through time: 有过哪些规定, 历任校长有哪些.
_LISTED = (QuestionKind.LIST, QuestionKind.DATE)
_HISTORY = re.compile(rf"历[任届年次]|先后|[有经]过(?:哪|几|什么)|这些年|{HOW_CHANGED}")
# How sure an answer must be to stand beside another, 0-100.
_LEAST = 50
# Of two articles that differ and are printed within so many days, one is mistaken.
_SAME_DAYS = 14
# What share of the words of the question that the answer's passage mentions others must mention.
_NEARLY = 0.75
_READ_BESIDE = 4
_MUCH = 1000  # by which a number does not grow or fall
_LONGEST = 8


def find_timeline(
    read: Sequence[ReadHit], question: Question, segmenter: Segmenter, threshold: int
) -> list[LocatedAnswer]:
    """Return the answers for several times, in their order; [] if fewer than two differ."""
    if not _may_change(question) or (question.time and not question.time.is_open):
        return []
    named = [one for one in read if measure_names(question, one.article) == 1]
    dated = [each for one in named for each in find_dated_answers(one, question, segmenter)]
    if not _wants_plans(question):  # of one time, what was so precedes what was planned
        dated.sort(key=lambda located: located.tells_plan(question.kind))
    found: list[LocatedAnswer] = []
    for located in dated:
        sure = estimate_confidence(located, question, [located.read]) >= max(_LEAST, threshold)
        is_taken = any(_are_together(located, other) for other in found)
        is_alike = not found or _find_unit(located, question) == _find_unit(found[0], question)
        is_fit = sure and is_alike and _begins_in(located, question)
        if is_fit and not is_taken and located.pick_short(1):
            found.append(located)
    found = _drop_outliers(found, question)
    found = _drop_repeated(sorted(_drop_plans(found, question), key=_find_period))[:_LONGEST]
    words = {_fold_words(one) for one in found}
    stories = {one.read.story for one in found}
    is_open = question.time is not None
    return found if len(words) > 1 and (is_open or len(stories) > 1) else []


def build_timeline(
    question: Question, located: Sequence[LocatedAnswer], hits: Sequence[Hit], limit: int
) -> Answer | None:
    """Return the answer that quotes ``located`` in their order; None if it needs more sources.

    ``limit`` is how many it may have.
    """
    sources = cite(located, hits)
    numbers = {source.hit.passage.id: source.n for source in sources}
    if any(numbers[one.read.hit.passage.id] > limit for one in located):
        return None
    return Answer(
        question=question.text,
        quotes=tuple(dict.fromkeys(quote for one in located for quote in one.quotes)),
        short=None,
        confidence=min(estimate_confidence(one, question, [one.read]) for one in located),
        reason=None,
        sources=sources[:limit],
        shape=AnswerKind.TIMELINE,
        items=tuple(_build_item(one, numbers, question.language) for one in located),
    )


def _may_change(question: Question) -> bool:
    """Return whether the question may have another answer at another time."""
    return question.kind in _CHANGING or asks_history(question)


def asks_history(question: Question) -> bool:
    """Return whether the question asks for a list of what was so one after the other."""
    return question.kind in _LISTED and bool(_HISTORY.search(question.text))


def _build_item(one: LocatedAnswer, numbers: dict[str, int], language: Language) -> AnswerItem:
    words = one.take_words(numbers[one.read.hit.passage.id], one.words)
    iso = one.validity.period.iso if one.validity else ""
    return AnswerItem(words, format_chinese_period(iso) if language is Language.CHINESE else iso)


def select_beside(
    best: LocatedAnswer, query_terms: QueryTerms, read: Sequence[ReadHit], hits: Sequence[Hit]
) -> list[Hit]:
    """Return the hits that may answer for another time as well as ``best`` does for its own.

    They are of other dates, mention all names, and nearly as many words of the question.
    """
    question = query_terms.question
    if not _may_change(question) or question.time or best.validity is None:
        return []
    seen = {one.story for one in read}
    least = _NEARLY * _measure_words(best.read.hit, query_terms)
    beside = [
        hit
        for hit in hits
        if (hit.story or hit.article.id) not in seen
        if _is_of_another_time(hit, best.validity, question.kind)
        if measure_names(question, hit.article) == 1 and _measure_words(hit, query_terms) >= least
    ]
    return beside[:_READ_BESIDE]


def _measure_words(hit: Hit, query_terms: QueryTerms) -> float:
    text = fold_aligned(f"{hit.article.title}\n{hit.text}")
    return measure_mentions(query_terms.words.texts, text)


def _is_of_another_time(hit: Hit, validity: Validity, kind: QuestionKind) -> bool:
    """Return whether a passage was written at another time, or tells a number of one.

    Whoever writes of a person tells of many times.
    """
    written, own = parse_period(hit.article.publication_date), _widen(validity)
    if written is not None and not written.overlaps(own):
        return True
    if kind is not QuestionKind.NUMBER:
        return False
    told = read_chronology(hit.article).find_told_in(Span(hit.passage.start, hit.passage.end))
    return any(not one.is_compared and not one.period.overlaps(own) for one in told)


def _find_unit(one: LocatedAnswer, question: Question) -> str:
    """Return what a number measures or counts; "" if something else is asked for."""
    if question.kind is not QuestionKind.NUMBER:
        return ""
    quantities = find_quantities(_fold_words(one))
    unit = quantities[-1].unit if quantities else NO_UNIT
    return unit.name if unit.is_counting or unit.name in CURRENCIES else unit.dimension


def _drop_outliers(located: Sequence[LocatedAnswer], question: Question) -> list[LocatedAnswer]:
    """Return the answers without amounts that cannot be the same one: 十八元 and 一千一百万元.

    The middle one is right. Of two such amounts, one stays, which is no timeline.
    """
    amounts = [_find_amount(one, question) for one in located]
    known = [amount for amount in amounts if amount]
    if not known:
        return list(located)
    middle = median_low(known)
    return [
        one
        for one, amount in zip(located, amounts, strict=True)
        if not amount or 1 / _MUCH <= amount / middle <= _MUCH
    ]


def _find_amount(one: LocatedAnswer, question: Question) -> Fraction | None:
    if question.kind is not QuestionKind.NUMBER:
        return None
    quantities = find_quantities(_fold_words(one))
    return quantities[-1].amount[1] if quantities else None


def _begins_in(one: LocatedAnswer, question: Question) -> bool:
    """Return whether what an answer says began in the time asked about, or was told in it."""
    asked = question.time
    return asked is None or (
        one.validity is not None and one.validity.period.overlaps(asked.period)
    )


def _drop_plans(located: Sequence[LocatedAnswer], question: Question) -> Sequence[LocatedAnswer]:
    """Return what was so, unless a plan is asked for or nothing else is told.

    A plan that was changed is a part of the history that is asked for.
    """
    facts = [one for one in located if not one.tells_plan(question.kind)]
    return located if _wants_plans(question) or not facts else facts


def _wants_plans(question: Question) -> bool:
    return asks_plan(question.text) or "先后" in question.text


def _drop_repeated(located: Sequence[LocatedAnswer]) -> list[LocatedAnswer]:
    """Return the answers in order without those that only repeat the one before."""
    kept: list[LocatedAnswer] = []
    for one in located:
        if not kept or _fold_words(one) != _fold_words(kept[-1]):
            kept.append(one)
    return kept


def _fold_words(one: LocatedAnswer) -> str:
    return fold_without_spaces(one.read.article.text[slice(*one.words)])


def _are_together(one: LocatedAnswer, other: LocatedAnswer) -> bool:
    """Return whether two answers hold for the same time."""
    first, second = one.validity, other.validity
    return first is None or second is None or _widen(first).overlaps(second.period)


def _find_period(one: LocatedAnswer) -> Period:
    return one.validity.period if one.validity else Period(EVER, NEVER)


def _widen(validity: Validity) -> Period:
    if validity.basis is not Basis.DATE:
        return validity.period
    return validity.period.widen(_SAME_DAYS)
