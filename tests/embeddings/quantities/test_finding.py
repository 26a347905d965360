"""Quantities in text: their range, value, unit and qualifier."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.quantities.finding import find_quantities
from embeddings.quantities.numerals import write_numeral
from embeddings.quantities.quantity import Qualifier, Quantity
from embeddings.quantities.units import Dimension, list_units
from embeddings.text.normalize import fold_aligned

ABOUT, ABOVE, BELOW = Qualifier.ABOUT, Qualifier.ABOVE, Qualifier.BELOW
CHARACTERS = (
    "第约近一二三十百千万亿零〇两半几数多余分之比点个名亩元角块毛年月日以上下至到"
    "0123456789.,%~-∶:的村 "
)


def find_all(text: str) -> list[str]:
    return [text[slice(*found.span)] for found in find_quantities(fold_aligned(text))]


def find_one(text: str) -> Quantity:
    [found] = find_quantities(fold_aligned(text))
    return found


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("流转土地一万二千三百亩,", "一万二千三百亩"),
        ("接待游客一百零八万人次", "一百零八万人次"),
        ("造价1，260元", "1，260元"),
        ("预算１，２６０万元人民币", "１，２６０万元人民币"),
        ("月薪二百四十圓", "二百四十圓"),
        ("全乡有廿三个", "廿三个"),
        ("近两万名观众", "近两万名"),
        ("不足百人", "不足百人"),
        ("修桥二十来座", "二十来座"),
        ("十余万册", "十余万册"),
        ("5万～8万个", "5万～8万个"),
        ("年均收入在3～5万元之间", "3～5万元"),
        ("八百至一千二百元不等", "八百至一千二百元不等"),
        ("处二百元以上五百元以下罚款", "二百元以上五百元以下"),
        ("收购价三块八毛", "三块八毛"),
        ("三块五到四块八", "三块五到四块八"),
        ("限高三米五。", "三米五"),
        ("身高一米八三,", "一米八三"),
        ("身高1米83,", "1米83"),
        ("三米五至四米二的桥", "三米五至四米二"),
        ("重三斤二", "三斤二"),
        ("草有一人多高", "一人多高"),
        ("三米宽", "三米"),
        ("共五元五角。", "五元五角"),
        ("重二两三钱", "二两三钱"),
        ("历时三年零八个月", "三年零八个月"),
        ("用了七个半小时", "七个半小时"),
        ("等了两个多月", "两个多月"),
        ("两岁半的孩子", "两岁半"),
        ("百分之七十九的农户", "百分之七十九"),
        ("占四分之三", "四分之三"),
        ("三分之二以上业主", "三分之二以上"),
        ("配比不低于1∶4", "不低于1∶4"),
        ("涨了一成半", "一成半"),
        ("占五成三,比去年多", "五成三"),
        ("不到七成五。", "不到七成五"),
        ("零下三十八度", "零下三十八度"),
        ("第十二次举办", "第十二次"),
        ("占比 79 %", "79 %"),
    ],
)
def test_quantity_is_found_whole(text: str, quantity: str) -> None:
    assert find_all(text) == [quantity]


@pytest.mark.parametrize(
    "text",
    [
        "统一思想,十分重要",
        "三官庙街道",
        "万一出事",
        "百姓一起参加",
        "十九大报告",
        "十四五规划",
        "学习二十大精神",
    ],
)
def test_numerals_in_words_are_no_quantities(text: str) -> None:
    assert find_all(text) == []


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("三米五处", ["三米", "五处"]),
        ("高三米五层小楼", ["三米", "五层"]),
        ("两斤一包", ["两斤", "一包"]),
        ("三吨二手车", ["三吨"]),
        ("五斤一等品", ["五斤"]),
        ("十里八乡", ["十里"]),
        ("三人高兴地", ["三人"]),
    ],
)
def test_digits_that_count_something_else_are_no_decimals(text: str, quantities: list[str]) -> None:
    assert find_all(text) == quantities


def test_digits_of_codes_and_telephones_are_no_ranges() -> None:
    assert find_all("编号ZB-2021-037,电话0371-66668888") == ["2021", "037", "0371", "66668888"]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit", "qualifier"),
    [
        ("约820公顷", 820, 820, "公顷", ABOUT),
        ("八成以上", 8, 8, "成", ABOVE),
        ("五千六百余名", 5600, 5600, "名", ABOVE),
        ("3～5万元", 30_000, 50_000, "元", Qualifier.NONE),
        ("三四百个", 300, 400, "个", Qualifier.NONE),
        ("不到两米", 2, 2, "米", BELOW),
        ("十个左右", 10, 10, "个", ABOUT),
        ("三块五", Fraction(7, 2), Fraction(7, 2), "块", Qualifier.NONE),
        ("三块八毛五", Fraction(77, 20), Fraction(77, 20), "块", Qualifier.NONE),
        ("一米零八", Fraction(27, 25), Fraction(27, 25), "米", Qualifier.NONE),
        ("两岁半", Fraction(5, 2), Fraction(5, 2), "岁", Qualifier.NONE),
        ("五成三", Fraction(53, 10), Fraction(53, 10), "成", Qualifier.NONE),
        ("零下三十八度", -38, -38, "度", Qualifier.NONE),
    ],
)
def test_quantity_has_value_unit_and_qualifier(
    text: str, low: Fraction, high: Fraction, unit: str, qualifier: Qualifier
) -> None:
    found = find_one(text)
    assert (found.low, found.high, found.unit.name, found.qualifier) == (low, high, unit, qualifier)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.5万名", "一万五千名"),
        ("15,000人", "１．５万人"),
        ("百分之七十九", "79%"),
        ("八成", "80%"),
        ("四分之三", "百分之七十五"),
        ("三块八毛", "3.8元"),
        ("三块五", "三块五毛"),
        ("两斤", "一公斤"),
        ("十五亩", "1公顷"),
        ("三里", "1500米"),
        ("二〇〇三年", "2003年"),
        ("二〇〇三年", "二零零三年"),
        ("第十二条", "第12条"),
        ("2亿3千万元", "2.3亿元"),
        ("廿三个", "二十三个"),
        ("半小时", "三十分钟"),
        ("1∶8", "一比八"),
        ("三年半", "三年半以上"),
        ("３０公里", "三十千米"),
    ],
)
def test_equal_quantities_are_equal_however_they_are_written(first: str, second: str) -> None:
    assert find_one(first).amount == find_one(second).amount


@pytest.mark.parametrize(
    ("first", "second"),
    [("第三届", "三届"), ("3年", "2003年"), ("三斤", "三公斤"), ("3元", "3米"), ("3月", "3个月")],
)
def test_different_quantities_differ(first: str, second: str) -> None:
    assert find_one(first).amount != find_one(second).amount


@given(
    st.integers(2, 10**12),
    st.sampled_from([unit for dimension in Dimension for unit in list_units(dimension)]),
    st.sampled_from(["", "约", "近", "超过", "不到"]),
    st.sampled_from(["", "以上", "左右"]),
)
def test_number_with_any_unit_and_qualifier_is_found_whole(
    value: int, unit: str, before: str, after: str
) -> None:
    if unit[0] in "两万" or unit[0].isascii():
        return
    for numeral in (str(value), f"{value:,}", write_numeral(value)):
        text = f"全县{before}{numeral}{unit}{after}。"
        [found] = find_quantities(text)
        assert text[slice(*found.span)] == text[2:-1]
        assert found.low == value
        assert found.unit.name == unit


@given(st.text(alphabet=CHARACTERS, max_size=40) | st.text(max_size=40))
def test_quantities_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    found = find_quantities(fold_aligned(text))
    for one in found:
        assert 0 <= one.span.start <= one.core.start < one.core.end <= one.span.end <= len(text)
        assert one.core.start <= one.numeral.start < one.numeral.end <= one.core.end
        assert one.low <= one.high
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
