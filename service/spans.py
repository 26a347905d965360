"""Spans of a text that can answer by themselves: numbers with their units, dates, quoted names."""

import re
from collections.abc import Iterator

from embeddings.nouns import Span
from service.questions import MEASURES, Kind

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN_NUMBER = "[一二三四五六七八九十百千两几数]+"
_SCALE = r"[多余几]?[万亿千百]*[多余]?"
_UNIT = rf"(?:%|个百分点|{MEASURES})"
_NUMBER = re.compile(
    rf"(?:{_DIGITS}{_SCALE}{_UNIT}?|{_HAN_NUMBER}[多余]?{_UNIT})(?:{_DIGITS}{_SCALE}{_UNIT}|多|余|以上)*"
)
_DATE = re.compile(
    r"(?:\d{4}|[一二〇零○]{1}[〇零○一二三四五六七八九]{3})年(?:\d{1,2}月)?(?:\d{1,2}[日号])?"
    r"|\d{1,2}月(?:\d{1,2}[日号])?|每[年月周][^,，。;；]{0,12}[日天五一二三四六]|\d{1,2}[日号]|(?:周|星期)[一二三四五六日天]"
    r"|今年|去年|近日|年初|年底|上半年|下半年"
)
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{1,30})[”\"」』》]")


def answer_spans(text: str, kind: Kind) -> Iterator[Span]:
    """Yield the spans of ``text`` that could answer a question of ``kind``.

    A quoted name is yielded without its quotation marks. Kinds without a form of their own
    (reasons, manners, people, …) yield nothing.
    """
    if kind is Kind.NUMBER:
        yield from (Span(*match.span()) for match in _NUMBER.finditer(text))
    elif kind is Kind.DATE:
        yield from (Span(*match.span()) for match in _DATE.finditer(text))
    elif kind is Kind.NAME:
        yield from (Span(*match.span(1)) for match in _QUOTED.finditer(text))


def has_unit(text: str, units: tuple[str, ...]) -> bool:
    """Tell whether a number span carries one of ``units``; 余 or 多 may stand between."""
    return any(unit in text for unit in units)
