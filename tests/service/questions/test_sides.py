"""Questions about several subjects or years are split into one question for each."""

import pytest

from embeddings.text.terms import Segmenter
from service.questions.sides import Side, split_sides
from service.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def segmenter(seeds_workspace: Workspace) -> Segmenter:
    return seeds_workspace.analyzer.segmenter


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "青石县和松岭县谁的学校多?",
            [("青石县", "青石县有多少学校"), ("松岭县", "松岭县有多少学校")],
        ),
        (
            "青石县跟松岭县的书记分别是谁",
            [("青石县", "青石县的书记是谁"), ("松岭县", "松岭县的书记是谁")],
        ),
        (
            "2020年和2021年青石县有多少学校",
            [("2020年", "2020年青石县有多少学校"), ("2021年", "2021年青石县有多少学校")],
        ),
        (
            "柳河镇的省级项目和市级项目哪个投的钱多，各是多少？",
            [
                ("省级项目", "柳河镇的省级项目投的钱有多少"),
                ("市级项目", "柳河镇的市级项目投的钱有多少"),
            ],
        ),
        (
            "松岭镇跟全县比，路灯各有多少盏",
            [("松岭镇", "松岭镇路灯有多少盏"), ("全县", "全县路灯有多少盏")],
        ),
        (
            "歌唱比赛一等奖和二等奖分别是谁",
            [("一等奖", "歌唱比赛一等奖是谁"), ("二等奖", "歌唱比赛二等奖是谁")],
        ),
        (
            "青石县五星级和四星级民宿各有几家?",
            [("五星级", "青石县五星级民宿有几家?"), ("四星级", "青石县四星级民宿有几家?")],
        ),
        (
            "松岭县第一批与第二批项目各有多少个",
            [("第一批", "松岭县第一批项目有多少个"), ("第二批", "松岭县第二批项目有多少个")],
        ),
        (
            "松岭县县长和副县长分别是谁",
            [("县长", "松岭县县长是谁"), ("副县长", "松岭县副县长是谁")],
        ),
        (
            "柳河镇的省重点项目和市重点项目哪个投的钱多",
            [
                ("省重点项目", "柳河镇的省重点项目投的钱有多少"),
                ("市重点项目", "柳河镇的市重点项目投的钱有多少"),
            ],
        ),
        (
            "青石县男教师和女教师分别有多少人",
            [("男教师", "青石县男教师有多少人"), ("女教师", "青石县女教师有多少人")],
        ),
        (
            "平安市青石县和松岭县各有多少人口",
            [("平安市青石县", "平安市青石县有多少人口"), ("松岭县", "松岭县有多少人口")],
        ),
        (
            "镇长周敏和李强分别是什么职务",
            [("镇长周敏", "镇长周敏是什么职务"), ("李强", "李强是什么职务")],
        ),
        (
            "方致远和白若溪各是什么职务",
            [("方致远", "方致远是什么职务"), ("白若溪", "白若溪是什么职务")],
        ),
        ("北京与上海哪个人口多", [("北京", "北京人口有多少"), ("上海", "上海人口有多少")]),
    ],
)
def test_each_side_is_asked_about_by_itself(
    text: str, sides: list[tuple[str, str]], segmenter: Segmenter
) -> None:
    assert split_sides(text, segmenter) == tuple(Side(*side) for side in sides)


@pytest.mark.parametrize(
    "text",
    [
        "青石县有多少学校?",
        "两国领导人和代表在哪里会谈?",
        "青石县和松岭县一起修了哪座桥?",
        "五颗星分别指什么?",
        "",
    ],
)
def test_question_about_one_subject_is_not_split(text: str, segmenter: Segmenter) -> None:
    assert split_sides(text, segmenter) == ()
