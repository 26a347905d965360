"""Periods are written and read as ISO 8601."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.times.period import (
    EVER,
    NEVER,
    Period,
    day_before,
    make_period,
    parse_period,
    shift_month,
    shift_years,
)

DAYS = st.dates(date(1500, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    ("period", "iso"),
    [
        (make_period(2017), "2017"),
        (make_period(2017, 10), "2017-10"),
        (make_period(2017, 10, 1), "2017-10-01"),
        (Period(date(2023, 1, 1), date(2023, 6, 30)), "2023-01/2023-06"),
        (Period(date(2015, 1, 1), date(2018, 12, 31)), "2015/2018"),
        (Period(date(2018, 1, 1), date(2019, 3, 5)), "2018-01-01/2019-03-05"),
        (Period(EVER, date(2018, 12, 31)), "../2018"),
        (Period(date(2018, 3, 5), NEVER), "2018-03-05/.."),
    ],
)
def test_period_is_written_as_briefly_as_it_allows(period: Period, iso: str) -> None:
    assert period.iso == iso


@pytest.mark.parametrize(
    "text", ["", "2017-13", "2017-02-30", "17", "2017/2018", "２０１７", "0000"]
)
def test_what_is_no_date_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@given(DAYS, DAYS)
def test_both_ends_of_a_written_period_read_back(one: date, other: date) -> None:
    period = Period(min(one, other), max(one, other))
    first, _, last = period.iso.partition("/")
    begins, ends = parse_period(first), parse_period(last or first)
    assert begins
    assert ends
    assert (begins.first, ends.last) == (period.first, period.last)


@given(DAYS, st.integers(-100, 100))
def test_a_month_shifted_and_back_is_the_month_of_the_day(day: date, months: int) -> None:
    shifted = shift_month(day, months)
    assert shift_month(shifted.first, -months) == make_period(day.year, day.month)


@given(st.integers(1600, 2100), st.integers(1, 12), st.integers(-99, 99))
def test_a_whole_month_stays_whole_in_another_year(year: int, month: int, years: int) -> None:
    assert shift_years(make_period(year, month), years) == make_period(year + years, month)


@given(DAYS, DAYS, st.integers(0, 400))
def test_wider_period_has_as_many_days_more_at_either_end(
    one: date, other: date, margin: int
) -> None:
    period = Period(min(one, other), max(one, other))
    assert period.widen(margin).days == period.days + 2 * margin


def test_the_calendar_ends_what_is_wider_than_it() -> None:
    assert Period(EVER, NEVER).widen(14) == Period(EVER, NEVER)
    assert Period(date(1, 1, 5), date(9999, 12, 30)).widen(14) == Period(EVER, NEVER)
    assert day_before(EVER) == EVER
    assert day_before(date(2020, 3, 1)) == date(2020, 2, 29)
