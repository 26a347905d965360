"""The shape of answer that a question asks for."""

import pytest

from service.answers.shape import AnswerKind
from service.questions.question import read_question
from service.questions.shapes import find_asked_count, find_defined, find_shape
from service.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("青石县有多少学校?", AnswerKind.FACT),
        ("青石县委书记是谁?", AnswerKind.FACT),
        ("何秋生是谁?", AnswerKind.DEFINITION),
        ("什么是党建云?", AnswerKind.DEFINITION),
        ("何秋生是干什么的", AnswerKind.DEFINITION),
        ("Who is He Qiusheng?", AnswerKind.DEFINITION),
        ("青石县有哪些学校?", AnswerKind.LIST),
        ("五颗星分别指什么?", AnswerKind.LIST),
        ("为什么要修路?", AnswerKind.REASON),
        ("党建云到底有什么用?", AnswerKind.REASON),
        ("路修得怎么样了?", AnswerKind.REASON),
        ("路修好了吗?", AnswerKind.YES_NO),
        ("路修好了没有", AnswerKind.YES_NO),
        ("青石县是不是第一个修路的", AnswerKind.YES_NO),
        ("Has the road been finished?", AnswerKind.YES_NO),
    ],
)
def test_shape_follows_from_the_question(
    text: str, shape: AnswerKind, seeds_workspace: Workspace
) -> None:
    assert find_shape(read_question(text, seeds_workspace.analyzer.segmenter)) is shape


def test_what_is_to_be_defined_is_a_bare_name(seeds_workspace: Workspace) -> None:
    segmenter = seeds_workspace.analyzer.segmenter
    assert find_defined(read_question("何秋生到底是谁?", segmenter)) == "何秋生"
    assert find_defined(read_question("青石县的名字是什么?", segmenter)) == ""


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("来了哪两个人?", 2),
        ("哪6个镇?", 6),
        ("哪十个镇?", 10),
        ("哪些镇?", None),
        ("两个镇是哪个?", None),
    ],
)
def test_number_of_items_is_read(text: str, count: int | None, seeds_workspace: Workspace) -> None:
    assert find_asked_count(read_question(text, seeds_workspace.analyzer.segmenter)) == count
