"""Which standalone question a follow-up is read as, case by case."""

import json
from typing import Any

import pytest

from embeddings.text.terms import Segmenter
from service.followups.interpretation import Interpretation
from tests.support.followups import STARS, Asked, converse
from tests.support.paths import DATA

# Each names the readings that are right. Those held out were written before the rules, and are
# only counted: nobody may look at which ones fail.
CONVERSATIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in (DATA / "follow_ups.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    return Segmenter()


CASES: list[tuple[list[Asked], str, str]] = [
    # Another number of the same words.
    ([STARS, "那四星级的呢?"], "中原区认定了多少个四星级党组织?", "中原区"),
    (["小学招收了多少名一年级新生?", "二年级呢?"], "小学招收了多少名二年级新生?", "小学"),
    (["地铁1号线有多少个车站?", "2号线呢?"], "地铁2号线有多少个车站?", "有多少个车站"),
    (["第一批有多少人?", "第二批呢?"], "第二批有多少人?", "有多少人"),
    (
        ["第三届读书节有多少名读者参加?", "第四届呢?"],
        "第四届读书节有多少名读者参加?",
        "读书节有多少名读者参加",
    ),
    # Another place.
    (
        ["汝河路街道评定了多少个五星级党组织?", "陇海西路呢?"],
        "陇海西路街道评定了多少个五星级党组织?",
        "街道评定了多少个五星级党组织",
    ),
    (["惠济区委书记是谁?", "中原区呢?"], "中原区委书记是谁?", "区委书记是谁"),
    (["青山水库库容多少?", "那白云水库呢?"], "白云水库库容多少?", "库容多少"),
    (["长江全长多少公里?", "黄河呢?"], "黄河全长多少公里?", "全长多少公里"),
    (["河东区图书馆几点开门?", "河西区图书馆呢?"], "河西区图书馆几点开门?", "几点开门"),
    (["东城区有多少所小学?", "西城区?"], "西城区有多少所小学?", "有多少所小学"),
    (
        ["中原区认定了多少个党组织?", "金水区有多少个?"],
        "金水区认定了多少个党组织?",
        "认定了多少个党组织",
    ),
    # What a place or body has, after who holds an office of it.
    ([("惠济区的书记是谁?", "岑远山"), "有多少党员?"], "惠济区有多少党员?", "惠济区"),
    ([("红旗小学校长是谁?", "裴广仁"), "共有几个班?"], "红旗小学共有几个班?", "红旗小学"),
    # Another year.
    (
        ["2017年郑州市接待游客多少万人次?", "2018年呢?"],
        "2018年郑州市接待游客多少万人次?",
        "郑州市接待游客多少万人次",
    ),
    (["今年的春运从哪天开始?", "去年呢?"], "去年的春运从哪天开始?", "春运从哪天开始"),
    (["郑州市的GDP是多少?", "2018年呢?"], "2018年郑州市的GDP是多少?", "郑州市"),
    # Another person, another book, another company.
    (["王小明获得了什么奖?", "李小红呢?"], "李小红获得了什么奖?", "获得了什么奖"),
    (["《红楼梦》的作者是谁?", "《西游记》呢?"], "《西游记》的作者是谁?", "作者是谁"),
    (["OpenAI的CEO是谁?", "DeepMind呢?"], "DeepMind的CEO是谁?", "CEO是谁"),
    (["GPT-4什么时候发布的?", "那Llama呢?"], "Llama什么时候发布的?", "什么时候发布"),
    (["华为公司研发投入多少亿元?", "小米公司呢?"], "小米公司研发投入多少亿元?", "研发投入多少亿元"),
    # Another noun of the same kind.
    (["男职工有多少人?", "女职工呢?"], "女职工有多少人?", "有多少人"),
    (
        ["中原区农村培养了多少名党组织书记?", "社区呢?"],
        "中原区社区培养了多少名党组织书记?",
        "培养了多少名党组织书记",
    ),
    (
        ["迎宾路街道演讲比赛评出了几组一等奖?", "优秀奖呢?"],
        "迎宾路街道演讲比赛评出了几组优秀奖?",
        "迎宾路街道演讲比赛",
    ),
    # Another attribute.
    (["良库工舍的占地面积是多少?", "那高度呢?"], "良库工舍的高度是多少?", "良库工舍"),
    (["青石桥全长多少米?", "总投资呢?"], "青石桥的总投资是多少?", "青石桥"),
    (["2020年河东区的GDP是多少?", "人口呢?"], "2020年河东区的人口是多少?", "2020年河东区"),
    (["青石桥全长多少米?", "通车时间呢?"], "青石桥的通车时间是什么时候?", "青石桥"),
    (["实验小学有多少名学生?", "校长呢?"], "实验小学的校长是谁?", "实验小学"),
    # No subject.
    (
        ["莲湖街道的市重点项目有几个?", "总投资多少?"],
        "莲湖街道的市重点项目总投资多少?",
        "莲湖街道的市重点项目",
    ),
    (
        ["莲湖街道有几个市重点项目?", "总投资多少?"],
        "莲湖街道的市重点项目总投资多少?",
        "莲湖街道的市重点项目",
    ),
    (
        ["二七区志愿者服务队有多少个?", "为群众办了多少件好事?"],
        "二七区志愿者服务队为群众办了多少件好事?",
        "二七区志愿者服务队",
    ),
    (["青山水库库容多少?", "什么时候建成的?"], "青山水库什么时候建成的?", "青山水库"),
    (["青山水库库容多少?", "谁主持修建的?"], "青山水库谁主持修建的?", "青山水库"),
    ([("惠济区委书记是谁?", "黄钊"), "什么时候上任的?"], "黄钊什么时候上任的?", "黄钊"),
    (["高铁站什么时候开工?", "负责人是谁?"], "高铁站负责人是谁?", "高铁站"),
    (
        ["二七区选派了多少名干部到煤矿任安全监管员?", "为什么?"],
        "二七区为什么选派了干部到煤矿任安全监管员?",
        "二七区",
    ),
    (
        ["主题党日活动的党员参与率达到多少?", "活动有多少项?"],
        "主题党日活动有多少项?",
        "主题党日活动",
    ),
    # Pronouns.
    ([("惠济区委书记是谁?", "黄钊"), "他什么时候上任的?"], "黄钊什么时候上任的?", "黄钊"),
    (
        [("石佛街道的党委书记是谁?", "-"), "他多大年纪?"],
        "石佛街道的党委书记多大年纪?",
        "石佛街道的党委书记",
    ),
    (["刘琴被称为什么?", "她多大年纪?"], "刘琴多大年纪?", "刘琴"),
    (
        ["惠济区党建云平台管理了多少个党支部?", "它的浏览总数有多少?"],
        "惠济区党建云平台的浏览总数有多少?",
        "惠济区党建云平台",
    ),
    (
        ["惠济区党建云平台管理了多少个党支部?", "该平台注册了多少党员用户?"],
        "惠济区党建云平台注册了多少党员用户?",
        "惠济区党建云平台",
    ),
    (
        [("惠济区的党员突击队参与的是哪个全市重点项目?", "古荥大运河文化区"), "该项目投资多少?"],
        "古荥大运河文化区投资多少?",
        "古荥大运河文化区",
    ),
    (["“三票制”指的是什么?", "这一制度什么时候实施的?"], "“三票制”什么时候实施的?", "“三票制”"),
    (
        [("流动党员联合党工委是和哪个县成立的?", "望江县"), "该县有多少人口?"],
        "望江县有多少人口?",
        "望江县",
    ),
    ([("哪个村被评为文明村?", "河湾村"), "那里有多少户?"], "河湾村有多少户?", "河湾村"),
    (
        ["中原区选派了多少名党建指导员?", "他们培训了多少人?"],
        "中原区的党建指导员培训了多少人?",
        "中原区的党建指导员",
    ),
    (["2018年世界杯在哪里举行?", "当时有多少支球队?"], "2018年世界杯有多少支球队?", "2018年世界杯"),
    (["青石桥全长多少米?", "其总投资是多少?"], "青石桥的总投资是多少?", "青石桥"),
    ([("OpenAI的CEO是谁?", "Sam Altman"), "他多大年纪?"], "Sam Altman多大年纪?", "Sam Altman"),
    # Full width.
    (
        ["请问，郑州市２０１７年的ＧＤＰ是多少？", "那２０１８年的呢？"],
        "郑州市２０１８年的ＧＤＰ是多少？",
        "ＧＤＰ是多少",
    ),
    # Over a turn that was declined.
    (
        ["青石桥全长多少米?", ("它的设计者是谁?", "-"), "什么时候通车的?"],
        "青石桥什么时候通车的?",
        "青石桥",
    ),
    (
        [STARS, ("红烧肉怎么做?", "-"), "那四星级的呢?"],
        "中原区认定了多少个四星级党组织?",
        "中原区",
    ),
    # Chains.
    (
        [STARS, "那四星级的呢?", "汝河路街道呢?", "为什么?"],
        "汝河路街道为什么认定了四星级党组织?",
        "汝河路街道",
    ),
    (
        ["华为公司2023年研发投入多少亿元?", "2022年呢?", "那小米公司呢?"],
        "小米公司2022年研发投入多少亿元?",
        "2022年研发投入多少亿元",
    ),
    (
        [("特斯拉的CEO是谁?", "马斯克"), "他出生在哪里?", "那苹果公司呢?"],
        "苹果公司的CEO是谁?",
        "CEO是谁",
    ),
    (
        [("哪个村被评为文明村?", "河湾村"), "该村有多少户?", "村支书是谁?", "他多大年纪?"],
        "河湾村村支书多大年纪?",
        "河湾村村支书",
    ),
]
STANDALONE: list[list[Asked]] = [
    [STARS, STARS],
    [STARS, "惠济区委书记是谁?"],
    [STARS, "惠济区有多少个党支部?"],
    [STARS, "红烧肉怎么做?"],
    ["惠济区委书记是谁?", "软弱涣散党组织的转化率是多少?"],
    ["惠济区党建云平台管理了多少个党支部?", "教育系统确立的争创主题叫什么?"],
    ["OpenAI是什么时候成立的?", "DeepMind总部在哪里?"],
    [STARS, "王万鹏是谁,他什么时候当选的?"],
    [STARS, "党建工作"],
    [STARS, "?"],
    [STARS, "🎉"],
    [STARS, "党" * 2000],
    ["那四星级的呢?"],
    ["它有多少用户?"],
]


@pytest.mark.parametrize(("asked", "question", "carried_over"), CASES)
def test_follow_up_is_read_as_the_standalone_question(
    segmenter: Segmenter, asked: list[Asked], question: str, carried_over: str
) -> None:
    assert converse(segmenter, asked)[-1] == Interpretation(question, carried_over)


@pytest.mark.parametrize("asked", STANDALONE)
def test_question_that_stands_for_itself_is_left_alone(
    segmenter: Segmenter, asked: list[str]
) -> None:
    assert converse(segmenter, asked)[-1] == Interpretation(asked[-1])


def read_last(segmenter: Segmenter, item: dict[str, Any]) -> str:
    return converse(segmenter, [(question, short) for question, short in item["turns"]])[
        -1
    ].question


@pytest.mark.parametrize("item", [item for item in CONVERSATIONS if item["half"] == "dev"])
def test_natural_follow_up_is_read_as_meant(segmenter: Segmenter, item: dict[str, Any]) -> None:
    assert read_last(segmenter, item) in item["read_as"]


def test_most_natural_follow_ups_that_the_rules_were_not_made_for_are_read_as_meant(
    segmenter: Segmenter,
) -> None:
    held_out = [item for item in CONVERSATIONS if item["half"] == "held_out"]
    right = sum(read_last(segmenter, item) in item["read_as"] for item in held_out)
    assert len(held_out) == 33
    assert right >= 0.85 * len(held_out)
