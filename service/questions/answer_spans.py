"""Find spans that can answer by themselves: numbers with units, dates, quoted names."""

import re
from collections.abc import Iterator

from embeddings.documents import Span
from service.questions.question import MEASURES, Question, QuestionKind, find_dimension

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN_NUMBER = "[一二三四五六七八九十百千两几数]+"
_SCALE = r"[多余几]?[万亿千百]*[多余]?"
_UNIT = rf"(?:{MEASURES})"
_FRACTION = r"[\d一二三四五六七八九十百]+分之[\d.一二三四五六七八九十零点]+"
_NUMBER = re.compile(
    rf"{_FRACTION}|(?:(?:{_DIGITS}{_SCALE}{_UNIT}?[-–—~～至])?{_DIGITS}{_SCALE}{_UNIT}?|{_HAN_NUMBER}[多余]?{_UNIT})"
    rf"(?:{_DIGITS}{_SCALE}{_UNIT}|多|余|以上)*"
)
_DAY = r"\d{1,2}[日号]"
_YEAR = r"(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年|[今去前明当同]年"
_CLOCK = (
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜里)?\d{1,2}(?:[时点](?:\d{1,2}分|半)?|:\d\d)"
)
_DATE = re.compile(
    rf"(?:(?:{_YEAR})(?:\d{{1,2}}月(?:{_DAY})?)?|\d{{1,2}}月(?:{_DAY})?|(?<![\d-]){_DAY})(?:{_CLOCK})?|{_CLOCK}"
    r"|每[年月周](?:第?[\d一二三四五六七八九十两]+个?)?(?:月|周|星期)?[\d一二三四五六日天]*[日号天]?"
    r"|(?:周|星期)[一二三四五六日天]|[上本下]个?[月周]|[今昨明前当次][天日]|近日|日前|年初|年底|[上下]半年"
    r"|(?:\d{1,2}世纪)(?:\d0年代)?|\d0年代"
)
# What a date must have if just a part of it is asked for.
_DATE_PARTS = (
    (re.compile(r"哪一?年|何年"), re.compile(r"[年代纪]")),
    (re.compile(r"几[点时]"), re.compile(r"[点时:午晚早晨]")),
)
_ASKS_YEAR = _DATE_PARTS[0][0]
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{1,30})[”\"」』》]")
_SPANS = {
    QuestionKind.NUMBER: (_NUMBER, 0),
    QuestionKind.DATE: (_DATE, 0),
    QuestionKind.NAME: (_QUOTED, 1),
}


def find_answer_spans(text: str, kind: QuestionKind) -> Iterator[Span]:
    """Yield the spans of ``text`` that could answer a question of ``kind``.

    Numbers include their unit and qualifier, quoted names exclude their quotation marks. Other
    kinds (reasons, manners, people, …) yield nothing.
    """
    if kind in _SPANS:
        pattern, group = _SPANS[kind]
        yield from (Span(*match.span(group)) for match in pattern.finditer(text))


def asks_year(question: Question) -> bool:
    """Return whether ``question`` asks for a year."""
    return question.kind is QuestionKind.DATE and bool(_ASKS_YEAR.search(question.text))


def has_asked_part(date: str, question: str) -> bool:
    """Return whether a date has the year or the time of day, if just that is asked for."""
    return all(part.search(date) for asked, part in _DATE_PARTS if asked.search(question))


def measure_unit_fit(number: str, units: tuple[str, ...]) -> float:
    """Return how well a number's unit fits: a requested one, another count, another dimension."""
    if not units or number.endswith(units) or ("分之" in number and "%" in units):
        return 1.0
    if find_dimension(number) or find_dimension(units[0]):
        return 0.2
    return 0.7
