"""What neighbouring characters say: where a gap is a space, and where letters are only spread."""

import re
from collections.abc import Sequence
from itertools import pairwise

from embeddings.layout.boxes import Glyph

RAISED = ("\ufdd0", "\ufdd1")  # around raised characters; no text contains these noncharacters
RAISED_TEXT = re.compile("\ufdd0([^\ufdd1]*)\ufdd1")
_SPACE = 0.17  # of the size: a wider gap beside a letter or digit is a space
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff]")
_HAN = r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
_SPREAD = re.compile(rf"(?<!\S)(?:{_HAN}\s+)+{_HAN}(?!\S)")
_LONGEST_SPREAD = 20  # characters of a headline


def spell(glyphs: Sequence[Glyph], is_raised: bool = False) -> str:
    """Return the text of neighbouring glyphs of one line, from left to right.

    A gap beside a letter or digit is a space unless all the glyphs are spread like that.
    Chinese has no spaces but printed ones.
    """
    gaps = [b.box.left - a.box.right for a, b in pairwise(glyphs)]
    usual = sorted(gaps)[len(gaps) // 2] if len(gaps) > 1 else 0.0
    parts = [glyphs[0].text] if glyphs else []
    for (before, glyph), gap in zip(pairwise(glyphs), gaps, strict=True):
        if gap - max(usual, 0.0) > _SPACE * glyph.size and _is_spaced(before.text, glyph.text):
            parts.append(" ")
        parts.append(glyph.text)
    text = "".join(parts)
    return f"{RAISED[0]}{text}{RAISED[1]}" if is_raised and text.strip() else text


def _is_spaced(before: str, after: str) -> bool:
    return bool(_ALPHANUMERIC.match(after[:1]) and before[-1:] not in "(（《“\"'")  and bool(
        _ALPHANUMERIC.match(before[-1:]) or before[-1:] in ".,;:!?)%"
    )


def close_spread(text: str) -> str:
    """Return a headline without the spaces that only spread its characters: 公 告, 总　则."""
    return _SPREAD.sub(_close, text)


def _close(match: re.Match[str]) -> str:
    closed = "".join(match.group().split())
    return closed if len(closed) <= _LONGEST_SPREAD else match.group()
