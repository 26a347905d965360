"""When something that an article says holds: by its sentence, its paragraph, its headings, its date."""

import re
from dataclasses import dataclass
from enum import IntEnum

from embeddings.documents import Article, Span
from embeddings.text.sentences import find_paragraph, split_sentences
from service.times.period import Period, parse_period
from service.times.told_times import ToldTime, find_told_times


class Ground(IntEnum):
    """What a validity rests on, the weakest first."""

    DATE = 0
    """The date of the article."""
    TITLE = 1
    """Its title."""
    HEADING = 2
    """The heading above (一、2022年工作回顾)."""
    PARAGRAPH = 3
    """The beginning of an earlier sentence of the paragraph."""
    SENTENCE = 4
    """The sentence itself."""


@dataclass(frozen=True, slots=True)
class Validity:
    """The period for which something holds, and on what that rests."""

    period: Period
    ground: Ground


_LONGEST_HEADING = 40
_SENTENCE_MARK = re.compile(r"[。！？!?；;，,：:]")
# What may stand before a time that governs the sentences after it, too: 其中,2022年…; (2)2022年….
_OPENING = re.compile(r"[\s\d()（）一二三四五六七八九十、.．,，截至到从自在于据]{0,8}|.{0,4}[,，]")
# 比2021年增长, 与2021年相比: a time to compare with, not one for which anything holds.
_COMPARED = re.compile(r"(?:[比较]|相比(?:于)?|不如|超过|相对于)(?:了)?$")


def find_validity(article: Article, words: Span) -> Validity | None:
    """Return when what ``words`` of the article's text say holds; None if nothing tells."""
    anchor = parse_period(article.date)
    text, paragraph = article.text, find_paragraph(article.text, words)
    sentences = list(split_sentences(text, paragraph))
    own = [s for s in sentences if s.end > words.start and s.start < words.end]
    if own and (found := _choose(_find_in(text, Span(own[0].start, own[-1].end), anchor), words)):
        return Validity(found.period, Ground.SENTENCE)
    for sentence in reversed([s for s in sentences if s.end <= words.start]):
        for told in _find_in(text, sentence, anchor):
            if _OPENING.fullmatch(text, sentence.start, told.span.start):
                return Validity(told.period, Ground.PARAGRAPH)
    if heading := _find_in_headings(text, paragraph.start, anchor):
        return Validity(heading.period, Ground.HEADING)
    if titled := find_told_times(article.title, anchor):
        return Validity(titled[0].period, Ground.TITLE)
    return Validity(anchor, Ground.DATE) if anchor else None


def _find_in(text: str, span: Span, anchor: Period | None) -> list[ToldTime]:
    """Return the times that a range of ``text`` tells, as ranges of the whole text."""
    return [
        ToldTime(Span(span.start + told.span.start, span.start + told.span.end), told.period)
        for told in find_told_times(text[slice(*span)], anchor)
        if not _is_compared(text, Span(span.start + told.span.start, span.start + told.span.end))
    ]


def _is_compared(text: str, told: Span) -> bool:
    before = text[max(0, told.start - 4) : told.start]
    return bool(_COMPARED.search(before))


def _choose(told: list[ToldTime], words: Span) -> ToldTime | None:
    """Return the time in the words themselves, else the last before them, else the next."""
    inside = [t for t in told if words.start <= t.span.start and t.span.end <= words.end]
    before = [t for t in told if t.span.end <= words.start]
    return next(iter([*inside, *reversed(before), *told]), None)


def _find_in_headings(text: str, end: int, anchor: Period | None) -> ToldTime | None:
    """Return the first time in the nearest line above that looks like a heading and tells one."""
    for line in reversed(text[:end].split("\n")):
        is_heading = 0 < len(line) <= _LONGEST_HEADING and not _SENTENCE_MARK.search(line)
        told = find_told_times(line, anchor) if is_heading else []
        if told:
            return told[0]
    return None
