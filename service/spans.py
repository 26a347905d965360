"""What an answer looks like: numbers with units, dates, quoted names, lists, reasons, manners."""

import re
from collections.abc import Iterator

from embeddings.nouns import Span
from service.questions import MEASURES, Kind, Question

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN_NUMBER = "[一二三四五六七八九十百千两几数]+"
_SCALE = r"[多余几]?[万亿千百]*[多余]?"
_UNIT = rf"(?:%|个百分点|{MEASURES})"
_NUMBER = re.compile(
    rf"(?:{_DIGITS}{_SCALE}{_UNIT}?|{_HAN_NUMBER}[多余]?{_UNIT})"
    rf"(?:{_DIGITS}{_SCALE}{_UNIT}|多|余|以上)*"
)
_DATE = re.compile(
    r"(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年(?:\d{1,2}月)?(?:\d{1,2}[日号])?"
    r"|\d{1,2}月(?:\d{1,2}[日号])?|每[年月周][^,，。;；]{0,12}[日天五一二三四六]|\d{1,2}[日号]"
    r"|(?:周|星期)[一二三四五六日天]|今年|去年|近日|年初|年底|上半年|下半年"
)
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{1,30})[”\"」』》]")
_SPANS = {Kind.NUMBER: (_NUMBER, 0), Kind.DATE: (_DATE, 0), Kind.NAME: (_QUOTED, 1)}
_SIGNS = {
    Kind.REASON: re.compile(r"因|由于|为了|导致|所以|鉴于|使得|造成|缘于|出于"),
    Kind.MANNER: re.compile(r"通过|采[取用]|实行|利用|以[^,，]{1,12}(?:方式|形式|为)|按照|推行"),
    Kind.LIST: re.compile(r"[、和与及]"),
}


def answer_spans(text: str, kind: Kind) -> Iterator[Span]:
    """Yield the spans of ``text`` that could answer a question of ``kind``.

    Numbers come with their unit and qualifier, quoted names without their quotation marks. Kinds
    without such spans (reasons, manners, people, …) yield nothing.
    """
    if kind in _SPANS:
        pattern, group = _SPANS[kind]
        yield from (Span(*match.span(group)) for match in pattern.finditer(text))


def form_of(text: str, question: Question) -> float:
    """Return 0..1: how well ``text`` has the form that the question wants.

    A number needs one of the question's units, else it counts half. Lists, reasons and manners are
    told by their connecting words. Kinds without a form give 1.
    """
    if question.kind is Kind.NUMBER and question.units:
        return 1.0 if any(unit in text for unit in question.units) else 0.5
    if question.kind in _SIGNS:
        return min(1.0, len(_SIGNS[question.kind].findall(text)) / 2)
    return 1.0
