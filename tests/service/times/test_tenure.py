"""Whoever took an office holds it until the article that tells of it."""

import pytest

from embeddings.documents import Span
from service.times.period import make_period
from service.times.tenure import find_departure, find_tenure
from service.times.told_times import find_told_times

WRITTEN = make_period(2022, 8, 5)


@pytest.mark.parametrize(
    ("text", "name", "since"),
    [
        ("去年3月接替甲若兰出任经理的尉迟安表示,趸船要换。", "尉迟安", "2021-03-01"),
        ("团长亓官玉今年五十一岁,二〇一一年从夏侯春华手里接过团长的担子。", "亓官玉", "2011-01-01"),
        ("2019年5月,张三接任院长。", "张三", "2019-05-01"),
        ("经理殷小鱼二〇二一年接花建国的班,影院有六个厅。", "殷小鱼", "2021-01-01"),
        ("去年3月接替甲若兰出任经理的尉迟安表示,趸船要换。", "甲若兰", ""),  # came before
        ("二〇一一年从夏侯春华手里接过团长的担子。", "夏侯春华", ""),
        ("2019年5月,张三到医院看望院长。", "张三", ""),
        ("张林2023年5月接任院长。", "张林", ""),  # to come
    ],
)
def test_office_is_held_since_it_was_taken(text: str, name: str, since: str) -> None:
    start = text.index(name)
    span = Span(start, start + len(name))
    tenure = find_tenure(text, span, find_told_times(text, WRITTEN), WRITTEN)
    assert (tenure.first.isoformat() if tenure else "") == since
    assert tenure is None or tenure.last == WRITTEN.last


@pytest.mark.parametrize(
    ("text", "name", "until"),
    [
        ("老厂长费宗尧一九九三年退休,厂长一职当年由栾世安接任。", "费宗尧", "1993-12-31"),
        ("老厂长费宗尧一九九三年退休,厂长一职当年由栾世安接任。", "栾世安", ""),
        ("馆长石远航于2021年5月调离。", "石远航", "2021-05-31"),
        ("馆长石远航2021年5月接替退休的周文。", "石远航", ""),
    ],
)
def test_office_was_held_until_it_was_left(text: str, name: str, until: str) -> None:
    start = text.index(name)
    span = Span(start, start + len(name))
    held = find_departure(text, span, find_told_times(text, WRITTEN))
    assert (held.last.isoformat() if held else "") == until


def test_without_a_date_of_the_article_nothing_is_known() -> None:
    text = "2019年5月,张三接任院长。"
    assert find_tenure(text, Span(8, 10), find_told_times(text, None), None) is None
