"""The kinds of answers that questions ask for."""

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

# Interchangeable measure words: 183名 answers how many 人.
PERSONS = ("人", "名", "位")
