"""Locate the answer in a passage that was read: its words, by form, subject and time."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from embeddings.documents import Span
from embeddings.encoding.passage_reader import ScoredSpan
from embeddings.text.sentences import find_paragraph
from embeddings.text.terms import Segmenter
from service.answers.shape import AnswerKind
from service.locating.defining import choose_defining, choose_naming
from service.locating.elliptic_values import find_elliptic_values
from service.locating.enumeration import extend_enumeration
from service.locating.listed_lines import find_listed_lines
from service.locating.located_answer import LocatedAnswer
from service.locating.plans import add_planning, asks_plan
from service.locating.promised_items import find_promised_items
from service.locating.read_hits import ReadHit
from service.locating.reasons import is_whole_reason
from service.locating.time_fit import Fit, judge_time
from service.questions.answer_spans import asks_year
from service.questions.promised_lists import PromisedList, find_promised_list
from service.questions.question import Question, QuestionKind
from service.questions.shapes import find_asked_count, find_shape
from service.short_answers.finder import Accepts, accept_any, find_best_among, find_short_answer
from service.short_answers.governing import is_governed
from service.short_answers.respective import find_own_value
from service.times.dated_words import find_date
from service.times.tenure import asks_of_taking_office
from service.times.validity import Chronology, Validity, read_chronology

_TRIED = 30
# By how much words with a year may be less likely than others of the same passage.
_MUCH_LESS_LIKELY = 1.5


def locate_answer(
    read: ReadHit, question: Question, segmenter: Segmenter, accepts: Accepts = accept_any
) -> LocatedAnswer:
    """Return the most likely words with the form asked for, or the most likely words at all.

    Words that hold for the time asked about, and belong to the ordinal number or the subject of the
    question, precede others. ``accepts`` restricts the words with the form to some ranges of the
    passage.
    """
    chronology = read_chronology(read.article)
    located = _locate(read, question, segmenter, accepts)
    if asks_year(question):
        located = _locate_undated(read, located, chronology)
    located = _date(located, question, chronology)
    start = read.hit.passage.start
    words = Span(located.words.start - start, located.words.end - start)
    own = find_own_value(read.hit.text, words, question)

    def belongs(span: Span) -> bool:
        if own:
            return own.start <= span.start < span.end <= own.end
        return is_governed(read.hit.text, span, question)

    if located.series or (located.fit is Fit.FITS and belongs(words)):
        return located

    @cache
    def fits(span: Span) -> bool:
        if not (accepts(span) and belongs(span)):
            return False
        words = read.locate(span)
        validity = chronology.find_validity(words)
        return _judge(question, chronology, words, validity) is Fit.FITS

    found = locate_among(read, question, segmenter, chronology, fits)
    if found is None and question.time:
        beside = list_elliptic(located, question, chronology)
        found = next((one for one in beside if one.fit is Fit.FITS), None)
    return found or located


def list_elliptic(
    located: LocatedAnswer, question: Question, chronology: Chronology
) -> Iterator[LocatedAnswer]:
    """Yield the same told of other times in the sentence, without its subject: 2023年底为1.05亿."""
    if question.kind is not QuestionKind.NUMBER:
        return
    text = located.read.article.text
    told = chronology.find_told(find_paragraph(text, located.words))
    for words in find_elliptic_values(text, located.words, told):
        yield _date(replace(located, words=words), question, chronology)


def locate_among(
    read: ReadHit,
    question: Question,
    segmenter: Segmenter,
    chronology: Chronology,
    accepts: Accepts,
) -> LocatedAnswer | None:
    """Return the most likely words with the form asked for among those that ``accepts`` allows.

    Its probability is that among these. Return None if there are no such words.
    """
    found = find_best_among(read.hit.text, read.reading, question, segmenter, accepts)
    return _date(_complete(read, question, found), question, chronology) if found else None


def _date(located: LocatedAnswer, question: Question, chronology: Chronology) -> LocatedAnswer:
    if question.kind is QuestionKind.DATE and located.log_probability is not None:
        located = _read_date(located, chronology)
    validity = chronology.find_validity(located.words)
    fit = _judge(question, chronology, located.words, validity)
    return replace(located, validity=validity, fit=fit)


def _judge(
    question: Question, chronology: Chronology, words: Span, validity: Validity | None
) -> Fit:
    is_amount = question.kind is QuestionKind.NUMBER
    fit = judge_time(question.time, chronology, words, validity, is_amount=is_amount)
    if question.kind is QuestionKind.PERSON and question.time:
        left = chronology.find_departure(words)
        if left and not left.overlaps(question.time.period):
            return Fit.CONTRADICTS
    is_meant = fit is Fit.CONTRADICTS and _is_meant(question, chronology, words)
    return Fit.FITS if is_meant else fit


def _is_meant(question: Question, chronology: Chronology, words: Span) -> bool:
    """Return whether the time asked about is not that of the words themselves.

    It is a part of the term of whoever holds an office, or when a date was planned.
    """
    asked = question.time
    if asked is None:
        return False
    if question.kind is QuestionKind.PERSON and not asks_of_taking_office(question.text):
        tenure = chronology.find_tenure(words)
        return tenure is not None and tenure.overlaps(asked.period)
    is_plan = question.kind is QuestionKind.DATE and asks_plan(question.text)
    written = chronology.anchor
    return is_plan and written is not None and written.overlaps(asked.period)


def _read_date(located: LocatedAnswer, chronology: Chronology) -> LocatedAnswer:
    """Return the answer with the whole of a time told relatively, and the date that it means.

    A plan is told as one: 计划2025年.
    """
    text, words = located.read.article.text, located.words
    told = find_date(text, words, chronology.find_told(find_paragraph(text, words)))
    if told:
        words = Span(min(words.start, told.span.start), max(words.end, told.span.end))
    date = told.period.iso if told else ""
    return replace(located, words=add_planning(text, words), date=date)


def _locate(
    read: ReadHit, question: Question, segmenter: Segmenter, accepts: Accepts
) -> LocatedAnswer:
    shape, promised = find_shape(question), find_promised_list(question)
    if promised and (listed := _locate_promised(read, promised)):
        return listed
    if shape is AnswerKind.DEFINITION:
        if defining := choose_defining(read, question):
            words = read.locate(defining.span)
            return LocatedAnswer(read, words, defining.log_probability, shape)
        if naming := choose_naming(read, question):
            return LocatedAnswer(read, read.locate(naming.span), None, shape)
    found = find_short_answer(read.hit.text, read.reading, question, segmenter, accepts)
    if found is None:
        words = read.locate(read.reading.find_best_span())
        return LocatedAnswer(read, words, None, shape, _find_count(question))
    return _complete(read, question, found)


def _complete(read: ReadHit, question: Question, found: ScoredSpan) -> LocatedAnswer:
    """Return the answer whose words, with the form asked for, were found in the passage."""
    shape, words = find_shape(question), read.locate(found.span)
    lines: tuple[Span, ...] = ()
    if shape is AnswerKind.LIST:
        words = extend_enumeration(read.article.text, words)
        lines = find_listed_lines(read.article, words)
    is_whole = question.kind is not QuestionKind.REASON or is_whole_reason(read.article.text, words)
    count = _find_count(question)
    return LocatedAnswer(read, words, found.log_probability, shape, count, is_whole, lines)


def _locate_undated(read: ReadHit, located: LocatedAnswer, chronology: Chronology) -> LocatedAnswer:
    """Return the most likely words for a year, if they are much more likely than those with one.

    They have none, or mean one: 上个月.
    """
    [best] = read.reading.rank_spans(1)
    probability = located.log_probability
    if probability is not None and best.log_probability - probability <= _MUCH_LESS_LIKELY:
        return located
    words, text = read.locate(best.span), read.article.text
    is_dated = find_date(text, words, chronology.find_told(find_paragraph(text, words)))
    return replace(located, words=words, log_probability=best.log_probability if is_dated else None)


def _locate_promised(read: ReadHit, promised: PromisedList) -> LocatedAnswer | None:
    """Return the items that the name of a list promises, if the article tells them."""
    passage = read.hit.passage
    items = find_promised_items(read.article.text, Span(passage.start, passage.end), promised)
    if not items:
        return None
    words = Span(items[0].start, items[-1].end)
    ranked = read.reading.rank_spans(_TRIED)
    likely = (one.log_probability for one in ranked if _overlap(read.locate(one.span), words))
    return LocatedAnswer(
        read,
        words,
        next(likely, None),
        AnswerKind.LIST,
        promised.number,
        series=tuple(items),
    )


def _find_count(question: Question) -> int | None:
    """Return how many items the question asks for; a slogan has none but those it promises."""
    is_list = find_shape(question) is AnswerKind.LIST
    promised = find_promised_list(question) if is_list else None
    if promised and promised.is_slogan:
        return 0
    return find_asked_count(question) or (
        promised.number if promised and promised.is_certain else None
    )


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end
