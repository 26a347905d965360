"""Find spans that can answer by themselves: numbers with units, dates, quoted names."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.quantities.quantity import Quantity
from embeddings.quantities.units import Dimension, list_senses
from embeddings.text.normalize import fold_aligned
from service.questions.question import Question, QuestionKind

_ONES = "一二三四五六七八九"
_TWO_DIGITS = rf"(?:\d{{1,2}}|[{_ONES}]?十[{_ONES}]?|廿[{_ONES}]?|卅一?|[{_ONES}])"
_MONTH, _DAY = (
    rf"(?:{_TWO_DIGITS}|正|冬|腊)月",
    rf"(?:{_TWO_DIGITS}[日号]|初[一二三四五六七八九十])",
)
_YEAR = (
    r"(?:\d{4}|[一二][〇零○一二三四五六七八九]{3})年|[今去前明当同]年"
    rf"|(?:民国|光绪|同治|咸丰|道光|嘉庆|乾隆|雍正|康熙|宣统|万历|洪武)(?:{_TWO_DIGITS}|元)年"
)
_CLOCK = (
    r"(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜里)?\d{1,2}(?:[时点](?:\d{1,2}分|半)?|:\d\d)"
)
_DATE = re.compile(
    rf"(?:(?:{_YEAR})(?:{_MONTH}(?:{_DAY})?)?|{_MONTH}(?:{_DAY})?|(?<![\d第初-]){_DAY})(?:{_CLOCK})?|{_CLOCK}"
    r"|每[年月周](?:第?[\d一二三四五六七八九十两]+个?)?(?:月|周|星期)?[\d一二三四五六日天]*[日号天]?"
    r"|(?:周|星期)[一二三四五六日天]|[上本下]个?[月周]|[今昨明前当次][天日]|近日|日前|年初|年底|[上下]半年"
    r"|(?:\d{1,2}世纪)(?:\d0年代)?|\d0年代"
)
# What a date must have if just a part of it is asked for.
_DATE_PARTS = (
    (re.compile(r"哪一?年|何年"), re.compile(r"[年代纪]")),
    (re.compile(r"几[号日]"), re.compile(r"[日号天]|\d$")),
    (re.compile(r"几[点时]"), re.compile(r"[点时:午晚早晨]")),
)
_ASKS_YEAR = _DATE_PARTS[0][0]
_QUOTED = re.compile(r"[“\"「『《]([^“”\"「」『』《》\n]{1,30})[”\"」』》]")
_SPANS = {
    QuestionKind.DATE: (_DATE, 0),
    QuestionKind.NAME: (_QUOTED, 1),
}


_ALIKE, _MISFIT = 0.7, 0.2
_LARGE = 10**4


class Number(NamedTuple):
    """A number that can answer: quantities without anything between them (5大类1971条)."""

    span: Span
    quantities: tuple[Quantity, ...]


def find_answer_spans(text: str, kind: QuestionKind) -> Iterator[Span]:
    """Yield the spans of ``text`` that could answer a question of ``kind``.

    Numbers include their unit and qualifier, quoted names exclude their quotation marks. Other
    kinds (reasons, manners, people, …) yield nothing.
    """
    if kind is QuestionKind.NUMBER:
        yield from (number.span for number in find_numbers(fold_aligned(text)))
    if kind in _SPANS:
        pattern, group = _SPANS[kind]
        folded = fold_aligned(text)
        yield from (Span(*match.span(group)) for match in pattern.finditer(folded))


@lru_cache(maxsize=64)
def find_numbers(folded: str) -> Sequence[Number]:
    """Return the numbers in a folded text, in order."""
    numbers: list[Number] = []
    for quantity in find_quantities(folded):
        last = numbers[-1] if numbers else None
        if last and last.span.end == quantity.span.start and _continues(last, quantity):
            span = Span(last.span.start, quantity.span.end)
            numbers[-1] = Number(span, (*last.quantities, quantity))
        else:
            numbers.append(Number(quantity.span, (quantity,)))
    return tuple(numbers)


def _continues(number: Number, quantity: Quantity) -> bool:
    """Return whether a count of parts follows that of wholes."""
    both = (number.quantities[-1], quantity)
    return all(one.unit.is_counting and one.unit.name and not one.is_ordinal for one in both)


def asks_year(question: Question) -> bool:
    """Return whether ``question`` asks for a year."""
    return question.kind is QuestionKind.DATE and bool(_ASKS_YEAR.search(question.text))


def has_asked_part(date: str, question: str) -> bool:
    """Return whether a date has the year, the day or the time of day, if that is asked for."""
    return all(part.search(date) for asked, part in _DATE_PARTS if asked.search(question))


def measure_number_fit(number: Number, question: Question) -> float:
    """Return how well the unit of a number fits what ``question`` asks for, in 0..1."""
    return max(_measure_fit(quantity, question) for quantity in number.quantities)


def _measure_fit(quantity: Quantity, question: Question) -> float:
    if quantity.is_ordinal or question.asks_order:
        return 1.0 if quantity.is_ordinal and question.asks_order else _MISFIT
    is_scaled = quantity.low >= _LARGE and quantity.low % _LARGE == 0
    if not quantity.unit.name and is_scaled and "元" in question.units:
        return _ALIKE  # 投资达3亿
    return measure_unit_fit(quantity, question.units)


def measure_unit_fit(quantity: Quantity, units: tuple[str, ...]) -> float:
    """Return how well a unit fits: a requested one, another count, another dimension.

    Persons, households, events and kinds are different counts; 个 counts any of them.
    """
    if not units or quantity.unit.name in units:
        return 1.0
    if "%" in units and quantity.unit.dimension in (Dimension.SHARE, Dimension.RATIO):
        return 1.0
    asked = [_list_counted(unit) for unit in units]
    told = {Dimension.ANYTHING} if not quantity.unit.name else _list_counted(quantity.unit.name)
    if not all(asked) or not told:
        return _MISFIT
    wanted: set[Dimension] = set().union(*asked)
    is_alike = wanted & told or Dimension.ANYTHING in wanted | told
    return _ALIKE if is_alike else _MISFIT


def _list_counted(unit: str) -> set[Dimension]:
    """Return what a measure word counts; nothing if it measures."""
    return {sense.dimension for sense in list_senses(unit) if sense.is_counting}
