"""Find the quantities in a text."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache

from embeddings.documents import Span
from embeddings.quantities.atoms import (
    BEGINNING,
    RANGE,
    UNIT,
    is_complete,
    read_atom,
    read_fraction,
    read_ratio,
)
from embeddings.quantities.numerals import read_numeral
from embeddings.quantities.quantity import Qualifier, Quantity
from embeddings.quantities.units import CURRENCIES, Dimension, list_senses

# PM2.5, G20, B15栋: no quantity; RMB300元 is one.
_NAME_NUMBER = re.compile(r"(?<=[a-z])\d+(?:\.\d+)?")
_CODE = re.compile("[a-z0-9-]")
_LARGE = re.compile("[万亿]+$")
# Units after which decimals are spoken; those of money may have anything behind: 三块五一斤.
_SPOKEN = ("块", "毛")
_MEASURED = ("公里", "米", "丈", "尺", "公斤", "斤", "吨", "亩", "角")
_DECIMALS = re.compile(
    r"(?:零[一二三四五六七八九]|[一二三四五六七八九]{1,2}|(?<=\d[米块尺斤])\d{1,2})"
    r"(?=$|[\s,;:!?。、()~～〜—–×至到-]|的(?!确)|[高长宽深厚重]|左右|以[上下内]|上下)"
)


@cache  # compiled for the first text that needs it, and few do
def _lone() -> re.Pattern[str]:
    return re.compile(
        rf"[一二三四五六七八九](?![十百千万亿零点分]|{UNIT})(?![一二三四五六七八九](?![斤个只]))"
    )


@lru_cache(maxsize=512)
def find_quantities(folded: str) -> tuple[Quantity, ...]:
    """Return the quantities in a folded text, in order and apart from each other.

    Chinese numerals need a unit or a form that no word has: 统一 and 三官庙 state none.
    """
    return tuple(_scan(folded))


def _scan(text: str) -> Iterator[Quantity]:
    at = 0
    while beginning := BEGINNING.search(text, at):
        at = beginning.start()
        found = _read(text, at)
        if (name := _NAME_NUMBER.match(text, at)) and not (found and found.unit.name in CURRENCIES):
            at = name.end()
        elif found:
            yield found
            at = found.span.end
        else:
            at += 1


def _read(text: str, at: int) -> Quantity | None:
    """Return the quantity that begins at an offset, with all its parts."""
    first = read_fraction(text, at) or read_ratio(text, at) or read_atom(text, at)
    if first is None or first.is_ordinal:
        return first
    if first.span.end > first.core.end:
        return _read_limits(text, first) or first
    if ranged := _read_range(text, first):
        return ranged
    if not is_complete(text, first):
        return None
    whole = _read_compound(text, first)
    return (_read_range(text, whole) if whole != first else None) or whole


def _read_limits(text: str, first: Quantity) -> Quantity | None:
    """Return 二百元以上五百元以下, of which ``first`` is the lower limit."""
    second = read_atom(text, first.span.end) if text.startswith("以上", first.core.end) else None
    if second is None or second.qualifier is not Qualifier.BELOW:
        return None
    return _span(text, first, second) if first.dimensions & second.dimensions else None


def _read_range(text: str, first: Quantity) -> Quantity | None:
    """Return 3～5万元 or 八百至一千二百元, of which ``first`` is the lower end."""
    joint = RANGE.match(text, first.core.end)
    second = read_atom(text, joint.end()) if joint else None
    if not joint or not second or second.is_ordinal or second.core.start != joint.end():
        return None
    if joint.group() == "-" and _is_code(text, first, second):
        return None
    if second.unit.name:
        second = _read_compound(text, second)
    is_comparable = not first.unit.name or first.dimensions & second.dimensions
    return _span(text, first, second) if is_comparable else None


def _is_code(text: str, first: Quantity, second: Quantity) -> bool:
    """Return whether digits and hyphens are a code, a date or a telephone number."""
    start, end = first.numeral.start, second.numeral.end
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    has_zero = text.startswith("0", start) and first.numeral.end - start > 1
    return has_zero or bool(_CODE.search(around))


def _span(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """Return the quantity from ``first`` to ``second``; None if the first is not the lower one."""
    low = _scale_like(text, first, second)
    if low >= second.high:
        return None
    return replace(
        second,
        span=Span(first.span.start, second.span.end),
        core=Span(first.core.start, second.core.end),
        numeral=Span(first.numeral.start, second.numeral.end),
        low=low,
        qualifier=second.qualifier or first.qualifier,
    )


def _scale_like(text: str, first: Quantity, second: Quantity) -> Fraction:
    """Return the lower end of a range in the unit and with the 万 of the upper end: 3～5万元."""
    if first.unit.name:
        return first.low * first.unit.scale / second.unit.scale
    large = _LARGE.search(text[slice(*second.numeral)])
    if large is None or _LARGE.search(text[slice(*first.numeral)]):
        return first.low
    scaled = first.low * read_numeral(large.group()).low
    return scaled if scaled < second.high else first.low


def _read_compound(text: str, first: Quantity) -> Quantity:
    """Return 三块八毛, 三年零八个月 or 三块五, which ``first`` begins."""
    whole = first
    while whole.span.end == whole.core.end:
        at = whole.core.end + text.startswith("零", whole.core.end)
        part = read_atom(text, at)
        joined = _join(whole, part) if part and part.core.start == at else None
        if joined is None:
            return _add_decimals(text, whole)
        whole = joined
    return whole


def _join(whole: Quantity, part: Quantity) -> Quantity | None:
    """Return both as one quantity; None if they are not of one dimension, the larger first."""
    pairs = (
        (large, small)
        for large in list_senses(whole.unit.name)
        for small in list_senses(part.unit.name)
        if large.dimension is small.dimension and large.scale > small.scale
    )
    found = next(pairs, None)
    if found is None or part.is_ordinal or whole.unit.dimension is Dimension.CALENDAR:
        return None
    large, small = found
    factor = small.scale / large.scale
    return replace(
        whole,
        span=Span(whole.span.start, part.span.end),
        core=Span(whole.core.start, part.core.end),
        numeral=Span(whole.core.start, part.core.end),
        low=whole.low + part.low * factor,
        high=whole.high + part.high * factor,
        unit=large,
        qualifier=part.qualifier or whole.qualifier,
    )


def _add_decimals(text: str, whole: Quantity) -> Quantity:
    """Add the digits that are spoken as decimals: 三块五, 九毛五, 三米五, 一米零八."""
    end = whole.core.end
    last = next((one for one in (*_SPOKEN, *_MEASURED) if text.endswith(one, 0, end)), None)
    if last is None:
        return whole
    found = _DECIMALS.match(text, end) or (_lone().match(text, end) if last in _SPOKEN else None)
    senses = (one for one in list_senses(last) if one.dimension is whole.unit.dimension)
    unit = next(senses, None)
    if found is None or unit is None:
        return whole
    digits = found.group()
    value = sum(read_numeral(digit).low / 10**place for place, digit in enumerate(digits, 1))
    added = value * unit.scale / whole.unit.scale
    return replace(
        whole,
        span=Span(whole.span.start, found.end()),
        core=Span(whole.core.start, found.end()),
        numeral=Span(whole.core.start, found.end()),
        low=whole.low + added,
        high=whole.high + added,
    )
