"""Spell what was read as it is printed in Chinese: wide marks, and zeros."""

from collections.abc import Sequence

from embeddings.layout.letters import is_full_width

_FULL = {
    ",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）",
}  # what the model mostly prints half as wide  # fmt: skip
_DIGITS = frozenset("一二三四五六七八九〇○")


def spell_marks(texts: Sequence[str]) -> list[str]:
    """Return the characters of a line with marks and zeros as they are printed beside these."""
    result = list(texts)
    for index, text in enumerate(texts):
        around = (*texts[max(0, index - 1) : index], *texts[index + 1 : index + 2])
        if text in _FULL and any(map(is_full_width, around)):
            result[index] = _FULL[text]
        elif text == "○" and not _DIGITS.isdisjoint(around):
            result[index] = "〇"
    return result
