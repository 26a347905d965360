"""Answers that differ by time: the same asked of several years, in their order."""

from collections.abc import Sequence
from datetime import timedelta

from embeddings.text.normalize import fold_without_spaces
from embeddings.text.terms import Segmenter
from service.answering.confidence import estimate_confidence
from service.answering.dated_answers import find_dated_answers
from service.answering.located_answer import LocatedAnswer
from service.answering.named_subject import measure_names
from service.answering.quoted_answer import cite
from service.answering.read_hits import ReadHit
from service.answers.answer import Answer, AnswerItem
from service.answers.hits import Hit
from service.answers.shape import AnswerKind
from service.answers.wording import format_chinese_period
from service.language import Language
from service.questions.question import Question, QuestionKind
from service.times.period import EVER, NEVER, Period, parse_period
from service.times.validity import Basis, Validity

# Kinds whose answers may change in time.
_CHANGING = (QuestionKind.NUMBER, QuestionKind.PERSON, QuestionKind.PLACE, QuestionKind.NAME)
# How sure an answer must be to stand beside another, 0-100.
_LEAST = 50
# Of two articles that differ and are printed within so many days, one is mistaken.
_SAME_DAYS = timedelta(days=14)
# How far the final score of a hit may lie below that of the answer to be read beside it.
_NEAR_SCORE = 1.0
_READ_BESIDE = 4
_LONGEST = 8


def find_timeline(
    read: Sequence[ReadHit], question: Question, segmenter: Segmenter, threshold: int
) -> list[LocatedAnswer]:
    """Return the answers for several times, in their order; [] if fewer than two differ."""
    if question.kind not in _CHANGING or (question.time and not question.time.is_open):
        return []
    found: list[LocatedAnswer] = []
    for one in read:
        if measure_names(question, one.article) < 1:
            continue
        for located in find_dated_answers(one, question, segmenter):
            sure = estimate_confidence(located, question, [one]) >= max(_LEAST, threshold)
            is_taken = any(_are_together(located, other) for other in found)
            if sure and not is_taken and located.pick_short(1):
                found.append(located)
    found = sorted(found[:_LONGEST], key=_find_period)
    words = {fold_without_spaces(one.take_words(1, one.words).text) for one in found}
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


def _build_item(one: LocatedAnswer, numbers: dict[str, int], language: Language) -> AnswerItem:
    words = one.take_words(numbers[one.read.hit.passage.id], one.words)
    iso = one.validity.period.iso if one.validity else ""
    return AnswerItem(words, format_chinese_period(iso) if language is Language.CHINESE else iso)


def select_beside(
    best: LocatedAnswer, question: Question, read: Sequence[ReadHit], hits: Sequence[Hit]
) -> list[Hit]:
    """Return the hits that may answer for another time as well as ``best`` does for its own."""
    if question.kind not in _CHANGING or question.time or best.validity is None:
        return []
    seen = {one.story for one in read}
    least = best.read.hit.scores.final - _NEAR_SCORE
    beside = [
        hit
        for hit in hits
        if (hit.story or hit.article.id) not in seen and hit.scores.final >= least
        if _is_of_another_time(hit, best.validity) and measure_names(question, hit.article) == 1
    ]
    return beside[:_READ_BESIDE]


def _is_of_another_time(hit: Hit, validity: Validity) -> bool:
    written = parse_period(hit.article.publication_date)
    return written is not None and not written.overlaps(_widen(validity))


def _are_together(one: LocatedAnswer, other: LocatedAnswer) -> bool:
    """Return whether two answers hold for the same time."""
    first, second = one.validity, other.validity
    return first is None or second is None or _widen(first).overlaps(second.period)


def _find_period(one: LocatedAnswer) -> Period:
    return one.validity.period if one.validity else Period(EVER, NEVER)


def _widen(validity: Validity) -> Period:
    if validity.basis is not Basis.DATE:
        return validity.period
    return Period(validity.period.first - _SAME_DAYS, validity.period.last + _SAME_DAYS)
