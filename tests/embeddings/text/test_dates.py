"""Calendar dates in every form of Chinese and English print: value, precision and exact place."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.text.dates import Precision, find_dates, parse_date, parse_date_field

DIGITS = "〇一二三四五六七八九"
ENGLISH = "January February March April May June July August September October November December"
FULL_WIDTH = str.maketrans("0123456789-/.", "０１２３４５６７８９－／．")
DAYS = st.dates(datetime.date(1500, 1, 1), datetime.date(2099, 12, 31))
AROUND = st.sampled_from(["", "会议于", "（", "本报讯 ", "日期：", "昨日,", "\n"])
BEHIND = st.sampled_from(["", "召开。", "）", " 星期日", " 09:10", "第12期", "\n"])


def spell(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return ten + (DIGITS[ones] if ones else "")


def spell_year(year: int, zero: str = "〇") -> str:
    return "".join(DIGITS[int(digit)] for digit in str(year)).replace("〇", zero)


def spell_short(number: int) -> str:
    """Return a day with 廿 and 卅: 廿三日, 卅一日."""
    spelt = spell(number)
    if number == 20:
        return "廿"
    return spelt.replace("二十", "廿").replace("三十", "卅")


def list_forms(day: datetime.date) -> list[str]:
    y, m, d = day.year, day.month, day.day
    month = ENGLISH.split()[m - 1]
    numeric = [
        f"{y}-{m:02}-{d:02}",
        f"{y}-{m}-{d}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}. {m}. {d}",
    ]
    han = [f"{spell_year(y, zero)}年{spell(m)}月{spell(d)}日" for zero in "〇零○OＯ0"]
    printed = [
        f"{y}年{m}月{d}日",
        f"{y}年{m:02}月{d:02}日",
        f"{y} 年 {m} 月 {d} 日",
        f"{y}年{m}月{d}号",
        f"{y}年{spell(m)}月{spell(d)}日",
        f"{spell_year(y)}年{spell(m)}月{spell_short(d)}日",
        f"{month} {d}, {y}",
        f"{d} {month[:3]}. {y}",
        f"{month} {d}th {y}",
    ]
    compact = [f"{y}{m:02}{d:02}"] if y >= 1900 else []
    republic = [f"民国{spell(y - 1911)}年{m}月{d}日"] if 1912 < y < 2010 else []
    wide = [form.translate(FULL_WIDTH) for form in (*numeric, printed[0], *compact)]
    return [*numeric, *han, *printed, *compact, *republic, *wide]


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(DAYS, st.integers(0, 40), AROUND, BEHIND)
def test_printed_day_is_read_back_with_its_exact_place(
    day: datetime.date, choice: int, before: str, behind: str
) -> None:
    forms = list_forms(day)
    form = forms[choice % len(forms)]
    [found] = find_dates(before + form + behind)
    assert found.iso == day.isoformat()
    assert found.precision is Precision.DAY
    assert found.span == (len(before), len(before) + len(form))
    assert parse_date(f" {form} ") is not None


@settings(deadline=None)
@given(DAYS, AROUND)
def test_day_without_a_year_has_none(day: datetime.date, before: str) -> None:
    for form in (f"{day.month}月{day.day}日", f"{spell(day.month)}月{spell(day.day)}号"):
        [found] = find_dates(before + form)
        assert (found.year, found.month, found.day) == (None, day.month, day.day)
        assert found.iso == ""


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2023年", "2023", Precision.YEAR),
        ("一九九八年夏", "1998", Precision.YEAR),
        ("民国元年", "1912", Precision.YEAR),
        ("2023年6月份", "2023-06", Precision.MONTH),
        ("二〇二三年六月初", "2023-06", Precision.MONTH),
        ("June 2023", "2023-06", Precision.MONTH),
        ("2O23年6月", "2023-06", Precision.MONTH),
        ("2023年6月18—20日", "2023-06-18", Precision.DAY),
        ("2019-10-15T09:26:00+08:00", "2019-10-15", Precision.DAY),
        ("qsrb_20210305_A03", "2021-03-05", Precision.DAY),
    ],
)
def test_date_is_as_exact_as_printed(text: str, iso: str, precision: Precision) -> None:
    [found] = find_dates(text)
    assert (found.iso, found.precision) == (iso, precision)


@pytest.mark.parametrize(
    "text",
    [
        "癸卯年五月初一",
        "农历癸卯年五月十八日",
        "农历二〇二三年五月初一",
        "光绪二十四年八月六日",
        "公元前2021年",
        "20世纪90年代和2020年代",
        "2023年2月30日",
        "2023-13-01",
        "电话0371-2019-10-15",
        "编号ZB-2021-037",
        "版本1.2019.10.15.3",
        "20230618元",
        "二十一日",
        "1500年历史",
    ],
)
def test_lunar_dates_and_other_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_lunar_day_behind_a_year_leaves_the_year() -> None:
    assert [found.iso for found in find_dates("2023年五月初一")] == ["2023"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("D:20171011080000+08'00'", "2017-10-11"),
        ("2017-10-11T08:00:00+08:00", "2017-10-11"),
        ("2017年10月", "2017-10"),
        ("1935", "1935"),
        ("1586044800", "2020-04-05"),
        ("1586044800000", "2020-04-05"),
        ("二〇二三年五月四日", "2023-05-04"),
        ("2017-13-40", "2017"),
        ("Oct 11, 2017", "2017-10-11"),
        ("昨天", ""),
        ("", ""),
    ],
)
def test_field_is_read_as_programs_write_it(text: str, iso: str) -> None:
    assert parse_date_field(text) == iso
