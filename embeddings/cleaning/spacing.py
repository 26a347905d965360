"""Spaces: those that a scan put into Chinese text go, those that separate words stay."""

import re

from embeddings.cleaning.characters import CHINESE_MARKS, HAN, SHARED_MARKS

_CHINESE = HAN + CHINESE_MARKS
_RUN = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u3000\xa0]")
_INSIDE = re.compile(
    rf"(?<=[{_CHINESE}])\s+(?=[{_CHINESE}0-9{SHARED_MARKS}])|(?<=[0-9{SHARED_MARKS}])\s+(?=[{_CHINESE}])"
)
_AFTER_MARK = re.compile(rf"(?<=[{_CHINESE}][,.;:!?])\s+(?=[0-9“‘(\"'])")
# A space parts a dateline from the story, and the names in its brackets: 本报讯(记者 张三 通讯员 李四).
_DATELINE = re.compile(
    r"(?:本[报刊网台]讯|(?:据)?新华社[\u4e00-\u9fff\d]{0,12}电|[\u4e00-\u9fff]{2,6}(?:讯|电)(?=\s?[(（]))"
    r"(?:\s?[(（][^()（）]{2,60}[)）])?\s?"
)


def collapse(text: str) -> str:
    """Return ``text`` with each run of white space as one plain space and none at the ends."""
    return _RUN.sub(" ", _INVISIBLE.sub(" ", text)).strip()


def close_up(text: str) -> str:
    """Return prose without the spaces inside Chinese; full and half width stay as printed.

    A space goes when Chinese touches it on one side and Chinese, a digit or a mark on the other. Between
    Latin words and numbers, and between a Latin word and Chinese, it stays.
    """
    text = collapse(text)
    dateline = _DATELINE.match(text)
    kept = dateline.end() if dateline else 0
    return text[:kept] + _AFTER_MARK.sub("", _INSIDE.sub("", text[kept:]))


def seam(left: str, right: str) -> str:
    """Return what belongs between two pieces of one sentence: a space in Latin text, nothing in Chinese."""
    if not left or not right or left[-1] == "-":
        return ""
    return " " if _is_latin(left[-1]) and _is_latin(right[0]) else ""


def _is_latin(character: str) -> bool:
    return re.match(rf"[{_CHINESE}“”‘’…—]", character) is None
