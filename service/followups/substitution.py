"""Build a question from an earlier one: replace a part, or ask for another attribute."""

import re

from embeddings.documents import Span
from service.followups.antecedents import EarlierTurn
from service.followups.interpretation import Interpretation
from service.followups.phrases import find_leading_end, find_tail_start
from service.followups.words import OFFICE, Words

_ASKED_BY = (
    (re.compile(r".*(?:时间|日期)"), "是什么时候"),
    (re.compile(r".*(?:地点|地址|位置)"), "在哪里"),
    (re.compile(rf".*(?:{OFFICE}|作者|c[eft]o)"), "是谁"),
    (re.compile(r".*(?:原因|目的|名字|名称|内容|主题|口号|主办方)"), "是什么"),
)


def substitute(
    earlier: EarlierTurn, span: Span, fragment: str, *, carried: str | None = None
) -> Interpretation:
    """Replace a range of the earlier question; the topic is carried over if it is untouched."""
    text, topic = earlier.words.text, earlier.phrases.topic
    question = text[find_leading_end(earlier.words) : span.start] + fragment + text[span.end :]
    if carried is None:
        untouched = not (span.start < topic.end and topic.start < span.end)
        carried = earlier.topic if untouched and earlier.topic else _find_rest(earlier.words, span)
    return Interpretation(question, carried)


def ask_attribute(topic: str, attribute: str) -> Interpretation:
    """Ask for an attribute of the topic."""
    question = f"{topic.removesuffix('的')}的{attribute}{phrase_asking(attribute)}?"
    return Interpretation(question, topic)


def phrase_asking(attribute: str) -> str:
    """Return the words that ask for the value of an attribute."""
    folded = attribute.lower()
    return next((words for pattern, words in _ASKED_BY if pattern.fullmatch(folded)), "是多少")


def _find_rest(words: Words, span: Span) -> str:
    """Return what remains of the question: the longer of the texts before and after the range."""
    end = find_tail_start(words.folded)
    start = max(word.span.start for word in words.words if word.span.start <= span.end)
    rest = max(words.text[: span.start], words.text[start:end], key=len)
    return rest.strip().removeprefix("的").removesuffix("的")
