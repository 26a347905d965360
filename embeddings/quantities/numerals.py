"""Read and write numerals: 15,000, 1.5万, 一万五千, 两亿三千万, 廿三, 三四百, 几十.

The library cn2an does not read 三点五万, 百万, 数十, 三四百, 卅, 半 or ○, returns floats for
decimals, and takes 0.3 s to import. What it does read and write, the tests compare with this.
"""

import re
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_ONES = "一二三四五六七八九"
_ZEROS = "零〇○"
_DIGITS = {c: n for n, c in enumerate(_ONES, 1)} | dict.fromkeys(_ZEROS, 0) | {"两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_FORMAL = "壹贰叁肆伍陆柒捌玖"
_PLAIN = str.maketrans(
    {**dict(zip(_FORMAL + "拾佰仟", _ONES + "十百千", strict=True)), "廿": "二十", "卅": "三十"}
)
# Two digits that stand for all between them: 七八个, 三五天.
_PAIR = "一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九"
_COUNT = f"(?:{_PAIR}|[{_ONES}两几]|数(?=[十百千万亿]))"
_ITEM = f"(?:{_COUNT}?(?:[十百]|千(?![米克瓦卡伏]))|[廿卅])"
_TAIL = f"(?:[{_ZEROS}]?(?:{_PAIR}|[{_ONES}几]))"
# Below 10,000. After 千, 百 and 十, 两 is a unit unless another of them follows: 三十两, 一千两百.
_SECTION = f"(?:{_ITEM}(?:[{_ZEROS}]?{_ITEM})*{_TAIL}?|{_COUNT})"
_SCALE = "(?:[多余来]?(?:万亿|[万亿]))"
_SCALED = f"{_SECTION}{_SCALE}(?:[{_ZEROS}]?{_SECTION}{_SCALE})*(?:[{_ZEROS}]?{_SECTION})?"
_WRITTEN = f"(?:{_SCALED}|万亿|[万亿]|{_SECTION})"
_FORMAL_WRITTEN = (
    f"(?:(?:[{_FORMAL}]?[拾佰仟]|[{_FORMAL}])(?:[零{_FORMAL}拾佰仟万亿]*[拾佰仟万亿][{_FORMAL}]?))"
)
# 二〇一八, 三五〇〇万: digit by digit. Two digits are only a year (九八年).
_SPELLED = (
    f"(?:(?:[{_ONES}]+[{_ZEROS}]+[{_ONES}{_ZEROS}]*|[{_ONES}]{{3,}})(?![十百千])[万亿]?"
    f"|[{_ONES}]{{2}}(?=年))"
)
_DECIMAL = f"(?:(?:{_SECTION}|[{_ZEROS}])点[{_ONES}{_ZEROS}]+(?![十分刻](?!之))(?:万亿|[万亿])?)"
_DIGITAL = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_ARABIC = (
    rf"(?:{_DIGITAL}(?: ?[十百千]?[多余来几]?(?:万亿|[万亿])|[十百]|千(?![克米瓦卡伏]))"
    rf"(?:\d+(?:\.\d+)?(?:[十百千]?[万亿]|[十百千]))*|{_DIGITAL})"
)
CHINESE = f"(?:{_DECIMAL}|{_SPELLED}|{_FORMAL_WRITTEN}|{_WRITTEN}|零)"
"""A pattern for numerals in folded text that are written in Chinese."""
NUMERAL = f"(?:{_ARABIC}|{CHINESE})"
"""A pattern for numerals in folded text."""

_TOKEN = re.compile(rf"{_DIGITAL}|.")
_IS_SPELLED = re.compile(f"[{_ONES}{_ZEROS}]+")
_SPELLED_SCALED = re.compile(f"([{_ONES}{_ZEROS}]{{2,}})([万亿])")
INNER = re.compile("[多余来 ]")
"""What a numeral may have inside without being part of its value: 三百多万."""
_PAIRED = re.compile(_PAIR)
# What 几 and 数 stand for: 几十 is between twenty and ninety.
_FEW, _SEVERAL = "二", "九"


_MOST_DIGITS = 4000  # `int` refuses more than 4300; what is longer is no number that is compared


class Value(NamedTuple):
    """What a numeral says: one number, or all from the lowest to the highest (三四百)."""

    low: Fraction
    high: Fraction


@lru_cache(maxsize=4096)
def read_numeral(numeral: str) -> Value:
    """Return the value of a folded ``numeral`` that ``NUMERAL`` matches."""
    numeral = numeral[:_MOST_DIGITS]
    if numeral.isascii() and numeral.isdecimal():
        return _exactly(int(numeral))
    plain = INNER.sub("", numeral.translate(_PLAIN))
    if _IS_SPELLED.fullmatch(plain) and not _PAIRED.fullmatch(plain):
        return _exactly(int("".join(str(_DIGITS[c]) for c in plain)))
    if match := _SPELLED_SCALED.fullmatch(plain):
        return _multiply(read_numeral(match.group(1)), _LARGE[match.group(2)])
    whole, point, rest = plain.partition("点")
    if point:
        return _exactly(_read_decimal(whole, rest))
    low = _PAIRED.sub(lambda pair: pair.group()[0], plain)
    high = _PAIRED.sub(lambda pair: pair.group()[1], plain)
    return Value(_add_up(_replace_few(low, _FEW)), _add_up(_replace_few(high, _SEVERAL)))


LARGEST = 10**16
"""Numerals below this one can be written."""


def write_numeral(value: int) -> str:
    """Return an integer from 0 to ``LARGEST`` - 1 in Chinese, as it is read out: 一万零五百."""
    if value < 10**4:
        return _write_section(value) or "零"
    scale, name = (10**8, "亿") if value >= 10**8 else (10**4, "万")
    high, rest = divmod(value, scale)
    if not rest:
        return write_numeral(high) + name
    zero = "零" if rest < scale // 10 or high % 10 == 0 else ""
    return write_numeral(high) + name + zero + write_numeral(rest).removeprefix("零")


def spell_digits(value: int) -> str:
    """Return an integer digit by digit, as years are written: 二〇一八."""
    return "".join(("〇" + _ONES)[int(digit)] for digit in str(value))


def _write_section(value: int) -> str:
    """Return an integer below 10,000; "" for zero. Ten to nineteen begin with 十."""
    written, skipped = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, scale)
        if digit:
            is_teen = scale == 10 and digit == 1 and not written  # noqa: PLR2004
            written += ("零" if skipped and written else "") + (
                name if is_teen else _ONES[digit - 1] + name
            )
        skipped = not digit
    return written


def _exactly(value: int | Fraction) -> Value:
    return Value(Fraction(value), Fraction(value))


def _multiply(value: Value, factor: int) -> Value:
    return Value(value.low * factor, value.high * factor)


def _replace_few(numeral: str, digit: str) -> str:
    return numeral.replace("几", digit).replace("数", digit)


def _read_decimal(whole: str, rest: str) -> Fraction:
    digits = rest.rstrip("万亿")
    decimals = Fraction("0." + "".join(str(_DIGITS[c]) for c in digits))
    value = _add_up(whole) + decimals
    for scale in rest[len(digits) :]:
        value *= _LARGE[scale]
    return value


def _add_up(numeral: str) -> Fraction:
    """Add up the sections before 万 and 亿; within one, a digit counts what follows it."""
    total: int | Fraction = 0
    section: int | Fraction = 0
    digit: int | Fraction = 0
    scale, distance = 0, 0
    for character in _TOKEN.findall(numeral):
        distance += 1
        if character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit, scale, distance = 0, _SMALL[character], 0
        elif character in _LARGE:
            before, kept = (total, 0) if character == "亿" else (0, total)
            total = kept + (before + section + digit or 1) * _LARGE[character]
            section = digit = 0
            scale, distance = _LARGE[character], 0
        else:
            digit = _DIGITS[character] if character in _DIGITS else _read_digits(character)
    is_colloquial = scale > 10 and distance == 1  # noqa: PLR2004 - 一万二, but not 十二 or 一万零二
    return Fraction(total + section + digit * (scale // 10 if is_colloquial else 1))


def _read_digits(digits: str) -> int | Fraction:
    digits = digits.replace(",", "")
    return int(digits) if digits.isdecimal() else Fraction(digits)
