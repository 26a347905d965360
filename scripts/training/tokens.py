"""Many texts as one array of token ids, so that making a batch takes a few numpy calls."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Tokens = NDArray[np.int32]
Rows = NDArray[np.int64]

_CHUNK = 4096
_FEWEST = 3  # tokens


@dataclass(frozen=True, slots=True)
class TokenTexts:
    """Texts as token ids.

    Attributes:
        tokens: of all texts, concatenated, ``(tokens,)``.
        starts: text ``i`` is ``tokens[starts[i]:starts[i + 1]]``, ``(texts + 1,)``.
    """

    tokens: Tokens
    starts: Rows

    def __len__(self) -> int:
        return len(self.starts) - 1

    def bags(self, rows: Rows, limit: int, rng: np.random.Generator) -> "Bags":
        """Return the texts ``rows``, longer ones cut to a random run of ``limit`` tokens."""
        lengths = np.diff(self.starts)[rows]
        kept = np.minimum(lengths, limit)
        begins = self.starts[rows] + rng.integers(0, lengths - kept + 1)
        owners = np.repeat(np.arange(len(rows)), kept)
        places = np.arange(len(owners)) + (begins - (np.cumsum(kept) - kept))[owners]
        return Bags(self.tokens[places], owners, len(rows))


@dataclass(frozen=True, slots=True)
class Bags:
    """The texts of one batch.

    Attributes:
        tokens: of all texts, concatenated, ``(tokens,)``.
        owners: the text of each token, ascending, ``(tokens,)``.
        count: number of texts.
    """

    tokens: Tokens
    owners: Rows
    count: int

    @property
    def starts(self) -> Rows:
        """Where each text starts in ``tokens``, ``(count,)``."""
        return np.searchsorted(self.owners, np.arange(self.count))

    def without_shared(self, other: "Bags", share: float, rng: np.random.Generator) -> "Bags":
        """Return the texts without a random ``share`` of the tokens that ``other`` also has.

        Texts that would be left with fewer than three tokens stay whole.
        """
        span = int(max(self.tokens.max(initial=0), other.tokens.max(initial=0))) + 1
        own, others = self.owners * span + self.tokens, other.owners * span + other.tokens
        shared = np.intersect1d(own, others)
        gone = np.isin(own, shared[rng.random(len(shared)) < share])
        left = np.bincount(self.owners[~gone], minlength=self.count)
        kept = ~gone | (left < _FEWEST)[self.owners]
        return Bags(self.tokens[kept], self.owners[kept], self.count)


def tokenise(tokenizer: Tokenizer, texts: Iterable[str], unknown: int = 0) -> TokenTexts:
    """Return ``texts`` as token ids without ``unknown``, whose vector is zero."""
    arrays = list(_arrays(tokenizer, iter(texts), unknown))
    starts = np.cumsum([0, *map(len, arrays)], dtype=np.int64)
    return TokenTexts(np.concatenate(arrays), starts)


def _arrays(tokenizer: Tokenizer, texts: Iterator[str], unknown: int) -> Iterator[Tokens]:
    while chunk := list(islice(texts, _CHUNK)):
        for encoding in tokenizer.encode_batch_fast(chunk, add_special_tokens=False):
            tokens = np.array(encoding.ids, dtype=np.int32)
            yield tokens[tokens != unknown]


def same_text(texts: Sequence[str]) -> Rows:
    """Return a number for each text, the same for equal texts, ``(texts,)``."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)
