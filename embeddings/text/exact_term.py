"""A term that a text contains or does not, whatever its script, width or spacing."""

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
    """A term that stands in a text or does not.

    Both are compared folded. White space inside counts only between Latin letters and digits, and
    these must not go on: AI is not in "said". A term stands in one line.
    """

    text: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the term in a text that was folded with ``fold_aligned``."""
        return _pattern(fold_aligned(self.text))

    def spans_in(self, folded: str) -> Iterator[Span]:
        """Yield where it stands in a folded text."""
        return (Span(*match.span()) for match in self.pattern.finditer(folded))


@lru_cache(maxsize=64)
def _pattern(folded: str) -> re.Pattern[str]:
    tokens = _TOKEN.findall(folded)
    latin = [bool(_RUN.fullmatch(token)) for token in tokens]
    joints = [_SPACE + ("+" if first and second else "*") for first, second in pairwise(latin)]
    body = "".join(
        re.escape(token) + joint for token, joint in zip(tokens, [*joints, ""], strict=True)
    )
    before = f"(?<![{_latin()}])" if latin[0] else ""
    after = f"(?![{_latin()}])" if latin[-1] else ""
    return re.compile(before + body + after)


@cache
def _latin() -> str:
    """Return all that folds to an ASCII letter or digit: a pattern then serves printed text too."""
    return "".join(map(find_spellings, string.ascii_lowercase + string.digits))
