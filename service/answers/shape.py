"""The shapes of answers, and what answers of some shapes have besides their quotes."""

from enum import StrEnum


class AnswerKind(StrEnum):
    """The shape of an answer.

    Attributes:
        FACT: a number, a date, a name: one fact.
        DEFINITION: who somebody is, or what something is.
        LIST: several items.
        REASON: why, how, or how well.
        COMPARISON: the same of several subjects or years, or several questions.
        TIMELINE: the same at several times.
        YES_NO: whether something is so.
        COLLECTION: about the collection as a whole.
        SMALL_TALK: a reply that is about no article.
    """

    FACT = "fact"
    DEFINITION = "definition"
    LIST = "list"
    REASON = "reason"
    COMPARISON = "comparison"
    TIMELINE = "timeline"
    YES_NO = "yes_no"
    COLLECTION = "collection"
    SMALL_TALK = "smalltalk"


class Verdict(StrEnum):
    """What an answer says to a yes/no question."""

    YES = "yes"
    NO = "no"
