"""Character classes and punctuation tests shared by the cleaning steps."""

import re

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHINESE_MARKS = (
    r"\u3001-\u3004\u3006\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
SHARED_MARKS = r",.;:!?%()\"'\[\]<>~/“”‘’…—·"  # used in both Chinese and Latin print
BULLETS = "●◆■▲▶★◇□○•◎"

_CLOSERS = "”’」』》)）]】\"'"
_CLOSED = re.compile(
    rf"[。！？!?…;；:：][{re.escape(_CLOSERS)}]*$|\S\.[{re.escape(_CLOSERS)}]*$", re.I
)
_RUNS_ON = re.compile(r"[，,、]$")
_BULLET = re.compile(rf"[{BULLETS}]|[-*+] |——|—|\d{{1,2}}[.、)）]|[(（]\d{{1,2}}[)）]")
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百千零〇两\d]{1,6}[章节節部篇卷回编編条條]|"
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}(?:\.\d{1,2})+\s"
)
_CLAUSE_MARK = re.compile(r"[，。；：！？,;:!?]|\.(?:\s|$)")
_SENTENCE_MARK = re.compile(r"[。！？!?；;]|\.\s")


def ends_sentence(text: str) -> bool:
    """Return whether the text ends a sentence, a list item or a list's introduction (``:``)."""
    return _CLOSED.search(text[-8:]) is not None


def runs_on(text: str) -> bool:
    """Return whether the text ends with a comma, so the sentence must continue."""
    return _RUNS_ON.search(text) is not None


def is_label(text: str) -> bool:
    """Return whether the text has none of the punctuation found in sentences."""
    return _CLAUSE_MARK.search(text) is None


def starts_item(text: str) -> bool:
    """Return whether the text starts with a bullet, a dash or a list number."""
    return _BULLET.match(text) is not None


def is_numbered(text: str) -> bool:
    """Return whether the text starts like a numbered heading: 第一章, 一、, (一), 1.2."""
    return _NUMBERED.match(text) is not None


def holds_sentence_mark(text: str) -> bool:
    """Return whether the text contains a mark that only occurs in sentences."""
    return _SENTENCE_MARK.search(text) is not None
