"""The one place where text is normalised for comparing. Shown text always stays as printed."""

import re
import sys
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise

import numpy as np
import opencc
from numpy.typing import NDArray

# The blocks in which a single character may fold to another single one: Latin, Greek and Cyrillic
# capitals, letter-like forms, Chinese characters with their compatibility forms, full width forms.
_FOLDABLE = (*range(0x41, 0x590), *range(0x2100, 0xA000), *range(0xF900, 0x10000))
# Half of a character, left by a broken decoder: no library takes it.
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# What nearly all Chinese print consists of: none of it joins with a neighbour under NFKC, and only
# the full width forms and the ellipsis change.
_ORDINARY = re.compile(r"[\n -~\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e“”‘’—·…]*")
_CHANGING = re.compile(r"[\u3000\uff01-\uff5e…]+")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Return ``text`` for matching: NFKC (full to half width), lower case, simplified Chinese.

    The length may change, so offsets into the folded text mean nothing in the original;
    ``fold_aligned`` keeps them.
    """
    folded = _SURROGATE.sub("\ufffd", _nfkc(text).lower())
    return folded if folded.isascii() else _to_simplified().convert(folded)


def _nfkc(text: str) -> str:
    """Return the NFKC form of ``text`` (Unicode Standard Annex 15), ordinary text much faster."""
    if _ORDINARY.fullmatch(text):
        return _CHANGING.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return unicodedata.normalize("NFKC", text)


def fold_aligned(text: str) -> str:
    """Return ``text`` folded character by character: same length, so offsets hold in both."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded: bytes = _aligned()[codes].tobytes()
    return folded.decode("utf-32-le", "surrogatepass")


def fold_all_aligned(texts: Sequence[str]) -> list[str]:
    """Return each of ``texts`` as ``fold_aligned`` does; for many short ones that is faster."""
    folded = fold_aligned("".join(texts))
    ends = list(accumulate(map(len, texts), initial=0))
    return [folded[start:end] for start, end in pairwise(ends)]


@cache
def _aligned() -> NDArray[np.uint32]:
    """Return, for every code point, the code point it folds to where that is a single one."""
    table = np.arange(sys.maxunicode + 1, dtype="<u4")
    for code in _FOLDABLE:
        folded = fold(chr(code))
        if len(folded) == 1:
            table[code] = ord(folded)
    return table


@cache
def find_spellings(character: str) -> str:
    """Return all characters that ``fold_aligned`` makes one of (里: 里, 裏, 裡)."""
    return "".join(map(chr, np.flatnonzero(_aligned() == ord(fold_aligned(character)))))


def fold_without_spaces(text: str) -> str:
    """Return ``text`` folded and without white space, to ask whether one text holds another."""
    return _SPACE.sub("", fold(text))
