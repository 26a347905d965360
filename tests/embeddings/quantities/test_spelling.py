"""Numbers written in another way are made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.quantities.numerals import spell_digits, write_numeral
from embeddings.quantities.spelling import (
    add_spellings,
    contains,
    list_respellings,
    respell,
    respell_like,
)


@pytest.mark.parametrize(
    ("text", "question", "respelled"),
    [
        ("二〇一八年三月五日启用", "2018年启用的大厅", "2018年三月五日启用"),
        ("一万五千名和15,000名", "1.5万名居民", "1.5万名和1.5万名"),
        ("第二次会议,第十二次会议", "第2次会议", "第2次会议,第十二次会议"),
        ("占百分之七十九", "79%是什么", "占79%"),
        ("共2300个,2,300个", "两千三百个", "共两千三百个,两千三百个"),
        ("12015年", "二〇一五年", "12015年"),
        ("第二十二条", "第12条", "第二十二条"),
    ],
)
def test_numbers_are_respelled_as_in_the_question(text: str, question: str, respelled: str) -> None:
    assert respell(text, list_respellings(question)) == respelled


def test_question_takes_the_spelling_of_the_passage_only_if_it_has_the_number() -> None:
    assert respell_like("第2次会议", "2005年第二次会议") == "第二次会议"
    assert respell_like("第2次会议", "第三次会议,第2次会议") == "第2次会议"
    assert respell_like("2018年", "二〇一七年") == "2018年"


def test_year_is_contained_without_its_unit() -> None:
    [year] = list_respellings("2016年")
    assert contains("二〇一六年", year)
    assert contains("2016-2018年", year)
    assert not contains("12016人", year)


def test_query_gains_the_other_spellings_of_large_and_ordinal_numbers() -> None:
    added = add_spellings("2003年第5届有3个").split()
    assert {"二〇〇三年", "第五届"} <= set(added)
    assert not any("三个" in word for word in added)


@given(st.integers(1000, 2199))
def test_years_match_in_both_scripts(year: int) -> None:
    [respelling] = list_respellings(f"{year}年")
    assert contains(f"{spell_digits(year)}年", respelling)
    assert not contains(f"{spell_digits(year + 1)}年", respelling)


@given(st.integers(1, 10**9))
def test_counts_match_in_both_scripts(value: int) -> None:
    for asked, told in (
        (f"{value}个", f"{write_numeral(value)}个"),
        (f"{write_numeral(value)}个", f"{value:,}个"),
    ):
        [respelling] = list_respellings(asked)
        assert contains(told, respelling)
        assert respell(told, [respelling]) == asked


@pytest.mark.parametrize("digits", [16, 40, 400, 5000])
def test_numbers_of_any_length_have_spellings(digits: int) -> None:
    for text in (f"塔高{'9' * digits}米吗", f"共{'九' * digits}亿元"):
        assert isinstance(list_respellings(text), (list, tuple, dict))
