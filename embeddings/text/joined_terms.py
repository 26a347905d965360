"""The terms of many texts as the strings that are indexed: each field's terms joined by spaces.

Character bigrams and characters are taken from all texts at once, in arrays of code points: as
single strings, of which a passage has hundreds, they took longer than the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SPACE = ord(" ")
_Codes = NDArray[np.uint32]
_Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class JoinedTerms:
    """The terms of one text, folded, in order, with repetitions, joined by spaces."""

    words: str
    bigrams: str
    characters: str


@dataclass(frozen=True, slots=True)
class HanNgrams:
    """The joined bigrams and characters of some texts, one string for each text."""

    bigrams: list[str]
    characters: list[str]


def join_han_ngrams(texts: Sequence[str], is_han: NDArray[np.bool_]) -> HanNgrams:
    """Join the Chinese characters of each text, and the pairs of adjacent ones.

    ``is_han`` says of each code point whether it is one; those beyond its end are none.
    """
    codes = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    han = is_han[np.minimum(codes, len(is_han) - 1)]
    pairs = han[:-1] & han[1:] if len(han) else han
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    ends = np.cumsum(lengths + 1) - 1
    edges = np.stack([ends - lengths, ends])
    bigrams = np.flatnonzero(pairs)
    return HanNgrams(
        _join(np.stack([codes[bigrams], codes[bigrams + 1]], axis=1), _count(pairs)[edges]),
        _join(codes[han][:, None], _count(han)[edges]),
    )


def _count(marked: NDArray[np.bool_]) -> _Counts:
    """Return how many are marked before each place: shape ``(n + 2,)``."""
    counts: _Counts = np.concatenate([[0], np.cumsum(marked, dtype=np.int64)])
    return np.concatenate([counts, counts[-1:]])


def _join(terms: _Codes, edges: _Counts) -> list[str]:
    """Return the ``(n, length)`` terms between each ``(2, texts)`` edges, joined by spaces."""
    length = terms.shape[1] + 1
    spaced = np.full((len(terms), length), _SPACE, dtype="<u4")
    spaced[:, :-1] = terms
    joined = spaced.tobytes().decode("utf-32-le", "surrogatepass")
    bounds = (length * edges).T.tolist()
    return [joined[start : max(start, end - 1)] for start, end in bounds]
