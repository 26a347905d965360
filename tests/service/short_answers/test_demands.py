"""What some questions demand of the words that answer: names, or a contact."""

import pytest

from embeddings.text.terms import Segmenter
from service.questions.question import read_question
from service.short_answers.demands import Demand, find_demand, has_demanded
from service.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def segmenter(seeds_workspace: Workspace) -> Segmenter:
    return seeds_workspace.analyzer.segmenter


@pytest.mark.parametrize(
    ("question", "demand"),
    [
        ("带队的老师叫什么名字?", Demand.NAME),
        ("第二批示范学校名单", Demand.NAME),
        ("新建的公园名字叫啥", Demand.NAME),
        ("三位副主任具体是谁?", Demand.NAME),
        ("举报电话是多少?", Demand.CONTACT),
        ("图书馆的联系方式是什么", Demand.CONTACT),
        ("档案馆电话号码", Demand.CONTACT),
        ("公示名单什么时候公布?", None),
        ("名单上有多少家企业?", None),
        ("他为什么不接电话?", None),
        ("手机里存了多少村民的号码", None),
        ("哪些人参加了座谈会?", None),
        ("馆长是谁?", None),
    ],
)
def test_names_and_contacts_are_demanded(
    question: str, demand: Demand | None, segmenter: Segmenter
) -> None:
    assert find_demand(read_question(question, segmenter)) is demand


@pytest.mark.parametrize(
    ("question", "words", "has"),
    [
        ("带队的老师叫什么名字?", "陈玉兰", True),
        ("带队的老师叫什么名字?", "冷升平", True),
        ("带队的老师叫什么名字?", "一名退休教师", False),
        ("评出的十名标兵都叫什么名字", "10名标兵", False),
        ("带队的老师叫什么名字?", "两位副主任", False),
        ("带队的老师叫什么名字?", "王百名", True),
        ("新建的公园名字叫啥", "百家湖", True),
        ("新建的公园名字叫啥", "“听雨园”", True),
        ("那座水库叫什么名字?", "三家店水库", True),
        ("举报电话是多少?", "12345", True),
        ("举报电话是多少?", "0371-67180000", True),
        ("举报电话是多少?", "1.5万余次", False),
        ("举报电话是多少?", "300余件", False),
        ("馆长是谁?", "一名退休教师", True),
    ],
)
def test_words_have_what_is_demanded(
    question: str, words: str, has: bool, segmenter: Segmenter
) -> None:
    assert has_demanded(words, read_question(question, segmenter), segmenter) is has
