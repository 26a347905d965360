"""The short answer: the reader's most likely words that have the form asked for."""

import numpy as np
import pytest

from embeddings.documents import Span
from embeddings.encoding.passage_reader import ReadablePassage, Reading
from embeddings.text.normalize import fold_aligned
from embeddings.text.terms import Segmenter
from service.questions.question import read_question
from service.short_answers.finder import find_short_answer
from service.short_answers.forms import complete, find_form
from service.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def segmenter(seeds_workspace: Workspace) -> Segmenter:
    return seeds_workspace.analyzer.segmenter


def answered(question: str, passage: str, workspace: Workspace) -> str:
    readable = ReadablePassage("", fold_aligned(passage))
    [reading] = workspace.reader.read(question, [readable])
    asked = read_question(question, workspace.analyzer.segmenter)
    found = find_short_answer(passage, reading, asked, workspace.analyzer.segmenter)
    return passage[found.span.start : found.span.end] if found else ""


@pytest.mark.parametrize(
    ("question", "passage", "short"),
    [
        ("全县有多少所小学?", "全县共有中学12所、小学86所,在校学生3.2万人。", "86所"),
        ("去年的粮食产量是多少?", "去年粮食产量达到40.92万吨,棉花产量1200吨。", "40.92万吨"),
        ("图书馆是什么时候建成的?", "新图书馆于2015年6月建成,2016年1月开放。", "2015年6月"),
        ("大会的主持人是谁?", "大会由县长李建国主持,书记王海涛讲话。", "李建国"),
        ("哪个社区建了托儿所?", "春风社区去年建了托儿所,明月社区开了食堂。", "春风社区"),
        ("剧团演出的新戏叫什么?", "县豫剧团演出了新戏《黄河谣》,观众有三千人。", "黄河谣"),
        (
            "“四好”指的是哪四好?",
            "村里评“四好”:邻里好、婆媳好、家风好、环境好。",
            "邻里好、婆媳好、家风好、环境好",
        ),
        ("路面为什么下沉?", "因连日暴雨冲刷路基,路面下沉,车辆绕行。", "连日暴雨冲刷路基"),
        ("食堂开在哪儿?", "明月社区的老年食堂去年开在文化路东头,老人都来吃饭。", "文化路东头"),
        ("会议开了多久?", "9月3日召开的会议有40人参加,一共开了三天。", "三天"),
    ],
)
def test_words_that_answer_are_cut_out(
    question: str, passage: str, short: str, seeds_workspace: Workspace
) -> None:
    words = answered(question, passage, seeds_workspace)
    assert short in words
    assert len(words) <= len(short) + 6


def test_date_of_what_is_asked_wins_over_its_neighbours(seeds_workspace: Workspace) -> None:
    passage = "清江二桥已于2024年12月建成,2025年1月4日正式通车。"
    for question, short in {
        "清江二桥什么时候建成的?": "2024年12月",
        "清江二桥是什么时候通车的?": "2025年1月4日",
    }.items():
        assert answered(question, passage, seeds_workspace) == short


def test_price_of_what_is_asked_wins_over_that_of_something_else(
    seeds_workspace: Workspace,
) -> None:
    passage = "南浔粮市的早稻每斤一块三毛五,比去年涨了八分钱。小麦每斤一块一。"
    assert "一块一" in answered("南浔粮市的小麦每斤多少钱?", passage, seeds_workspace)


def test_passage_of_which_nothing_was_read_has_no_short_answer(segmenter: Segmenter) -> None:
    nothing = np.empty(0, dtype=np.float32)
    reading = Reading(0.0, (), nothing, nothing, nothing)
    asked = read_question("有多少所小学?", segmenter)
    assert find_short_answer("86所", reading, asked, segmenter) is None


def test_number_of_what_is_asked_wins_over_its_neighbours(seeds_workspace: Workspace) -> None:
    passage = "新增自行车位1.5万个,新增汽车停车位2000多个,新建公园3处。"
    for question, short in {
        "新增了多少个自行车位?": "1.5万个",
        "新增了多少个汽车停车位?": "2000多个",
        "新建了几处公园?": "3处",
    }.items():
        assert answered(question, passage, seeds_workspace) == short


def test_short_answer_is_as_printed(seeds_workspace: Workspace) -> None:
    assert "８６" in answered("全县有多少所小学?", "全縣共有小學８６所。", seeds_workspace)


@pytest.mark.parametrize("question", ["图书馆是哪一年建成的?", "图书馆有多少本书?"])
def test_passage_without_a_figure_has_no_short_answer_to_how_many_or_when(
    question: str, seeds_workspace: Workspace
) -> None:
    passage = "图书馆的读者深入了解了“三同一创”的内涵。"
    assert answered(question, passage, seeds_workspace) == ""


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        ("《黄河", "黄河谣"),
        ("黄河谣》,", "黄河谣"),
        ("(编辑初审", "编辑初审、主任复审"),
        (",县豫剧团", "县豫剧团"),
        ("3.", "13.5万人"),
    ],
)
def test_cut_brackets_and_figures_are_completed(cut: str, whole: str) -> None:
    text = "共13.5万人,县豫剧团演出《黄河谣》,三审(编辑初审、主任复审)。"
    start = text.index(cut)
    span = complete(text, Span(start, start + len(cut)))
    assert text[span.start : span.end] == whole


@pytest.mark.parametrize(
    ("question", "words", "form"),
    [
        ("县里有多少所小学?", "小学86", "86所"),
        ("县里的路有多少公里?", "86所", None),
        ("哪天开学?", "1日", "9月1日"),
        ("哪一年开学?", "9月1日", None),
        ("几点开学?", "9月1日", None),
        ("谁讲了话?", "9月1日", None),
        ("谁讲了话?", "王海涛", "王海涛"),
        ("在哪里开学?", "86所", None),
        ("王海涛在哪里讲话?", "王海涛", None),  # the question has these words itself
        ("为什么讲话?", "小学86所", "小学86所"),
    ],
)
def test_words_must_have_the_form_asked_for(
    question: str, words: str, form: str | None, segmenter: Segmenter
) -> None:
    text = "全县小学86所,9月1日开学,县长王海涛讲话。"
    start = text.index(words)
    span = find_form(
        text, Span(start, start + len(words)), read_question(question, segmenter), segmenter
    )
    assert (span and text[span.start : span.end]) == form


@pytest.mark.parametrize(
    ("question", "words", "form"),
    [
        ("有多少名党员参加?", "30余名", None),
        ("有多少名志愿者参加?", "30余名", "30余名"),
        ("有多少人参加?", "30余名", "30余名"),
        ("改造了多少亩?", "三千二百", "近三千二百亩"),
        ("改造了多少公里?", "三千二百", None),
        ("这是第几届?", "第十二届", "第十二届"),
        ("举办了几届?", "第十二届", None),
    ],
)
def test_number_must_be_of_what_is_asked_for(
    question: str, words: str, form: str | None, segmenter: Segmenter
) -> None:
    text = "第十二届活动由党员带头,30余名志愿者参加,改造茶园近三千二百亩。"
    start = text.index(words)
    span = find_form(
        text, Span(start, start + len(words)), read_question(question, segmenter), segmenter
    )
    assert (span and text[span.start : span.end]) == form


@pytest.mark.parametrize(
    ("question", "passage", "short"),
    [
        ("大坪镇镇长是谁?", "镇长费广田介绍,全镇已入库稻谷三千余吨。", "费广田"),
        ("柳河镇镇长是谁?", "镇长令狐冲之介绍,全镇已入库稻谷三千余吨。", "令狐冲之"),
        ("𠮷家沟村支书是谁?", "𠮷家沟村现任支书为𠮷䶮生,会计为㐱守仁。", "𠮷䶮生"),
        (
            "红旗小学校长是谁?",
            "红旗小学运动会开幕。校长裴广仁宣布开幕。裁判长由体育组组长崔立担任。",
            "裴广仁",
        ),
    ],
)
def test_rare_name_is_whole_and_that_of_the_office_asked_for(
    question: str, passage: str, short: str, seeds_workspace: Workspace
) -> None:
    assert answered(question, passage, seeds_workspace) == short
