"""Read what a timeline is about: a name, or words that its articles must be about."""

import re

from service.answers.mentions import MentionQuestion
from service.questions.kinds import QuestionKind
from service.questions.question import Question
from service.questions.times import TimeRelation, remove_time
from service.timelines.timeline import Subject
from service.times.period import Period, parse_period

_LONGEST_TERM = 40
_HAN = re.compile("[㐀-鿿]")
_EDGES = ' \t\n，,。.？?！!；;：:、的“”"「」『』《》'
_LEADING = re.compile(r"^(?:关于|有关|历年来?|timeline of |the history of )", re.IGNORECASE)
# 望江大桥的时间线, 历史沿革: what a timeline is, not what it is about.
_TRAILING = re.compile(
    r"的?(?:时间[线轴]|大事记|编年|年表|来龙去脉|始末|发展历程|历史沿革|沿革|历程|timeline|history)$",
    re.IGNORECASE,
)


def read_subject(question: Question, mentioned: MentionQuestion | None = None) -> Subject:
    """Return the subject of a parsed ``question`` or of the words in its place.

    If it asks for articles that mention something, ``mentioned`` says what they mention, and when.
    """
    asked = question.time
    text = remove_time(question.text, asked) if asked else question.text
    text = _strip(text) or question.text.strip()
    if mentioned:
        period = mentioned.period or parse_period(mentioned.date)
        return Subject(text, mentioned.terms, period=period, match=mentioned.match)
    return Subject(text, _list_terms(text, question), period=_find_period(question))


def _strip(text: str) -> str:
    """Return ``text`` without marks, and without what says only that a timeline is wanted."""
    stripped = _LEADING.sub("", text.strip(_EDGES))
    return _TRAILING.sub("", stripped).strip(_EDGES)


def _list_terms(text: str, question: Question) -> tuple[str, ...]:
    """Return what may be names: the whole, or its parts between spaces; () for a question."""
    if question.kind is not QuestionKind.ANY or len(text) > _LONGEST_TERM:
        return ()
    return tuple(dict.fromkeys(text.split())) if _HAN.search(text) else (text,)


def _find_period(question: Question) -> Period | None:
    """Return the time asked about; "now" is none, because a timeline ends with it anyway."""
    asked = question.time
    return asked.period if asked and asked.relation is TimeRelation.IN else None
