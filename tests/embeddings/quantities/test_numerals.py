"""Numerals: what is written is read back, and cn2an agrees where it can read."""

import re
from fractions import Fraction

import pytest
from cn2an import an2cn, cn2an
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.quantities.numerals import (
    LARGEST,
    NUMERAL,
    read_numeral,
    spell_digits,
    write_numeral,
)

# Numbers of every length, instead of mostly very long ones.
NUMBERS = st.integers(1, 16).flatmap(lambda length: st.integers(0, 10**length - 1))
MANY = settings(max_examples=10_000, deadline=None)


def read(numeral: str) -> Fraction:
    assert re.fullmatch(NUMERAL, numeral), numeral
    low, high = read_numeral(numeral)
    assert low == high
    return low


@MANY
@given(NUMBERS)
def test_every_written_numeral_is_read_back(value: int) -> None:
    assert read(write_numeral(value)) == value


@MANY
@given(NUMBERS)
def test_numerals_written_by_cn2an_are_read(value: int) -> None:
    assert read(an2cn(value)) == value


@MANY
@given(st.integers(0, LARGEST // 10**4))
def test_cn2an_reads_the_numerals_written_here(value: int) -> None:
    assert cn2an(write_numeral(value), "normal") == value


@given(st.integers(1000, 2999))
def test_years_are_read_digit_by_digit(year: int) -> None:
    digits = spell_digits(year)
    for spelled in (digits, digits.replace("〇", "零"), digits.replace("〇", "○")):
        assert read(spelled) == year


@given(NUMBERS)
def test_the_same_number_is_equal_in_every_script(value: int) -> None:
    assert read(f"{value:,}") == read(str(value)) == read(write_numeral(value))


@given(st.integers(1, 9999), st.integers(1, 9))
def test_decimals_with_a_scale_are_exact(whole: int, tenths: int) -> None:
    expected = Fraction(10 * whole + tenths, 10) * 10**4
    assert read(f"{whole}.{tenths}万") == expected
    assert read(f"{write_numeral(whole)}点{write_numeral(tenths)}万") == expected


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("廿三", 23),
        ("卅一", 31),
        ("两千三百", 2300),
        ("二〇二", 202),
        ("三五〇〇万", 35_000_000),
        ("一万二", 12_000),
        ("三千五", 3500),
        ("一万零二", 10_002),
        ("十亿零五百万", 1_005_000_000),
        ("两万亿", 2 * 10**12),
        ("2亿3千万", 230_000_000),
        ("1万2千", 12_000),
        ("5 万", 50_000),
        ("3千多万", 30_000_000),
        ("百余万", 1_000_000),
        ("伍仟万", 50_000_000),
        ("壹佰贰拾", 120),
    ],
)
def test_numeral_is_read(numeral: str, value: int) -> None:
    assert read(numeral) == value


@pytest.mark.parametrize(
    ("numeral", "low", "high"),
    [
        ("三四百", 300, 400),
        ("七八", 7, 8),
        ("十七八", 17, 18),
        ("一百二三十", 120, 130),
        ("五六万", 50_000, 60_000),
        ("几十", 20, 90),
        ("十几", 12, 19),
        ("数百万", 2_000_000, 9_000_000),
    ],
)
def test_vague_numeral_is_read_as_a_range(numeral: str, low: int, high: int) -> None:
    assert re.fullmatch(NUMERAL, numeral)
    assert [*read_numeral(numeral)] == [low, high]
