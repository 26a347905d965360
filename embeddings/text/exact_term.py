"""Exact terms: found in a text whatever their script, width or spacing."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from embeddings.documents import Span
from embeddings.text.middle_dots import MIDDLE_DOTS
from embeddings.text.normalize import find_spellings, fold_aligned

_RUN = re.compile("[a-z0-9]+")
_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_SPACE = r"[^\S\n]"
# Between Chinese characters, a full stop stands for a middle dot: 买买提.艾力.
_DOT = re.compile(rf"(?<=[㐀-鿿])\s*[{MIDDLE_DOTS}.]\s*(?=[㐀-鿿])")
_DOTS = f"[{MIDDLE_DOTS}.]"
_ANY_DOT = f"{_DOTS}?"
# A name so long may be printed with dots that the term lacks.
_LONG_NAME = re.compile("[㐀-鿿]{5,}")
Match = Literal["all", "any"]


@dataclass(frozen=True, slots=True)
class ExactTerm:
    """A term to find verbatim in a text.

    Both are compared folded. White space inside a term matters only between Latin letters and
    digits, and those must match as whole words: AI is not in "said". A term never spans lines. The
    middle dots within a name match each other, or none.
    """

    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern that finds the term in a text folded with ``fold_aligned``."""
        return _compile_pattern(fold_aligned(self.text))

    @property
    def source(self) -> str:
        """The same pattern as text, to be part of another one."""
        return _build_source(fold_aligned(self.text))

    def spans_in(self, folded: str) -> Iterator[Span]:
        """Yield where the term occurs in a folded text."""
        return (Span(*match.span()) for match in self.pattern.finditer(folded))


@lru_cache(maxsize=64)
def _compile_pattern(folded: str) -> re.Pattern[str]:
    return re.compile(_build_source(folded))


def _build_source(folded: str) -> str:
    tokens = _TOKEN.findall(_DOT.sub("·", folded))
    latin = [bool(_RUN.fullmatch(token)) for token in tokens]
    between = f"[{MIDDLE_DOTS}]|" if _LONG_NAME.fullmatch(folded) else ""
    gap = f"(?:{between}{_SPACE})*"
    joints = [f"{_SPACE}+" if first and second else gap for first, second in pairwise(latin)]
    inner = [re.escape(token).replace("·", _ANY_DOT) for token in tokens[1:-1]]
    ends = [re.escape(token).replace("·", _DOTS) for token in (tokens[0], tokens[-1])]
    escaped = [ends[0], *inner, ends[1]][: len(tokens)]
    body = "".join(map(str.__add__, escaped, [*joints, ""]))
    before = f"(?<![{_list_latin_spellings()}])" if latin[0] else ""
    after = f"(?![{_list_latin_spellings()}])" if latin[-1] else ""
    return before + body + after


@cache
def _list_latin_spellings() -> str:
    """Return all characters that fold to ASCII letters or digits: patterns also fit print."""
    return "".join(map(find_spellings, string.ascii_lowercase + string.digits))
