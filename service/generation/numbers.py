"""Collect the numbers that a text states, by value, to compare a sentence with its sources."""

import re
from collections.abc import Iterator
from fractions import Fraction

from embeddings.quantities.finding import find_quantities
from embeddings.quantities.numerals import NUMERAL, read_numeral
from embeddings.quantities.quantity import Quantity
from embeddings.quantities.units import Dimension

Number = tuple[Fraction, str]
"""A value, and which part of a date it is (年, 月, 日); 第 if it is ordinal, "" for any other."""

_PARTS = "年月日"
_NUMERAL = re.compile(rf"({NUMERAL})([年月日号]?)")
_PERCENT = 100
_FIRST_YEAR = 1000


def find_stated_numbers(folded: str) -> set[Number]:
    """Return the numbers that a folded text states.

    一个 and 一名 are articles more often than numbers, so 一 does not count.
    """
    quantities = (q for q in find_quantities(folded) if not _is_article(folded, q))
    return {number for quantity in quantities for number in _list_values(quantity)}


def find_numbers(folded: str) -> set[Number]:
    """Return every number that a folded text may state, also in words such as 三官庙.

    A plain number may be part of a date (10-11日) or an ordinal, and a year stand without 年.
    """
    found = {number for quantity in find_quantities(folded) for number in _list_values(quantity)}
    found |= {
        (value, match.group(2).replace("号", "日"))
        for match in _NUMERAL.finditer(folded)
        for value in read_numeral(match.group(1))
    }
    years = {(value, "") for value, part in found if part == "年" and value >= _FIRST_YEAR}
    plain = {value for value, part in found if not part}
    return found | years | {(value, part) for value in plain for part in f"{_PARTS}第"}


def _is_article(folded: str, quantity: Quantity) -> bool:
    is_one = folded[slice(*quantity.numeral)] == "一" and quantity.unit.is_counting
    return is_one and not quantity.is_ordinal


def _list_values(quantity: Quantity) -> Iterator[Number]:
    """Yield the ends of a quantity; those of a share in percent."""
    part, factor, name = "", Fraction(1), quantity.unit.name
    if quantity.is_ordinal:
        part = "第"
    elif quantity.unit.dimension is Dimension.CALENDAR or name == "日":
        part = name.removesuffix("份").replace("号", "日")
    elif quantity.unit.dimension is Dimension.SHARE and name != "倍":
        factor = quantity.unit.scale * _PERCENT
    yield quantity.low * factor, part
    yield quantity.high * factor, part
