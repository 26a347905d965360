"""Questions that need others to be answered first."""

import pytest

from embeddings.text.terms import Segmenter
from service.questions.steps import find_held_office, split_total
from service.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def segmenter(seeds_workspace: Workspace) -> Segmenter:
    return seeds_workspace.analyzer.segmenter


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("乙纺织厂厂长毕业于哪所学校?", "乙纺织厂厂长是谁?", "王明毕业于哪所学校?"),
        ("石桥镇的书记是哪里人", "石桥镇的书记是谁?", "王明是哪里人?"),
        ("白石小学校长哪一年出生?", "白石小学校长是谁?", "王明哪一年出生?"),
    ],
)
def test_more_may_be_asked_of_who_holds_an_office(question: str, first: str, second: str) -> None:
    office = find_held_office(question)
    assert office
    assert (office.question, office.ask_of("王明")) == (first, second)


@pytest.mark.parametrize(
    "question",
    [
        "白石小学校长是谁?",
        "白石小学校长叫什么?",
        "白石小学校长是哪位",
        "社区主任有几位?",
        "首届十佳书记都有谁?",
        "区长王明毕业于哪里",
        "院长和书记各是谁",
        "图书馆几点开门?",
    ],
)
def test_name_of_who_holds_an_office_needs_no_other_question(question: str) -> None:
    assert find_held_office(question) is None


def test_total_of_two_is_asked_of_each(segmenter: Segmenter) -> None:
    sides = split_total("甲纺织厂和乙纺织厂一共有多少职工?", segmenter)
    assert [side.question for side in sides] == ["甲纺织厂有多少职工?", "乙纺织厂有多少职工?"]
    assert split_total("甲纺织厂一共有多少职工?", segmenter) == ()
    assert split_total("甲纺织厂有多少职工?", segmenter) == ()
