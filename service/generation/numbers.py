"""Extract the numbers in a text by value, however they are written: 1.5万, 15,000, 一万五千."""

import re
from collections.abc import Iterator
from decimal import Decimal

from service.questions.question import MEASURES

# A value, and which part of a date it is: 年, 月, 日, or "" for any other number.
Number = tuple[Decimal, str]

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_HAN = "".join((*_DIGITS, *_SMALL, *_LARGE))
_NUMERAL = rf"(?:[{_HAN}]+点)?[{_HAN}]+"
_PART = "([年月日号]?)"
_ARABIC = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?)([十百千万亿]*){_PART}")
_WRITTEN = re.compile(rf"(?<![\d.{_HAN}])({_NUMERAL}){_PART}")
# In running text 一, 三 or 十 are mostly parts of words (统一, 十分): a measure must follow.
_MEASURED = re.compile(rf"(?<![第\d.{_HAN}])({_NUMERAL})(?=[多余几]?(?:{MEASURES})){_PART}")
_PERCENT = re.compile(rf"百分之({_NUMERAL}|\d+(?:\.\d+)?)")
_FIRST_YEAR = 1000


def find_stated_numbers(text: str) -> set[Number]:
    """Return the numbers that the folded ``text`` states: digits, and numerals with a measure.

    一个 and 一名 are articles more often than numbers, so 一 does not count.
    """
    text = _PERCENT.sub(r"\1%", text)
    measured = {number for number in _find_written(_MEASURED, text) if number[0] != 1}
    return {*_find_arabic(text), *measured}


def find_numbers(text: str) -> set[Number]:
    """Return every number that the folded ``text`` may contain, in digits or in words.

    A plain number may be part of a date (10-11日), and a year may stand without 年.
    """
    text = _PERCENT.sub(r"\1%", text)
    found = {*_find_arabic(text), *_find_written(_WRITTEN, text)}
    years = {(value, "") for value, part in found if part == "年" and value >= _FIRST_YEAR}
    plain = {value for value, part in found if not part}
    return found | years | {(value, part) for value in plain for part in "年月日"}


def _find_arabic(text: str) -> Iterator[Number]:
    for match in _ARABIC.finditer(text):
        digits, scales, part = match.groups()
        value = Decimal(digits.replace(",", ""))
        for scale in scales:
            value *= _SMALL.get(scale) or _LARGE[scale]
        yield value, part.replace("号", "日")


def _find_written(pattern: re.Pattern[str], text: str) -> Iterator[Number]:
    for match in pattern.finditer(text):
        numeral, part = match.groups()
        yield _parse_numeral(numeral), part.replace("号", "日")


def _parse_numeral(numeral: str) -> Decimal:
    """Return the value of a Chinese numeral, also of a year (二〇一七) and a decimal (三点五)."""
    whole, _, part = numeral.rpartition("点")
    if whole:
        digits = "".join(str(_DIGITS.get(character, "")) for character in part)
        return Decimal(f"{_parse_numeral(whole)}.{digits or 0}")
    if all(character in _DIGITS for character in numeral):
        return Decimal("".join(str(_DIGITS[character]) for character in numeral))
    return Decimal(_parse_scaled(numeral))


def _parse_scaled(numeral: str) -> int:
    """Add up the sections before 万 and 亿; within one, a digit counts what follows it."""
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit = 0
        else:
            scaled, unscaled = (total, 0) if character == "亿" else (0, total)
            total = unscaled + (scaled + section + digit or 1) * _LARGE[character]
            section = digit = 0
    return total + section + digit
