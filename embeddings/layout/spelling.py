"""What neighbouring characters say: where a gap is a space, and where letters are only spread."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from embeddings.layout.boxes import Glyph

RAISED = ("\ufdd0", "\ufdd1")  # around raised characters; no text contains these noncharacters
RAISED_TEXT = re.compile("\ufdd0([^\ufdd1]*)\ufdd1")
_SPACE = 0.17  # of the size: a wider gap is a space
_MIXED_SPACE = 0.3  # between Chinese and other letters, which programs set a quarter apart
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]")
_HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
_IS_HAN = re.compile(_HAN)
_SPREAD = re.compile(rf"(?<!\S)(?:{_HAN}\s+)+{_HAN}(?!\S)")
_RADICALS = {  # fonts give them for the characters that look like them
    code: letter
    for code in (*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6))
    if (letter := unicodedata.normalize("NFKC", chr(code))) != chr(code)
}
_LONGEST_SPREAD = 20  # characters of a headline


def spell(glyphs: Sequence[Glyph], is_raised: bool = False) -> str:
    """Return the text of neighbouring glyphs of one line, from left to right.

    A gap is a space unless all the glyphs are spread like that.
    """
    gaps = [_measure_gap(before, glyph) for before, glyph in pairwise(glyphs)]
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 1 else 0.0
    parts = [glyphs[0].text] if glyphs else []
    for (before, glyph), gap in zip(pairwise(glyphs), gaps, strict=True):
        is_mixed = bool(_IS_HAN.match(before.text)) != bool(_IS_HAN.match(glyph.text))
        space = (_MIXED_SPACE if is_mixed else _SPACE) * glyph.size
        if gap - max(usual, 0.0) > space and _may_be_spaced(before.text, glyph.text):
            parts.append(" ")
        parts.append(glyph.text)
    text = "".join(parts).translate(_RADICALS)
    return f"{RAISED[0]}{text}{RAISED[1]}" if is_raised and text.strip() else text


def _measure_gap(before: Glyph, glyph: Glyph) -> float:
    """Return the gap between two glyphs; between Chinese ones, what exceeds their pitch.

    The boxes of some fonts only enclose the ink, which is narrower than the type.
    """
    gap = glyph.box.left - before.box.right
    if _IS_HAN.match(before.text) and _IS_HAN.match(glyph.text):
        middles = glyph.box.left + glyph.box.right - before.box.left - before.box.right
        return min(gap, middles / 2 - (before.size + glyph.size) / 2)
    return gap


def _may_be_spaced(before: str, after: str) -> bool:
    if _IS_HAN.match(before) and _IS_HAN.match(after):
        return True
    if not _ALPHANUMERIC.match(after) and not _ALPHANUMERIC.match(before):
        return False
    return bool(
        (_ALPHANUMERIC.match(before) or before in ".,;:!?)%" or _IS_HAN.match(before))
        and (_ALPHANUMERIC.match(after) or after == "(" or _IS_HAN.match(after))
    )


def close_spread(text: str) -> str:
    """Return a headline without the spaces that only spread its characters: 公 告, 总　则."""
    return _SPREAD.sub(_close, text)


def _close(match: re.Match[str]) -> str:
    closed = "".join(match.group().split())
    return closed if len(closed) <= _LONGEST_SPREAD else match.group()
