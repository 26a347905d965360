"""The words of a passage that can answer: numbers with units, dates, quoted names."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.quantities.finding import find_quantities
from service.questions.answer_spans import find_answer_spans, measure_unit_fit
from service.questions.question import QuestionKind


def spans(text: str, kind: QuestionKind) -> list[str]:
    return [text[span.start : span.end] for span in find_answer_spans(text, kind)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("已认定“五星级”党组织86个", "86个"),
        ("共接听民情热线1.5万余次", "1.5万余次"),
        ("计划总投资40.92亿元", "40.92亿元"),
        ("归纳整理为5大类1971条", "5大类1971条"),
        ("涉及党员6800多人", "6800多人"),
        ("转化率79%", "79%"),
        ("群众满意率达到99.9%", "99.9%"),
        ("开展为期一年的实践历练", "一年"),
        ("注册党员用户11200余名", "11200余名"),
        ("服务群众达15万人", "15万人"),
        ("受益群众达1.1万多人", "1.1万多人"),
        ("制作宣传喷绘8600多平方米", "8600多平方米"),
        ("较上届下降3.1岁", "3.1岁"),
        ("评比标准设为5大项20小项", "5大项20小项"),
        ("街道先期投资10万余元", "10万余元"),
        ("使面积达到1000平方米以上", "1000平方米以上"),
        ("收入1,500元", "1,500元"),
        ("累计44054条", "44054条"),
        ("成立十余支队伍", "十余支"),
        ("共有三百二十家单位", "三百二十家"),
    ],
)
def test_number_comes_whole_with_its_scale_qualifier_and_unit(text: str, number: str) -> None:
    assert spans(text, QuestionKind.NUMBER) == [number]


def test_each_number_of_a_row_is_found() -> None:
    text = "党组织86个、“四星级”党组织56个,对14个软弱涣散党组织"
    assert spans(text, QuestionKind.NUMBER) == ["86个", "56个", "14个"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("10月11日下午,座谈会召开", "10月11日"),
        ("2017年10月11日开工", "2017年10月11日"),
        ("二〇一七年起试行", "二〇一七年"),
        ("把每月第二个周五确定为主题党日", "每月第二个周五"),
        ("6月份以来", "6月"),
        ("今年以来", "今年"),
    ],
)
def test_date_is_found_as_printed(text: str, date: str) -> None:
    assert date in spans(text, QuestionKind.DATE)


@pytest.mark.parametrize(
    "text",
    ["开通了“绿东播报”平台", '开通了"绿东播报"平台', "开通了「绿东播报」平台", "发行《绿东播报》"],
)
def test_quoted_name_comes_without_its_quotation_marks(text: str) -> None:
    assert spans(text, QuestionKind.NAME) == ["绿东播报"]


def test_consecutive_names_are_separated() -> None:
    assert spans('评出"党旗红""夕阳美"两项', QuestionKind.NAME) == ["党旗红", "夕阳美"]
    assert spans("既有“六名工程”也有“一诺三评”", QuestionKind.NAME) == ["六名工程", "一诺三评"]


@pytest.mark.parametrize("kind", [QuestionKind.NUMBER, QuestionKind.DATE, QuestionKind.NAME])
def test_text_without_such_words_has_no_spans(kind: QuestionKind) -> None:
    assert spans("党员带头开展志愿服务。", kind) == []


@given(text=st.text(max_size=60), kind=st.sampled_from(QuestionKind))
def test_spans_lie_inside_the_text_in_order_and_apart(text: str, kind: QuestionKind) -> None:
    found = list(find_answer_spans(text, kind))
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def fit(number: str, *units: str) -> float:
    [quantity] = find_quantities(number)
    return measure_unit_fit(quantity, units)


def test_number_in_the_expected_unit_fits_best_and_in_another_dimension_worst() -> None:
    assert fit("86个", "个") == 1.0
    assert fit("86个", "个") > fit("86名", "个") > fit("7亿元", "个")


@pytest.mark.parametrize(
    ("number", "unit"), [("30余名", "户"), ("三次", "种"), ("86所", "名"), ("5年", "户")]
)
def test_persons_households_events_and_kinds_are_different_counts(number: str, unit: str) -> None:
    assert fit(number, unit) < fit("86个", unit)


def test_every_number_fits_a_question_without_a_unit() -> None:
    assert fit("86") == fit("79%") == 1.0
