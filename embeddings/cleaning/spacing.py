"""Remove spaces that a scan put into Chinese text; keep those that separate words."""

import re

from embeddings.cleaning.characters import CHINESE_MARKS, HAN, SHARED_MARKS

_CHINESE = HAN + CHINESE_MARKS
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_INSIDE = re.compile(
    rf"(?<=[{_CHINESE}])\s+(?=[{_CHINESE}0-9{SHARED_MARKS}])|(?<=[0-9{SHARED_MARKS}])\s+(?=[{_CHINESE}])"
)
_AFTER_MARK = re.compile(rf"(?<=[{_CHINESE}][,.;:!?])\s+(?=[0-9“‘(\"'])")
_LAST_LETTER, _FIRST_LETTER = re.compile(r"\w(?=\W*$)"), re.compile(r"\w")
# A number that the end of a line broke: right after Chinese, where no space separates words.
_BROKEN_NUMBER = re.compile(rf"[{_CHINESE}]\d[\d.,]*$")
_IS_HAN = re.compile(rf"[{HAN}]")
_NEAR = 8  # characters that decide which script a piece is in
# Spaces printed on purpose: after a dateline and between the names in its brackets, as in
# 本报讯(记者 甲乙 通讯员 丙丁), and after the number of an article of law.
_OPENING = re.compile(
    r"(?:本[报刊网台]讯|(?:据)?新华社[\u4e00-\u9fff\d]{0,24}电"
    r"|[\u4e00-\u9fff]{2,6}[讯电](?=\s?[(（]))(?:\s?[(（][^()（）]{2,60}[)）])?\s?"
    r"|第[一二三四五六七八九十百千零\d]{1,6}[章节条款项]\s"
)


def collapse(text: str) -> str:
    """Return ``text`` stripped, with each run of white space replaced by one plain space.

    Zero-width characters (joiners, soft hyphens, byte order marks) are removed too.
    """
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


def close_up(text: str) -> str:
    """Return prose without the spaces inside Chinese; full and half width stay as printed.

    A space is removed if it has Chinese on one side and Chinese, a digit or a mark on the other.
    It stays between Latin words and numbers, and between a Latin word and Chinese.
    """
    text = collapse(text)
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    return text[:start] + _AFTER_MARK.sub("", _INSIDE.sub("", text[start:]))


def choose_separator(left: str, right: str) -> str:
    """Return the separator of two pieces of a sentence: a space in Latin, none in Chinese text.

    Nor has a number one that was broken in Chinese text: 2021年 may stand at 20|21年.
    """
    if not left or not right or left[-1] == "-":
        return ""
    before, after = _LAST_LETTER.search(left[-_NEAR:]), _FIRST_LETTER.search(right[:_NEAR])
    letters = [match.group() for match in (before, after) if match]
    if any(map(_IS_HAN.match, letters)):
        return ""
    is_broken = right[0].isdigit() and _BROKEN_NUMBER.search(left[-2 * _NEAR :])
    return "" if is_broken else " "
