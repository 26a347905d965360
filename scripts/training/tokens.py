"""Many texts as one array of token numbers, so that a batch is a few numpy steps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Tokens = NDArray[np.int32]
Rows = NDArray[np.int64]

_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class TokenTexts:
    """Texts as token numbers.

    Attributes:
        tokens: of all texts, one after the other, ``(tokens,)``.
        starts: text ``i`` is ``tokens[starts[i]:starts[i + 1]]``, ``(texts + 1,)``.
    """

    tokens: Tokens
    starts: Rows

    def __len__(self) -> int:
        return len(self.starts) - 1

    def bags(self, rows: Rows, limit: int, rng: np.random.Generator) -> tuple[Tokens, Rows]:
        """Return the tokens of the texts ``rows`` and where each starts among them.

        Of a longer text come ``limit`` neighbouring tokens from a random place.
        """
        lengths = np.diff(self.starts)[rows]
        kept = np.minimum(lengths, limit)
        begins = self.starts[rows] + rng.integers(0, lengths - kept + 1)
        starts = np.cumsum(kept) - kept
        places = np.arange(kept.sum()) + np.repeat(begins - starts, kept)
        return self.tokens[places], starts


def tokenise(tokenizer: Tokenizer, texts: Iterable[str], unknown: int = 0) -> TokenTexts:
    """Return ``texts`` as token numbers without ``unknown``, whose vector is zero."""
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
