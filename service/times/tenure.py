"""Since when somebody has held an office: 去年3月接替甲出任经理的乙."""

import re
from collections.abc import Iterable

from embeddings.documents import Span
from service.times.period import EVER, Period
from service.times.told_times import ToldTime

_TAKING = (
    r"(?:接过|接任|接替|接掌|接手|出任|就任|担任|升任|继任|当选|上任|履新|掌舵"
    r"|接[^,，。;；的]{1,4}的班)"
)
# 去年3月接替甲出任经理的乙; 2011年,乙接任院长; 乙今年五十一岁,二〇一一年从甲手里接过团长的担子.
_BEFORE_NAME = re.compile(rf"[^。;；]{{0,24}}{_TAKING}[^,，。;；]{{0,8}}的[^,，。;；]{{0,4}}")
_NEXT_TO_NAME = re.compile(r"[^。;；]{0,12}")
_BEHIND_NAME = re.compile(rf"[^,，。;；]{{0,8}}{_TAKING}")
_TO_TIME = re.compile(r"[^。;；]{0,16}")
_BEHIND_TIME = re.compile(rf"[^,，。;；由]{{0,14}}{_TAKING}")
_TAKEN = re.compile(_TAKING)
# 老厂长甲一九九三年退休; 甲于2011年调离.
_LEAVING = re.compile(
    r"[^,，。;；接替]{0,6}(?:退休|退下|卸任|离任|离职|去职|辞职|辞去|调离|调走|调任|免职|病逝|去世|逝世|离世)"
)
_PREDECESSOR = re.compile(r"(?:接替|取代|顶替|从|接)了?$")


def find_tenure(
    text: str, name: Span, told: Iterable[ToldTime], anchor: Period | None
) -> Period | None:
    """Return from when until the article's date (``anchor``) ``name`` holds an office, or None.

    ``told`` are the times of the sentence or paragraph around the name.
    """
    if anchor is None or _PREDECESSOR.search(text, max(0, name.start - 4), name.start):
        return None
    for one in told:
        start, end = one.span
        if end <= name.start:
            is_taken = _BEFORE_NAME.fullmatch(text, end, name.start) or (
                _NEXT_TO_NAME.fullmatch(text, end, name.start)
                and _BEHIND_NAME.match(text, name.end)
            )
        else:
            is_behind = start >= name.end and _TO_TIME.fullmatch(text, name.end, start)
            is_taken = _BEHIND_TIME.match(text, end) if is_behind else None
        if is_taken and one.period.first <= anchor.last:
            return Period(one.period.first, anchor.last)
    return None


def find_departure(text: str, name: Span, told: Iterable[ToldTime]) -> Period | None:
    """Return until when ``name`` held an office, if the text tells when they left it, or None."""
    for one in told:
        start, end = one.span
        is_near = start >= name.end and _NEXT_TO_NAME.fullmatch(text, name.end, start)
        if is_near and not _TAKEN.search(text, name.end, start) and _LEAVING.match(text, end):
            return Period(EVER, one.period.last)
    return None


def asks_of_taking_office(question: str) -> bool:
    """Return whether a question asks who took an office, not who held it."""
    return re.search(_TAKING, question) is not None
