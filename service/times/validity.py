"""When something that an article says holds: by its sentence, its headings, its date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise

from embeddings.documents import Article, Span
from embeddings.text.sentences import find_paragraph, split_sentences
from service.times.changes import is_former
from service.times.headings import Heading, find_governing, list_headings
from service.times.period import EVER, NEVER, Period, day_before, parse_period
from service.times.tenure import find_departure, find_tenure
from service.times.told_times import ToldTime, find_told_times


class Basis(StrEnum):
    """What a validity rests on, the strongest first.

    Attributes:
        SENTENCE: the sentence itself.
        PARAGRAPH: the beginning of an earlier sentence of the paragraph.
        HEADING: the heading above (一、2022年工作回顾).
        TITLE: the title of the article.
        DATE: the date of the article.
    """

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TITLE = "title"
    DATE = "article_date"


@dataclass(frozen=True, slots=True)
class Validity:
    """The time for which something holds.

    Attributes:
        period: as told.
        covered: the same; to the date of the article, if the text says since when (2015年以来).
        basis: on what that rests.
    """

    period: Period
    covered: Period
    basis: Basis


# What may stand before a time that governs the sentences after it, too: 其中,2022年…; (2)2022年….
_OPENING = re.compile(r"[\s\d()（）一二三四五六七八九十、.．,，截至到从自在于据]{0,8}|.{0,4}[,，]")
# 2016年起担任校长的周立德: a time that tells only about the name behind it.
_ATTRIBUTE = re.compile(r"[^，,；;。]{1,15}的[^，,；;。]*[，,；;]")
_OF_NAME = re.compile(r"[^，,；;。]{1,15}的[^，,；;。]+")
_VALUE_NEXT = re.compile("的(?:[约近仅]|平均)?")
_LATELY = re.compile("近日|日前|近期|不久|近来|最近|新近")
_COLON = re.compile("[:：]")  # what follows is told by whom the words name
_SAYING = re.compile(r"(?:介绍|说(?![明法服])|表示|告诉|指出|认为|透露|坦言|宣布|称(?=[,，]))")
_PLANNED_NEXT = re.compile(
    "[,，;；](?:[^,，;；。]{0,6})(?:预计|预期|计划|拟|力争|有望|将|争取|定于)[于在到至]?$"
)
_UNTIL = re.compile(r"一直[^,，。;；]{0,6}[到至]$")  # 一直收到2017年3月底
_LONGEST_UNTIL = 12
_SINCE = re.compile(r"(?:以来|起(?!火|草|诉)|开始(?=[,，实执])|至今)")


class Chronology:
    """The times that one article tells, and what they say of its words.

    What it has found it keeps: an answer tries hundreds of ranges of the same sentences.
    """

    def __init__(self, article: Article) -> None:
        self._text, self._title = article.text, article.title
        self.anchor = parse_period(article.publication_date)
        self._paragraphs: dict[Span, list[ToldTime]] = {}
        self._sentences: dict[Span, list[Span]] = {}
        self._governing: dict[int, Period | None] = {}
        self._told: dict[tuple[Period, Span], bool] = {}

    def find_validity(self, words: Span) -> Validity | None:
        """Return when what ``words`` of the text say holds; None if nothing tells."""
        validity = self._find_validity(words)
        if validity is None:
            return None
        if is_former(self._text, words):
            return _end_former(validity)
        return validity

    def find_tenure(self, name: Span) -> Period | None:
        """Return for how long the person with this name holds an office, if that is told."""
        told = self.find_told(find_paragraph(self._text, name))
        return find_tenure(self._text, name, told, self.anchor)

    def find_departure(self, name: Span) -> Period | None:
        """Return until when the person with this name held an office, if that is told."""
        return find_departure(self._text, name, self.find_told(find_paragraph(self._text, name)))

    def _find_validity(self, words: Span) -> Validity | None:
        paragraph = find_paragraph(self._text, words)
        all_told = self.find_told(paragraph)
        for one in all_told:  # 比2019年的184天多: the value is that of the time compared with
            if one.is_compared and _VALUE_NEXT.fullmatch(self._text, one.span.end, words.start):
                return Validity(one.period, one.period, Basis.SENTENCE)
        told = [one for one in all_told if not one.is_compared]
        sentences = self._split_sentences(paragraph)
        own = [s for s in sentences if s.end > words.start and s.start < words.end]
        if own:
            inside = [one for one in told if own[0].start <= one.span.start < own[-1].end]
            if found := self._choose(inside, words):
                return self._describe(found, Basis.SENTENCE)
        for sentence in reversed([s for s in sentences if s.end <= words.start]):
            if opening := self._find_opening(sentence, told):
                return self._describe(opening, Basis.PARAGRAPH)
        if heading := self._find_heading(paragraph.start):
            return Validity(heading, heading, Basis.HEADING)
        if titled := self._titled:
            return Validity(titled, titled, Basis.TITLE)
        return Validity(self.anchor, self.anchor, Basis.DATE) if self.anchor else None

    def _find_opening(self, sentence: Span, told: list[ToldTime]) -> ToldTime | None:
        """Return the time that opens a sentence and so governs those after it."""
        for one in told:
            if sentence.start <= one.span.start < sentence.end and _OPENING.fullmatch(
                self._text, sentence.start, one.span.start
            ):  # 近日 tells when something came out, not for how long the rest holds
                return None if _LATELY.search(self._text, *one.span) else one
        return None

    def tells(self, period: Period, words: Span, basis: Basis) -> bool:
        """Return whether a part of ``period`` is told where ``basis`` holds around ``words``.

        A day is no part of a month: on it, something was told of another one.
        """
        scope = self._find_scope(words, basis)
        if (period, scope) not in self._told:
            self._told[period, scope] = any(
                one.period.overlaps(period)
                and one.period.days <= period.days
                and not (period.is_within_month and one.period.days < period.days)
                for one in self.find_told_in(scope)
                if not one.is_compared
            )
        return self._told[period, scope]

    def find_told_in(self, scope: Span) -> Iterator[ToldTime]:
        """Yield the times that a range of the text tells, in order."""
        for paragraph in self._split(scope):
            for one in self.find_told(paragraph):
                if scope.start <= one.span.start < scope.end:
                    yield one

    def find_told(self, paragraph: Span) -> list[ToldTime]:
        """Return the times that a paragraph tells, as ranges of the whole text."""
        if paragraph not in self._paragraphs:
            heading = self._find_heading(paragraph.start) or self._titled
            start = paragraph.start
            told = [
                replace(one, span=Span(start + one.span.start, start + one.span.end))
                for one in find_told_times(self._text[slice(*paragraph)], self.anchor, heading)
            ]
            self._paragraphs[paragraph] = list(self._set_aside_names(told))
        return self._paragraphs[paragraph]

    def _set_aside_names(self, told: list[ToldTime]) -> Iterator[ToldTime]:
        """Yield the times; nothing holds for one of a name: 去年停办的马拉松昨日重启."""
        for one, following in pairwise(told):
            is_of_name = following.period.days == 1 < one.period.days and _OF_NAME.fullmatch(
                self._text, one.span.end, following.span.start
            )
            yield replace(one, is_compared=True) if is_of_name else one
        yield from told[-1:]

    def _split_sentences(self, paragraph: Span) -> list[Span]:
        if paragraph not in self._sentences:
            self._sentences[paragraph] = list(split_sentences(self._text, paragraph))
        return self._sentences[paragraph]

    @cached_property
    def _titled(self) -> Period | None:
        """The time that the title tells."""
        told = find_told_times(self._title, self.anchor)
        return told[0].period if told else None

    def _describe(self, told: ToldTime, basis: Basis) -> Validity:
        if _UNTIL.search(self._text, max(0, told.span.start - _LONGEST_UNTIL), told.span.start):
            until = Period(EVER, told.period.last)
            return Validity(until, until, basis)
        if not _SINCE.match(self._text, told.span.end):
            return Validity(told.period, told.period, basis)
        end = max(told.period.last, self.anchor.last) if self.anchor else NEVER
        return Validity(told.period, Period(told.period.first, end), basis)

    def _choose(self, told: list[ToldTime], words: Span) -> ToldTime | None:
        """Return the time in the words themselves, else the last before them, else the next."""
        inside = [t for t in told if t.span.start < words.end and words.start < t.span.end]
        before = [t for t in told if t.span.end <= words.start]
        plain = [t for t in before if not _ATTRIBUTE.match(self._text, t.span.end, words.start)]
        after = [t for t in told if not self._is_foretold(words, t)]
        return next(iter([*inside, *reversed(plain), *reversed(before), *after]), None)

    def _is_foretold(self, words: Span, told: ToldTime) -> bool:
        """Return whether a time is told by whom the words name, or planned behind a comma.

        负责人说,明年通车; 投资六亿元,预计2015年通车.
        """
        is_future = self.anchor is not None and told.period.first > self.anchor.last
        told_by = (_COLON, _SAYING, _PLANNED_NEXT) if is_future else (_COLON,)
        between = self._text[words.end : told.span.start]
        return any(one.search(between) for one in told_by)

    def _find_heading(self, start: int) -> Period | None:
        """Return the time that the headings above the line at ``start`` tell."""
        if start not in self._governing:
            self._governing[start] = find_governing(self._headings, start)
        return self._governing[start]

    @cached_property
    def _headings(self) -> list[Heading]:
        return list_headings(self._text, self.anchor)

    def _find_scope(self, words: Span, basis: Basis) -> Span:
        paragraph = find_paragraph(self._text, words)
        if basis is Basis.SENTENCE:
            sentences = self._split_sentences(paragraph)
            own = [s for s in sentences if s.end > words.start and s.start < words.end]
            return Span(own[0].start, own[-1].end) if own else paragraph
        is_article = basis in (Basis.TITLE, Basis.DATE)
        return Span(0, len(self._text)) if is_article else paragraph

    def _split(self, scope: Span) -> Iterator[Span]:
        """Yield the paragraphs that ``scope`` touches."""
        start = find_paragraph(self._text, scope).start
        for line in self._text[start : scope.end].split("\n"):
            yield find_paragraph(self._text, Span(start, start))
            start += len(line) + 1


def _end_former(validity: Validity) -> Validity:
    """Return until when what was changed at a time held before."""
    first = validity.period.first
    period = Period(EVER, day_before(first)) if first > EVER else validity.period
    return Validity(period, period, validity.basis)


@lru_cache(maxsize=64)
def read_chronology(article: Article) -> Chronology:
    """Return the times that ``article`` tells; those of the articles asked about last are kept."""
    return Chronology(article)
