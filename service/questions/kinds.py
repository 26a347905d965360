"""The kinds of answers that questions ask for, and the units of numbers."""

from enum import StrEnum


class QuestionKind(StrEnum):
    """What kind of answer a question asks for."""

    NUMBER = "number"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"
    LIST = "list"
    REASON = "reason"
    MANNER = "manner"
    ANY = "any"


FORMED_KINDS = (QuestionKind.NUMBER, QuestionKind.DATE)
"""Kinds whose answer has a form: text without a number cannot answer how many."""

# Units of the same dimension are interchangeable in an answer; others are not.
DIMENSIONS: tuple[tuple[str, ...], ...] = (
    ("周岁", "岁"),
    ("亿元", "万元", "亿", "元", "美元", "块钱"),
    ("个百分点", "%", "成", "倍"),
    ("平方公里", "平方米", "公顷", "亩"),
    ("公里", "千米", "厘米", "毫米", "米"),
    ("公斤", "千克", "吨", "克"),
    ("个月", "小时", "分钟", "周年", "年", "月", "天", "日", "周"),
)
# Interchangeable measure words: 183名 answers how many 人.
PERSONS = ("人", "名", "位")
