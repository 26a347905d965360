"""Normalise text for comparison; no other module does. Displayed text always stays as printed."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import opencc

if TYPE_CHECKING:  # loaded when it is first needed
    from embeddings.text.fold_table import FoldTable

# Half of a character, left by a broken decoder: libraries reject it.
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# The characters of nearly all Chinese print: none combines with a neighbour under NFKC, and only
# the full-width forms and the ellipsis change.
_ORDINARY = re.compile(r"[\n -~\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e“”‘’—·…]*")
_CHANGING = re.compile(r"[\u3000\uff01-\uff5e…]")


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def fold(text: str) -> str:
    """Return ``text`` for matching: NFKC (full to half width), lower case, simplified Chinese.

    The length may change, so offsets into the folded text are invalid in the original;
    ``fold_aligned`` preserves them.
    """
    folded = _SURROGATE.sub("\ufffd", _normalize_nfkc(text).lower())
    return folded if folded.isascii() else _to_simplified().convert(folded)


def _normalize_nfkc(text: str) -> str:
    """Return the NFKC form of ``text`` (Unicode Standard Annex 15), fast for ordinary text."""
    if not _ORDINARY.fullmatch(text):
        return unicodedata.normalize("NFKC", text)
    for character in set(_CHANGING.findall(text)):
        text = text.replace(character, unicodedata.normalize("NFKC", character))
    return text


def fold_aligned(text: str) -> str:
    """Fold ``text`` character by character: same length, so offsets are valid in both."""
    return _load_fold_table().fold(text)


def fold_all_aligned(texts: Sequence[str]) -> list[str]:
    """Fold each of ``texts`` like ``fold_aligned``; faster for many short ones."""
    folded = fold_aligned("".join(texts))
    ends = list(accumulate(map(len, texts), initial=0))
    return [folded[start:end] for start, end in pairwise(ends)]


@cache
def _load_fold_table() -> "FoldTable":
    from embeddings.text.fold_table import FoldTable  # noqa: PLC0415 - few files need it

    return FoldTable.of(fold)


@cache
def find_spellings(character: str) -> str:
    """Return all characters that ``fold_aligned`` folds to the same one (里: 里, 裏, 裡)."""
    return _load_fold_table().find_spellings(character)


def fold_without_spaces(text: str) -> str:
    """Return ``text`` folded and without white space, to test whether one text contains another."""
    return _SPACE.sub("", fold(text))
