"""The one place where text is normalised for comparing. Shown text always stays as printed."""

import re
import unicodedata
from functools import cache

import opencc

_SPACE = re.compile(r"\s+")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Return ``text`` for matching: NFKC (full to half width), lower case, simplified Chinese.

    The length may change, so offsets into the folded text mean nothing in the original;
    ``fold_aligned`` keeps them.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return folded if folded.isascii() else _to_simplified().convert(folded)


class _AlignedFold(dict[int, str]):
    """A ``str.translate`` table that folds one character to one character, filled as it is used."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code)
        return self[code]


_ALIGNED_FOLD = _AlignedFold()


def fold_aligned(text: str) -> str:
    """Return ``text`` folded character by character: same length, so offsets hold in both."""
    return text.translate(_ALIGNED_FOLD)


def squeeze(text: str) -> str:
    """Return ``text`` folded and without white space, to ask whether one text holds another."""
    return _SPACE.sub("", fold(text))
