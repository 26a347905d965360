"""A quote prepared for measuring: its spans, its words, and the distances between characters."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.documents import Span
from embeddings.encoding.vectors import FloatVector
from embeddings.text.normalize import fold_aligned
from service.short_answers.candidates import Token

Places = NDArray[np.int64]
# Text on either side of a comma is further apart.
_COMMA_CHARACTERS = 8
_COMMA = re.compile(r"[,，。;；:：、!！?？\n]")


@dataclass(frozen=True, slots=True)
class QuoteLayout:
    """A quote and the spans of it that are measured.

    Attributes:
        text: as printed.
        folded: the folded text, of the same length.
        tokens: its words, which cover it.
        starts: where each span starts, ``(spans,)``.
        ends: where each span ends, ``(spans,)``.
        first: the first word of each span, ``(spans,)``.
        last: the last word of each span, ``(spans,)``.
        along: the distance from the start of the text to each character, ``(characters + 1,)``:
            1 per character, more for a comma.
    """

    text: str
    folded: str
    tokens: Sequence[Token]
    starts: Places
    ends: Places
    first: Places
    last: Places
    along: FloatVector

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token], spans: Sequence[Span]) -> "QuoteLayout":
        """Prepare ``text`` for measuring its non-empty ``spans``."""
        starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
        word_ends = [token.span.end for token in tokens]
        first = np.searchsorted(word_ends, starts, side="right")
        last = np.searchsorted(word_ends, ends - 1, side="right")
        steps = [1 + _COMMA_CHARACTERS * bool(_COMMA.match(character)) for character in text]
        along = np.concatenate([[0], np.cumsum(steps)]).astype(np.float32)
        return cls(text, fold_aligned(text), tokens, starts, ends, first, last, along)

    def find(self, word: str) -> tuple[Places, Places]:
        """Return where ``word``, folded, starts and ends in the quote, each ``(occurrences,)``."""
        starts: list[int] = []
        at = self.folded.find(word)
        while at >= 0:
            starts.append(at)
            at = self.folded.find(word, at + 1)
        found = np.array(starts, dtype=np.int64)
        return found, found + len(word)

    def measure_share(self, marked: NDArray[np.bool_]) -> FloatVector:
        """Return the share of each span's characters that are marked, ``(spans,)``."""
        return self._measure_marked(marked, self.starts, self.ends)

    def measure_word_share(self, matches: Callable[[Token], bool]) -> FloatVector:
        """Return the share of each span's words that match, ``(spans,)``."""
        marked = np.array([matches(token) for token in self.tokens])
        return self._measure_marked(marked, self.first, self.last + 1)

    def match_neighbour(self, side: int, matches: Callable[[Token | None], bool]) -> FloatVector:
        """Return whether the word before each span (``side`` -1) or after it (1) matches."""
        matched = np.array(
            [matches(None), *map(matches, self.tokens), matches(None)], dtype=np.float32
        )
        places = self.first if side < 0 else self.last
        neighbours: FloatVector = matched[places + side + 1]
        return neighbours

    @staticmethod
    def _measure_marked(marked: NDArray[np.bool_], starts: Places, ends: Places) -> FloatVector:
        total = np.concatenate([[0], np.cumsum(marked)])
        share: FloatVector = (total[ends] - total[starts]) / (ends - starts)
        return share.astype(np.float32)
