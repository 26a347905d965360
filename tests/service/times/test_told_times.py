"""The times that texts tell are read against the date and the times before them."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.times.period import make_day, make_period, parse_period
from service.times.told_times import find_told_times
from tests.support.paths import DATA

CASES = [
    json.loads(line)
    for line in (DATA / "told_times.jsonl").read_text(encoding="utf-8").splitlines()
]
DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def tell(text: str, anchor: str = "", heading: str = "") -> list[tuple[str, str]]:
    told = find_told_times(text, parse_period(anchor), parse_period(heading))
    return [(text[slice(*one.span)], one.period.iso) for one in told]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:12])
def test_times_of_a_text_are_found_with_their_words(case: dict[str, str]) -> None:
    assert tell(case["text"], case["anchor"]) == [tuple(one) for one in case["times"]]


@pytest.mark.parametrize(
    ("text", "anchor", "heading", "told"),
    [
        ("2018-2020年,全县", "", "", [("2018-2020年", "2018/2020")]),
        ("2019年和2020年", "", "", [("2019年", "2019"), ("2020年", "2020")]),
        ("2019、2020年产量", "", "", [("2019", "2019"), ("2020年", "2020")]),
        ("2021年6月立项,12月完", "2023-01-05", "", [("2021年6月", "2021-06"), ("12月", "2021-12")]),
        ("2020年立项。6月竣工", "2023-06-20", "", [("2020年", "2020"), ("6月", "2023-06")]),
        ("6月8日开工,30日竣", "2023-07-10", "", [("6月8日", "2023-06-08"), ("30日", "2023-06-30")]),
        ("3月5日,大厅启用", "2023-01-06", "2022", [("3月5日", "2022-03-05")]),
        ("去年12月,去年底", "2023-03-01", "", [("去年12月", "2022-12"), ("去年底", "2022-12")]),
        ("2022年前三季度", "", "", [("2022年前三季度", "2022-01/2022-09")]),
        ("今年前5个月", "2022-06-08", "", [("今年前5个月", "2022-01/2022-05")]),
        ("2022年1—5月", "", "", [("2022年1—5月", "2022-01/2022-05")]),
        ("2022年2月上旬", "", "", [("2022年2月上旬", "2022-02-01/2022-02-10")]),
        ("2020年…比上年增长", "2022-01-01", "", [("2020年", "2020"), ("上年", "2019")]),
        ("30日,记者获悉", "2023-07-02", "", [("30日", "2023-06-30")]),
        ("目前年产5吨", "2020-01-01", "", [("目前", "2020-01-01")]),
        ("三天前合龙", "2023-11-20", "", [("三天前", "2023-11-17")]),
        ("提前三天前往,四十年前", "2024-11-20", "", [("四十年前", "1984")]),
        ("半年前启动", "2019-04-18", "", [("半年前", "2018-10")]),
        ("两个月前", "2019-01-18", "", [("两个月前", "2018-11")]),
        ("上周五和本周二", "2021-08-03", "", [("上周五", "2021-07-30"), ("本周二", "2021-08-03")]),
        ("上周末,本周边", "2019-04-18", "", [("上周末", "2019-04-13/2019-04-14")]),
        ("一周前", "2022-07-09", "", [("一周前", "2022-06-27/2022-07-03")]),
        ("昨晚,明天", "2022-07-09", "", [("昨晚", "2022-07-08"), ("明天", "2022-07-10")]),
        ("上个月二十日迁来", "2021-03-15", "", [("上个月二十日", "2021-02-20")]),
        ("每月五日,第二十日", "2021-03-15", "", []),
        ("上世纪90年代", "", "", [("上世纪90年代", "1990/1999")]),
        ("3日内办结,每月18日,第3日", "2020-01-01", "", []),
    ],
)  # fmt: skip
def test_time_without_a_year_is_read_against_what_is_told_before_it(
    text: str, anchor: str, heading: str, told: list[tuple[str, str]]
) -> None:
    assert tell(text, anchor, heading) == told


@given(DAYS)
def test_last_year_is_the_year_before_that_of_the_text(day: date) -> None:
    [told] = find_told_times("去年", make_day(day))
    assert told.period == make_period(day.year - 1)


@given(DAYS, DAYS)
def test_day_of_last_year_keeps_month_and_day(written: date, told: date) -> None:
    words = f"去年{told.month}月{told.day}日"
    found = find_told_times(words, make_day(written))
    try:
        expected = [make_period(written.year - 1, told.month, told.day)]
    except ValueError:  # 29 February
        return
    assert [one.period for one in found] == expected


@given(DAYS, DAYS)
def test_printed_days_do_not_depend_on_the_date_of_the_text(written: date, told: date) -> None:
    words = f"{told.year}年{told.month}月{told.day}日"
    assert find_told_times(words, make_day(written)) == find_told_times(words, None)


@given(st.text("去今前明年月日上下半本同次12359至-,。\n第季度初末底", max_size=40), DAYS)
def test_any_words_are_read_and_spans_do_not_overlap(text: str, written: date) -> None:
    told = find_told_times(text, make_day(written))
    ends = [0, *(one.span.end for one in told)]
    assert all(end <= one.span.start < one.span.end for end, one in zip(ends, told, strict=False))
    assert all(one.period.first <= one.period.last for one in told)
