"""What a question asks for: its kind, its units, and its binding words."""

import pytest

from service.questions.question import QuestionKind, list_comparable, read_question
from service.workspace.workspace import Workspace


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("中原区一共征求到多少条意见建议?", QuestionKind.NUMBER),
        ("城管部门今年要建几个公园?", QuestionKind.NUMBER),
        ("汝河路街道评定了几颗星?", QuestionKind.NUMBER),
        ("软弱涣散党组织的转化率是多少?", QuestionKind.NUMBER),
        ("机关干部要下基层锻炼多久?", QuestionKind.NUMBER),
        ("新修的道路有多长?", QuestionKind.NUMBER),
        ("满意的群众占百分之几?", QuestionKind.NUMBER),
        ("全市重点项目什么时候开工?", QuestionKind.DATE),
        ("座谈会是几月几号开的?", QuestionKind.DATE),
        ("主题党日是哪一天?", QuestionKind.DATE),
        ("惠济区哪年开始实行积分制?", QuestionKind.DATE),
        ("惠济区委书记是谁?", QuestionKind.PERSON),
        ("哪位教授作了辅导报告?", QuestionKind.PERSON),
        ("莲湖街道党委书记叫什么?", QuestionKind.PERSON),
        ("绿东村街道的微信平台叫什么名字?", QuestionKind.NAME),
        ("哪个社区成立了托老服务中心?", QuestionKind.NAME),
        ("首家示范基地设在哪个商圈?", QuestionKind.NAME),
        ("六步工作流程是哪六步?", QuestionKind.LIST),
        ("哪些地产公司进驻了莲湖街道?", QuestionKind.LIST),
        ("五个项目分别是哪五个?", QuestionKind.LIST),
        ("为什么要推行积分管理?", QuestionKind.REASON),
        ("街道为何打造教育漫画墙?", QuestionKind.REASON),
        ("二七区怎么考察干部的品德?", QuestionKind.MANNER),
        ("街道如何解决停车难?", QuestionKind.MANNER),
        ("通过什么办法征求意见?", QuestionKind.MANNER),
        ("绿东播报", QuestionKind.ANY),
        ("介绍一下党建云平台", QuestionKind.ANY),
        ("干部选拔几乎没有变化吗", QuestionKind.ANY),
        ("有多少個黨員參加志願服務?", QuestionKind.NUMBER),
        ("？", QuestionKind.ANY),
    ],
)
def test_kind_of_a_question_follows_from_its_question_words(
    seeds_workspace: Workspace, question: str, kind: QuestionKind
) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).kind is kind


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("认定了多少个五星级党组织?", "个"),
        ("征求到多少条意见建议?", "条"),
        ("接听了多少人次?", "人次"),
        ("涉及几条路?", "条"),
        ("买了多少本书?", "本"),
        ("多少对新人领了证?", "对"),
    ],
)
def test_count_is_expected_in_the_measure_word_of_the_question(
    seeds_workspace: Workspace, question: str, unit: str
) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).units == (unit,)


@pytest.mark.parametrize(
    "question", ["一年看了多少门诊?", "惠及多少家庭?", "增加了多少座位?", "有多少名额?"]
)
def test_word_that_begins_with_a_measure_word_is_none(
    seeds_workspace: Workspace, question: str
) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).units == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("报名费这些年是怎么涨的?", QuestionKind.NUMBER),
        ("亩产是怎么一步步上去的?", QuestionKind.NUMBER),
        ("白鹤的数量是怎么变的?", QuestionKind.NUMBER),
        ("水位是怎样降下来的?", QuestionKind.NUMBER),
        ("校名是怎么变的?", QuestionKind.MANNER),
        ("党员积分怎么算?", QuestionKind.MANNER),
        ("怎么涨工资?", QuestionKind.MANNER),
    ],
)
def test_how_a_number_changed_asks_for_numbers(
    seeds_workspace: Workspace, question: str, kind: QuestionKind
) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).kind is kind


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("宣传喷绘有多少平方米?", "平方米"),
        ("平均年龄下降了几岁?", "岁"),
        ("省重点项目总投资是多少?", "元"),
        ("每个社区的专项经费是多少?", "元"),
        ("群众满意率达到多少?", "%"),
        ("首付比例最低多少?", "%"),
        ("锻炼期限多久?", "年"),
        ("服务用房的面积是多少?", "平方米"),
        ("这条路有多长?", "米"),
        ("郭光俊今年多大年纪?", "岁"),
    ],
)
def test_quantity_is_expected_in_the_units_of_its_dimension(
    seeds_workspace: Workspace, question: str, unit: str
) -> None:
    units = read_question(question, seeds_workspace.analyzer.segmenter).units
    assert unit in units
    assert set(units) == set(list_comparable(unit))


@pytest.mark.parametrize("question", ["绿东播报叫什么?", "谁是书记?", "为什么下降?"])
def test_question_that_counts_nothing_wants_no_unit(
    seeds_workspace: Workspace, question: str
) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).units == ()


@pytest.mark.parametrize(
    ("unit", "of_its_dimension", "of_another"),
    [("亿元", "块钱", "米"), ("亩", "公顷", "米"), ("个月", "小时", "岁"), ("斤", "吨", "元")],
)
def test_units_of_one_dimension_belong_together(
    unit: str, of_its_dimension: str, of_another: str
) -> None:
    assert of_its_dimension in list_comparable(unit.removeprefix("亿"))
    assert of_another not in list_comparable(unit.removeprefix("亿"))
    assert list_comparable("个") == ("个",)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("金水区有多少个党支部?", "金水区"),
        ("惠济区委书记是谁?", "惠济"),
        ("如何用Python读取文件?", "python"),
        ("郑州今天的天气怎么样?", "郑州"),
    ],
)
def test_name_in_the_question_is_distinguished_from_its_other_words(
    seeds_workspace: Workspace, question: str, name: str
) -> None:
    assert name in read_question(question, seeds_workspace.analyzer.segmenter).names


@pytest.mark.parametrize(
    ("question", "binding", "asking"),
    [
        ("绿东村街道开通的微信公共平台叫什么名字?", {"街道", "平台"}, {"什么", "名字", "叫", "的"}),
        ("请问惠济区委书记是谁?", {"惠济"}, {"请问", "谁", "是"}),
        ("三官庙街道一共接听了多少次民情热线?", {"接听", "民情", "热线"}, {"一共", "多少", "了"}),
    ],
)
def test_words_that_only_ask_bind_nothing(
    seeds_workspace: Workspace, question: str, binding: set[str], asking: set[str]
) -> None:
    words = set(read_question(question, seeds_workspace.analyzer.segmenter).words)
    assert binding <= words
    assert not asking & words


def test_question_keeps_its_text_and_is_read_the_same_in_either_script(
    seeds_workspace: Workspace,
) -> None:
    segmenter = seeds_workspace.analyzer.segmenter
    simplified = read_question("惠济区委书记是谁?", segmenter)
    traditional = read_question("惠濟區委書記是誰？", segmenter)
    assert traditional.text == "惠濟區委書記是誰？"
    assert (traditional.kind, traditional.words) == (simplified.kind, simplified.words)


@pytest.mark.parametrize("question", ["?", "？？？", "多少", "的", "🎉", "\u3000"])
def test_question_without_content_has_no_words(seeds_workspace: Workspace, question: str) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).words == ()


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("金水区委书记是谁?", ("金水区",)),
        ("新密市长是谁?", ("新密市",)),
        ("惠济区政府在哪里?", ("惠济区",)),
        ("全国市长有多少位?", ()),
        ("现任区委书记是谁?", ()),
        ("区委书记是谁?", ()),
        ("副区长是谁?", ()),
    ],
)
def test_place_is_read_before_an_office(
    seeds_workspace: Workspace, question: str, places: tuple[str, ...]
) -> None:
    assert read_question(question, seeds_workspace.analyzer.segmenter).places == places
