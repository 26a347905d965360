"""A message with several questions is split; one question with several clauses is not."""

import pytest

from embeddings.text.terms import Segmenter
from service.questions.several_questions import split_questions

SEGMENTER = Segmenter()


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("青石镇有多少党员?书记是谁?", ("青石镇有多少党员", "书记是谁")),
        ("青石镇有多少党员，书记是谁？", ("青石镇有多少党员", "书记是谁")),
        ("请问,青石镇有多少党员;镇长是谁呢", ("请问,青石镇有多少党员", "镇长是谁呢")),
        (
            "灯塔是哪年修的?守灯塔的人,现在还有几个?",
            ("灯塔是哪年修的", "守灯塔的人,现在还有几个"),
        ),
        ("谁修的桥,花了多少钱,用了多久?", ("谁修的桥", "花了多少钱", "用了多久")),
        ("青石县和松岭县谁的学校多?谁的桥多?", ("青石县和松岭县谁的学校多", "谁的桥多")),
        ("桥修好了吗,谁修的", ("桥修好了吗", "谁修的")),
        (
            "How many lamps are there, and who is the keeper?",
            ("How many lamps are there", "who is the keeper"),
        ),
        ("Who built it? When was it built?", ("Who built it", "When was it built")),
    ],
)
def test_questions_are_taken_apart(text: str, questions: tuple[str, ...]) -> None:
    assert split_questions(text, SEGMENTER) == questions


@pytest.mark.parametrize(
    "text",
    [
        "青石镇有多少党员?",
        "2021年以来,青石镇有多少党员?",
        "这几年,青石镇修了多少路?",
        "青石镇有多少党员,是吗?",
        "不管什么人,怎么上灯塔?",
        "哪位镇长修了灯塔,使渔船不再触礁?",  # the second clause asks nothing
        "“灯塔在哪里?”这句话是谁说的?",
        "谁修的桥,花了多少钱,用了多久,在哪里?",  # too many
        "Who built the lighthouse and the bridge?",
        "青石县和松岭县谁的学校多,各是多少?",
        "北朝几个朝代中,哪个最早?",
        "谁?谁?",
        "",
        "?",
        "青石镇有多少党员?" * 40,
    ],
)
def test_single_question_stays_whole(text: str) -> None:
    assert split_questions(text, SEGMENTER) == ()
