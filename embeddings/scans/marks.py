"""Spell what was read as it is printed in Chinese: wide marks, and zeros."""

import unicodedata
from collections.abc import Sequence

_FULL = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
}  # what the model mostly prints half as wide  # fmt: skip
_DIGITS = frozenset("一二三四五六七八九〇○")


def is_wide(letter: str) -> bool:
    """Return whether a character fills a square: Chinese, and the marks of Chinese."""
    return unicodedata.east_asian_width(letter) in "WF"


def spell_marks(texts: Sequence[str]) -> list[str]:
    """Return the characters of a line with marks and zeros as they are printed beside these."""
    result = list(texts)
    for index, text in enumerate(texts):
        around = (*texts[max(0, index - 1) : index], *texts[index + 1 : index + 2])
        if text in _FULL and any(map(is_wide, around)):
            result[index] = _FULL[text]
        elif text == "○" and not _DIGITS.isdisjoint(around):
            result[index] = "〇"
    return result
