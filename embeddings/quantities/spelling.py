"""The ways to write a number, so that texts that write it differently can be compared."""

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from embeddings.quantities.finding import find_quantities
from embeddings.quantities.numerals import LARGEST, spell_digits, write_numeral
from embeddings.quantities.quantity import Quantity
from embeddings.quantities.units import PERCENT, Dimension

_NUMERIC = r"\d零〇○一二三四五六七八九十百千万亿两"
_STARTS = rf"(?<![{_NUMERIC}])(?<!\d[.,])"
_ENDS = rf"(?![{_NUMERIC}])(?![.,]\d)"
_SCALES = ((10**8, "亿"), (10**4, "万"))
_TWO = re.compile("二(?=[百千万亿])")
_HUNDRED = 100
_LARGE = 13
_THOUSAND = 1000


class Respelling(NamedTuple):
    """A number as one text writes it, and a pattern for all the ways to write it."""

    written: str
    pattern: re.Pattern[str]


def list_respellings(folded: str) -> tuple[Respelling, ...]:
    """Return the numbers of a folded text that may be written otherwise, each once."""
    return _list_respellings(folded) if re.search(rf"[{_NUMERIC}]", folded) else ()


@lru_cache(maxsize=64)
def _list_respellings(folded: str) -> tuple[Respelling, ...]:
    found = {
        folded[slice(*_find_written(quantity))]: respelling
        for quantity in find_quantities(folded)
        if (respelling := build_respelling(folded, quantity))
    }
    return tuple(found.values())


def respell(folded: str, respellings: Iterable[Respelling]) -> str:
    """Return a folded text that writes the numbers of ``respellings`` in their way."""
    for written, pattern in respellings:
        folded = pattern.sub(written, folded)
    return folded


def respell_like(folded: str, other: str) -> str:
    """Return a folded text with its numbers written as in the folded text ``other``.

    A number that ``other`` does not contain stays as it is.
    """
    for written, pattern in list_respellings(folded):
        found = [match.group() for match in pattern.finditer(other)]
        if found and written not in found:
            folded = pattern.sub(found[0], folded)
    return folded


def contains(folded: str, respelling: Respelling) -> bool:
    """Return whether a folded text contains the number, however it is written."""
    return bool(respelling.pattern.search(folded))


def add_spellings(folded: str) -> str:
    """Return a folded query with the other ways to write its large, ordinal and calendar numbers.

    Small numbers are left out: they occur everywhere.
    """
    added = [
        prefix + spelled + quantity.unit.name
        for quantity in find_quantities(folded)
        if quantity.is_ordinal or quantity.low >= _LARGE or _is_year(quantity)
        if quantity.low == quantity.high
        for prefix in ["第" if quantity.is_ordinal else ""]
        for spelled in dict.fromkeys(list_spellings(quantity))
        if spelled != folded[slice(*quantity.numeral)]
    ]
    return " ".join((folded, *added))


def list_spellings(quantity: Quantity) -> Iterator[str]:
    """Yield the ways to write the number of ``quantity`` without its unit."""
    value = quantity.low
    if value.denominator != 1 or not 0 <= value < LARGEST:
        yield from _write_scaled(value)
        return
    whole = int(value)
    yield str(whole)
    if _is_year(quantity):
        digits = spell_digits(whole)
        yield from (digits, digits.replace("〇", "零"), digits.replace("〇", "○"))
        return
    chinese = write_numeral(whole)
    yield chinese
    yield _TWO.sub("两", chinese)
    yield _TWO.sub("两", chinese, count=1)
    if chinese == "二":
        yield "两"
    if chinese.startswith("十"):
        yield f"一{chinese}"
    if whole >= _THOUSAND:
        yield f"{whole:,}"
    yield from _write_scaled(value)


def _is_year(quantity: Quantity) -> bool:
    return quantity.unit.dimension is Dimension.CALENDAR and quantity.low >= _THOUSAND


def _write_scaled(value: Fraction) -> Iterator[str]:
    """Yield 1.5万 and 一点五万, or 1.5 and 一点五; nothing for what nobody writes so."""
    if value >= LARGEST:
        return
    for scale, name in (*_SCALES, (1, "")):
        scaled = value / scale
        decimal = f"{float(scaled):.6g}"
        if scaled >= 1 or scale == 1:
            if Fraction(decimal) == scaled and "e" not in decimal:
                yield decimal + name
                whole, _, digits = decimal.partition(".")
                if digits:
                    yield f"{write_numeral(int(whole))}点{_spell_decimals(digits)}{name}"
            return


def _spell_decimals(digits: str) -> str:
    return "".join(spell_digits(int(digit)).replace("〇", "零") for digit in digits)


def _find_written(quantity: Quantity) -> tuple[int, int]:
    """Return the range of what is respelled: the numeral, of a share the sign of percent too."""
    is_share = quantity.unit.dimension is Dimension.SHARE and quantity.unit.name in ("%", "分之")
    return quantity.core if is_share else quantity.numeral


def build_respelling(folded: str, quantity: Quantity) -> Respelling | None:
    """Return how else a number may be written; None for ranges and what has no other way."""
    written = folded[slice(*_find_written(quantity))]
    following = folded[quantity.numeral.end : quantity.core.end]
    if quantity.low != quantity.high:
        return None
    if quantity.unit.name in ("%", "分之"):
        body = _build_percent(quantity)
        return Respelling(written, re.compile(body)) if body else None
    if quantity.unit.name and not following.endswith(quantity.unit.name):
        return None  # 三块八毛
    ordinal = "(?<=第)" if quantity.is_ordinal else f"(?<!第){_STARTS}"
    unit = re.escape(quantity.unit.name)
    # A year may stand without 年: 2016-2018年.
    follows = f"(?=[多余]?{unit})" if unit and not _is_year(quantity) else _ENDS
    spelled = "|".join(
        re.escape(one) for one in dict.fromkeys((written, *list_spellings(quantity)))
    )
    return Respelling(written, re.compile(f"{ordinal}(?:{spelled}){follows}"))


def _build_percent(quantity: Quantity) -> str:
    """Return a pattern for 79% and 百分之七十九; "" for a share that is no percentage."""
    percent = quantity.low * quantity.unit.scale * _HUNDRED
    number = Quantity(quantity.span, quantity.core, quantity.numeral, percent, percent, PERCENT)
    if percent.denominator > _THOUSAND:
        return ""
    spelled = "|".join(map(re.escape, dict.fromkeys(list_spellings(number))))
    return f"{_STARTS}(?:百分之(?:{spelled}){_ENDS}|(?:{spelled})%)"
