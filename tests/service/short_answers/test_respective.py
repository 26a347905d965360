"""Values that belong to several subjects in their order, and numbers of what has a grade."""

import pytest

from embeddings.documents import Span
from embeddings.text.terms import Segmenter
from service.questions.question import read_question
from service.short_answers.governing import is_governed
from service.short_answers.respective import find_own_value

SEGMENTER = Segmenter()
INCOMES = "全县城镇和农村居民人均可支配收入分别达到38650元、21870元,增长4%。"
VILLAGES = "三个村里,甲村、乙村和丙村的户数分别为120户、98户和76户。"
PRIZES = "一、二、三等奖分别奖励5000元、3000元、1000元。"
CLASSES = "今年录取新生612人,其中机电维修251人、护理190人、护理管理131人。"
LINES = "各专业录取情况如下:\n机电维修 251人\n护理 190人\n合计 441人\n学费三千元。"
OFFICES = "书记和镇长分别由杜海波、柳青云担任。"


@pytest.mark.parametrize(
    ("text", "first", "question", "own"),
    [
        (INCOMES, "38650元", "农村居民人均可支配收入是多少?", "21870元"),
        (INCOMES, "38650元", "城镇居民收入多少?", "达到38650元"),
        (VILLAGES, "120户", "乙村有多少户?", "98户"),
        (VILLAGES, "120户", "丙村有几户?", "76户"),
        (PRIZES, "5000元", "二等奖奖励多少钱?", "3000元"),
        (PRIZES, "5000元", "三等奖奖励多少钱?", "1000元"),
        (OFFICES, "杜海波", "镇长是谁?", "柳青云担任"),
        (CLASSES, "251人", "机电维修专业录取多少人?", "251人"),
        (CLASSES, "251人", "护理管理专业录取多少人?", "131人"),
        (LINES, "251人", "护理专业录取了多少人?", "190人"),
    ],
)
def test_value_is_that_of_the_subject_asked_about(
    text: str, first: str, question: str, own: str
) -> None:
    at = text.index(first)
    span = Span(at, at + len(first))
    found = find_own_value(text, span, read_question(question, SEGMENTER))
    assert found
    assert text[slice(*found)] == own


@pytest.mark.parametrize(
    ("text", "words", "question"),
    [
        (INCOMES, "4%", "农村居民人均可支配收入增长多少?"),
        (INCOMES, "38650元", "居民人均可支配收入是多少?"),
        (INCOMES, "38650元", "城镇和农村居民人均可支配收入分别是多少?"),
        ("甲村和乙村的丰收节、庙会分别有120人参加。", "120人", "甲村有多少人?"),
    ],
)
def test_value_of_no_certain_subject_is_left_alone(text: str, words: str, question: str) -> None:
    at = text.index(words)
    span = Span(at, at + len(words))
    assert find_own_value(text, span, read_question(question, SEGMENTER)) is None


@pytest.mark.parametrize(
    ("question", "words", "governed"),
    [
        ("认定了多少个五星级民宿?", "6家", True),
        ("认定了多少个五星级民宿?", "58家", False),
        ("四星级民宿有几家?", "6家", False),
        ("认定了多少家民宿?", "58家", True),
        ("五星级民宿奖励多少钱?", "2万元", True),
    ],
)
def test_number_counts_what_has_the_grade(question: str, words: str, governed: bool) -> None:
    text = "全县共认定民宿58家,其中五星级6家、四星级12家、三星级40家,各奖励2万元。"
    at = text.index(words)
    asked = read_question(question, SEGMENTER)
    assert is_governed(text, Span(at, at + len(words)), asked) is governed
