"""Decide from a page's own words whether two pieces are one broken sentence or two sentences."""

import re
from dataclasses import dataclass

_SEEN = 2  # how often the page must print two characters side by side
_SAMPLE = 50_000  # characters of a page to search
_FRAGMENT = 6
_FIRST_CLAUSE = re.compile(r"[^。！？!?;；]*[。！？!?;；]")
_NUMERAL_THEN_UNIT = re.compile(
    r"[\d一二三四五六七八九十百千万亿余多][元人名个件项次年月日天户家场期条座处米吨亩公平万亿岁篇所余多%]"
)
_HAN_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")
# After a line without a full stop, these words far more often start a sentence than continue it.
_OPENERS = re.compile(
    r"按照|根据|依据|通过|随着|围绕|针对|对于|关于|为了|为此|为进一步|今年|去年|近年|近日|日前|目前|当前|如今|此外|此次|"
    r"同时|另外|其中|据了解|据悉|据介绍|始终|始[终終]|首先|其次|最后|然而|但是|因此|所以|接下来|截至|截止|下一步|自\d|"
    r"近年来|與此同時|同時|目前|與此|與會|与此|会上|會上|随后|隨後|记者|記者|本报讯|本報訊|在此|在.{1,12}[上中下],"
)
_STORY_OPENING = re.compile(
    r"(?:(?:本[报刊网台]|[\u4e00-\u9fff]{2,6}(?:社|报|网))[^。\s,，]{0,8}?(?:讯|訊|电|電|消息)|(?:据)?新华社[^。]{0,24}电)"
    r"(?:\s|[(（:：]|\d|$)"
)


@dataclass(frozen=True, slots=True)
class PageWords:
    """The characters of a page without white space, to look up which ones occur side by side."""

    text: str

    @classmethod
    def of(cls, page: str) -> "PageWords":
        """Return the words of a page's text; its line breaks stay."""
        return cls("\n".join("".join(line.split()) for line in page[:_SAMPLE].split("\n")))

    def are_one_sentence(self, left: str, right: str) -> bool:
        """Return whether ``right`` continues the sentence that ``left`` breaks off.

        True for a number before its unit, for a fragment too short to be a sentence, and for two
        characters that the page prints side by side elsewhere.
        """
        pair = left[-1:] + right[:1]
        if _NUMERAL_THEN_UNIT.fullmatch(pair):
            return True
        first = _FIRST_CLAUSE.match(right)
        if (
            first is not None
            and len(first.group()) <= _FRAGMENT
            and len(first.group()) < len(right)
        ):
            return True
        return bool(_HAN_PAIR.fullmatch(pair)) and self.text.count(pair) >= _SEEN


def opens_sentence(text: str) -> bool:
    """Return whether the text begins like a new sentence."""
    return _OPENERS.match(text) is not None


def opens_story(text: str) -> bool:
    """Return whether the text begins with a dateline: 本报讯, 新华社北京10月1日电."""
    return _STORY_OPENING.match(text) is not None
