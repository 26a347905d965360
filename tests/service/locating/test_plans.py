"""What is planned is told apart from what happened."""

import pytest

from embeddings.documents import Span
from service.locating.plans import add_planning, asks_outcome, asks_plan, is_aimed_at, is_planned


def find(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("text", "date", "planned"),
    [
        ("大桥计划2025年建成,总投资三亿元。", "2025年", True),
        ("全线通车时间将推迟到2024年。", "2024年", True),
        ("新馆2023年6月将建成开放。", "2023年6月", True),
        ("新馆定于6月1日开放。", "6月1日", True),
        ("力争到2025年底前建成。", "2025年底", True),
        ("大桥已于2024年12月建成,比原计划提前一年。", "2024年12月", False),
        ("按照计划于2024年12月建成。", "2024年12月", False),
        ("“十四五”规划2021年3月公布。", "2021年3月", False),
        ("计划早已定下,2024年12月终于建成。", "2024年12月", False),
    ],
)
def test_date_of_a_plan_is_known_by_its_clause(text: str, date: str, *, planned: bool) -> None:
    assert is_planned(text, find(text, date)) is planned


@pytest.mark.parametrize(
    ("text", "number", "aimed_at"),
    [
        ("计划新建养老院一所,床位一百张。", "一百张", True),
        ("计划早有了。养老院设床位九十六张。", "九十六张", False),
        ("年初计划新修十公里,实际新修十二公里。", "十二公里", False),
        ("新修水泥路十八公里,计划明年再修二十公里。", "十八公里", False),
        ("修缮方案已经获批。工程预算九百四十万元。", "九百四十万元", True),
        ("一般公共预算收入九亿元。", "九亿元", False),
        ("二、2021年主要任务\n完成造林三万亩。", "三万亩", True),
        ("二、2021年主要任务\n已完成造林三万亩。", "三万亩", False),
        ("一、2021年工作回顾\n完成造林三万亩。", "三万亩", False),
    ],
)
def test_number_that_is_aimed_at_is_known_by_its_sentence(
    text: str, number: str, *, aimed_at: bool
) -> None:
    assert is_aimed_at(text, find(text, number)) is aimed_at


def test_date_of_a_plan_is_told_as_one() -> None:
    text = "大桥计划于2025年建成。"
    assert text[slice(*add_planning(text, find(text, "2025年")))] == "计划于2025年"
    text = "大桥于2025年建成。"
    assert text[slice(*add_planning(text, find(text, "2025年")))] == "2025年"


def test_questions_for_plans_ask_for_them() -> None:
    assert asks_plan("大桥计划什么时候建成?")
    assert not asks_plan("大桥什么时候建成?")


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("大桥计划投资多少?", True),
        ("2021年的造林目标是多少?", True),
        ("计划中的大桥实际花了多少钱?", False),
        ("大桥投资多少?", False),
    ],
)
def test_question_asks_for_a_plan_unless_it_asks_what_became_of_it(
    question: str, *, asked: bool
) -> None:
    assert asks_plan(question) is asked


@pytest.mark.parametrize(
    ("question", "plan", "outcome"),
    [
        ("按年初的安排,全县要改造多少座户厕?", True, False),
        ("预计什么时候通车?", True, False),
        ("2023年实际录取了多少名新生?", False, True),
        ("去年实际完成了计划的多少?", False, True),
        ("洗车用水要交多少钱?", False, False),
    ],
)
def test_questions_for_plans_and_for_what_came_about_are_told_apart(
    question: str, *, plan: bool, outcome: bool
) -> None:
    assert (asks_plan(question), asks_outcome(question)) == (plan, outcome)
