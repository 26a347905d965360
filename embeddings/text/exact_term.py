"""Exact terms: found in a text whatever their script, width or spacing."""

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from embeddings.documents import Span
from embeddings.text.normalize import find_spellings, fold_aligned

_RUN = re.compile("[a-z0-9]+")
_TOKEN = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")
_SPACE = r"[^\S\n]"
Match = Literal["all", "any"]


@dataclass(frozen=True, slots=True)
class ExactTerm:
    """A term to find verbatim in a text.

    Both are compared folded. White space inside a term matters only between Latin letters and
    digits, and those must match as whole words: AI is not in "said". A term never spans lines.
    """

    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern that finds the term in a text folded with ``fold_aligned``."""
        return _compile_pattern(fold_aligned(self.text))

    def spans_in(self, folded: str) -> Iterator[Span]:
        """Yield where the term occurs in a folded text."""
        return (Span(*match.span()) for match in self.pattern.finditer(folded))


@lru_cache(maxsize=64)
def _compile_pattern(folded: str) -> re.Pattern[str]:
    tokens = _TOKEN.findall(folded)
    latin = [bool(_RUN.fullmatch(token)) for token in tokens]
    joints = [_SPACE + ("+" if first and second else "*") for first, second in pairwise(latin)]
    body = "".join(
        re.escape(token) + joint for token, joint in zip(tokens, [*joints, ""], strict=True)
    )
    before = f"(?<![{_list_latin_spellings()}])" if latin[0] else ""
    after = f"(?![{_list_latin_spellings()}])" if latin[-1] else ""
    return re.compile(before + body + after)


@cache
def _list_latin_spellings() -> str:
    """Return all characters that fold to ASCII letters or digits: patterns also fit print."""
    return "".join(map(find_spellings, string.ascii_lowercase + string.digits))
