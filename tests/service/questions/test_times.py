"""The time that a question is about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.questions.times import TimeRelation, read_asked_time, remove_time

TODAY = date(2024, 5, 20)


@pytest.mark.parametrize(
    ("question", "words", "period"),
    [
        ("清河县2022年粮食产量是多少?", "2022年", "2022"),
        ("二〇二二年二月白菜多少钱一斤?", "二〇二二年二月", "2022-02"),
        ("２０１８年以来建了几所学校?", "２０１８年以来", "2018/.."),
        ("2018年以前的会长是谁?", "2018年以前", "../2017"),
        ("2017年到2020年每年各生产多少台?", "2017年到2020年", "2017/2020"),
        ("去年12月谁来过?", "去年12月", "2023-12"),
        ("今年以来开工几个?", "今年以来", "2024/.."),
        ("在2013年被打破之前,纪录是多少?", "2013年被打破之前", "../2012"),
        ("1998年改制以后还有多少人?", "1998年改制以后", "1998/.."),
        ("2013年的人数比以前多吗?", "2013年", "2013"),
        ("清河县 2022 GDP", "2022", "2022"),
        ("学校21年录取了多少人?", "21年", "2021"),
        ("纺织厂98年5月改制后有多少人?", "98年5月", "1998-05"),
        ("How many schools were built since 2018?", "since 2018", "2018/.."),
        ("How many visitors came last year?", "last year", "2023"),
        ("What was the index in December 2023?", "December 2023", "2023-12"),
    ],
)
def test_time_words_cover_days(question: str, words: str, period: str) -> None:
    asked = read_asked_time(question, TODAY)
    assert asked
    assert (question[slice(*asked.words)], asked.period.iso) == (words, period)
    assert asked.relation is TimeRelation.IN


@pytest.mark.parametrize(
    "question",
    [
        "9月12日开了什么会?",
        "《2023年政府工作报告》是谁作的?",
        "2026世界杯亚洲区36强赛怎么分组?",
        "法棍比2015年少了几成盐?",
        "2018年前后选出了多少名?",
        "几十年如一日的校工是谁?",
        "离这里最近的地铁站叫什么?",
        "出现过几次?",
        "工作了21年的老师是谁?",
        "21年来培养了多少人?",
        "这家店有16年的历史吗?",
        "这座桥修了12年吗?",
    ],
)
def test_questions_that_name_no_time_are_about_any(question: str) -> None:
    assert read_asked_time(question, TODAY) is None


@pytest.mark.parametrize("word", ["现在", "目前", "最新", "现任", "最近一届"])
def test_now_means_the_newest(word: str) -> None:
    asked = read_asked_time(f"{word}会长是谁?", TODAY)
    assert asked
    assert asked.relation is TimeRelation.LATEST


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("2010年的会长是谁?", "会长是谁?"),
        ("截至2022年底,全县有几所小学?", "全县有几所小学?"),
        ("青溪县去年的生产总值是多少?", "青溪县生产总值是多少?"),
        ("2021年中原区有几个街道?", "中原区有几个街道?"),
        ("2021年内蒙古有几所大学?", "内蒙古有几所大学?"),
        ("2021年内新建了几所小学?", "新建了几所小学?"),
        ("现在的会长是谁?", "现在的会长是谁?"),
        ("Who was chairman in 2010?", "Who was chairman in 2010?"),
    ],
)
def test_rest_of_a_question_is_what_is_asked(question: str, rest: str) -> None:
    asked = read_asked_time(question, TODAY)
    assert asked
    assert remove_time(question, asked) == rest


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_last_year_depends_on_the_day_of_asking(today: date) -> None:
    asked = read_asked_time("去年的会长是谁?", today)
    assert asked
    assert (asked.period.iso, asked.is_relative) == (str(today.year - 1), True)
    assert read_asked_time("去年的会长是谁?", None) is None
