"""When something that an article says holds, and on what that rests."""

import pytest

from embeddings.documents import Article, Origin, Span
from service.locating.time_fit import Fit, judge_time
from service.questions.times import read_asked_time
from service.times.validity import Basis, Chronology

REPORT = """一、2022年工作回顾
过去一年,生产总值318.6亿元,增长6.2%。
(一)农业稳中有进
粮食总产量11.3亿斤。
二、2023年工作安排
新增就业4200人,比2021年多300人。
三、几点说明
预算9亿元。"""


def find(
    text: str, words: str, date: str = "2023-01-06", title: str = ""
) -> tuple[str, str] | None:
    article = Article("a", "a.txt", title, "", date, text, date_origin=Origin.PRINTED)
    start = text.index(words)
    validity = Chronology(article).find_validity(Span(start, start + len(words)))
    return (validity.period.iso, validity.basis) if validity else None


@pytest.mark.parametrize(
    ("words", "validity"),
    [
        ("318.6亿元", ("2022", Basis.HEADING)),
        ("11.3亿斤", ("2022", Basis.HEADING)),
        ("4200人", ("2023", Basis.HEADING)),
        ("9亿元", ("2023-01-06", Basis.DATE)),
    ],
)
def test_heading_governs_its_section_and_a_time_to_compare_with_says_nothing(
    words: str, validity: tuple[str, str]
) -> None:
    assert find(REPORT, words) == validity


@pytest.mark.parametrize(
    ("text", "words", "validity"),
    [
        ("2015年1800台,2017年2600台,去年达到5150台。", "2600台", ("2017", Basis.SENTENCE)),
        ("2015年1800台,2017年2600台,去年达到5150台。", "5150台", ("2022", Basis.SENTENCE)),
        ("截至2021年底,全县有小学86所。学生3万人。", "3万人", ("2021-12", Basis.PARAGRAPH)),
        ("会长李山2021年卸任。会员30人。", "30人", ("2023-01-06", Basis.DATE)),
        ("石桥长30米。", "30米", ("2023-01-06", Basis.DATE)),
        ("与2021年相比多了29人,达到205人。", "205人", ("2023-01-06", Basis.DATE)),
        ("服务队现有451人,而去年年底只有297人。", "451人", ("2023-01-06", Basis.SENTENCE)),
        ("服务队现有451人,而去年年底只有297人。", "297人", ("2022-12", Basis.SENTENCE)),
        ("蓄水量0.58亿立方米,为2003年以来最低。", "0.58亿", ("2023-01-06", Basis.DATE)),
        ("去年同期为41亿元。", "41亿元", ("2022", Basis.SENTENCE)),
    ],
)
def test_time_of_the_sentence_precedes_those_around_it(
    text: str, words: str, validity: tuple[str, str]
) -> None:
    assert find(text, words) == validity


def test_title_tells_the_year_of_an_article_without_other_times() -> None:
    assert find("石桥长30米。", "30米", title="2019年工程公报") == ("2019", Basis.TITLE)
    assert find("石桥长30米。", "30米", date="") is None


def test_what_began_earlier_holds_until_the_article() -> None:
    text = "2015年4月以来,票价一直为1.5元。"
    article = Article("a", "a.txt", "", "", "2019-12-20", text, date_origin=Origin.PRINTED)
    validity = Chronology(article).find_validity(Span(text.index("1.5元"), len(text) - 1))
    assert validity
    assert (validity.period.iso, validity.covered.iso) == ("2015-04", "2015-04-01/2019-12-20")


def test_date_of_a_file_is_no_date_of_what_it_says() -> None:
    article = Article(
        "a", "a", "", "", "2020-01-01", "长30米", date_origin=Origin.DOCUMENT_PROPERTY
    )
    assert Chronology(article).find_validity(Span(1, 4)) is None


@pytest.mark.parametrize(
    ("words", "period"),
    [("1元", "../2022"), ("1.5元", "2023"), ("120张", "../2020"), ("300张", "2021")],
)
def test_what_was_changed_held_until_then(words: str, period: str) -> None:
    text = "2023年起票价由每人次1元调整为1.5元。2021年,床位从120张增加到300张。"
    assert find(text, words) == (period, Basis.SENTENCE)


def test_who_was_replaced_held_an_office_until_then() -> None:
    text = "4月9日,机组并网。业主代表由欧阳牧之换成了班玛多杰。"
    assert find(text, "欧阳牧之", "2023-04-12") == ("../2023-04-08", Basis.PARAGRAPH)
    assert find(text, "班玛多杰", "2023-04-12") == ("2023-04-09", Basis.PARAGRAPH)
    text = "2021年3月,周文接替王百名担任厂长。"
    assert find(text, "王百名") == ("../2021-02", Basis.SENTENCE)
    assert find(text, "周文") == ("2021-03", Basis.SENTENCE)


def test_future_that_somebody_tells_of_is_not_that_of_the_speaker() -> None:
    text = "项目负责人鲜于静说,全线通车将推迟到2024年。校长石远航说,他是2022年接任的。"
    assert find(text, "鲜于静") == ("2023-01-06", Basis.DATE)
    assert find(text, "石远航") == ("2022", Basis.SENTENCE)


def test_time_of_what_somebody_says_is_not_that_of_the_speaker() -> None:
    text = "新任校长褚小玲回顾了学校的发展:去年本科上线698人。"
    assert find(text, "褚小玲") == ("2023-01-06", Basis.DATE)
    assert find(text, "698人") == ("2022", Basis.SENTENCE)


def test_time_of_a_name_governs_nothing_after_it() -> None:
    text = "去年因故停办的半程马拉松昨日重启。本届为第三届,冠军是濮阳振。"
    assert find(text, "濮阳振", "2020-12-14") == ("2020-12-14", Basis.DATE)


def test_amount_of_half_a_year_is_not_that_of_a_month() -> None:
    text = "今年上半年,全区发生火灾九十二起。"
    article = Article("a", "a.txt", "", "", "2023-07-10", text, date_origin=Origin.PRINTED)
    chronology, words = Chronology(article), Span(11, 15)
    february = read_asked_time("2023年2月发生多少起火灾?", None)
    validity = chronology.find_validity(words)
    fits = [
        judge_time(february, chronology, words, validity, is_amount=is_amount)
        for is_amount in (True, False)
    ]
    assert fits == [Fit.CONTRADICTS, Fit.MENTIONED]


@pytest.mark.parametrize(
    ("text", "words", "validity"),
    [
        # The value of the time that is compared with.
        ("去年优良天数达到230天,比2019年的184天多46天。", "184天", ("2019", Basis.SENTENCE)),
        ("去年优良天数达到230天,比2019年的184天多46天。", "230天", ("2022", Basis.SENTENCE)),
        # What a plan behind a comma tells dates nothing before it.
        ("大桥概算投资六亿元,预计2025年底通车。", "六亿元", ("2023-01-06", Basis.DATE)),
        ("负责人说,大桥2025年通车,投资六亿元。", "六亿元", ("2025", Basis.SENTENCE)),
        # When something came out is not how long the rest holds.
        ("近日,记者来到工地。总投资八亿元。", "八亿元", ("2023-01-06", Basis.DATE)),
        # A report on the year before ends with it.
        ("2022年生产总值百亿元。年末常住人口34万人。", "34万人", ("2022-12", Basis.SENTENCE)),
        ("2021年开工。年末常住人口34万人。", "34万人", ("2023-12", Basis.SENTENCE)),
    ],
)
def test_what_stands_beside_a_time_decides_what_it_dates(
    text: str, words: str, validity: tuple[str, str]
) -> None:
    assert find(text, words) == validity


def test_what_was_so_until_a_time_held_before_it() -> None:
    text = "每对九元的工本费,我市一直收到2017年3月底,从当年4月1日起停收。"
    assert find(text, "九元") == ("../2017-03", Basis.SENTENCE)


def test_what_came_before_what_is_told_dates_nothing() -> None:
    text = "球队昨日夺冠,这是继2009年、2018年之后第三次。主场场均观众两万人。"
    assert find(text, "两万人") == ("2023-01-06", Basis.DATE)
