"""Deepen an index: add a transformer's vectors to passages that are found by words already."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.vectors import FloatMatrix
from embeddings.index.caching_encoder import CachingEncoder
from embeddings.index.index import read_indexed_texts
from embeddings.library.library import Library
from embeddings.library.records import Keys

ROUND = 256
"""How many passages to encode before storing their vectors: some ten seconds of work."""

_CHUNK = 16  # so that stopping takes less than a second
_BATCH = 8192


def find_missing(indexed: Keys, held: Keys) -> Keys:
    """Return the indexed keys that have no vector yet, those of the newest passages first."""
    missing: Keys = np.setdiff1d(indexed, held, assume_unique=True)[::-1]
    return missing


def encode_passages(library: Library, keys: Keys, encoder: Encoder) -> tuple[Keys, FloatMatrix]:
    """Return those of ``keys`` that the library still has, with their ``(n, dim)`` vectors."""
    texts = dict(read_indexed_texts(library, keys))
    return np.asarray(list(texts), dtype=np.int64), encoder.encode_passages(list(texts.values()))


@dataclass(frozen=True, slots=True)
class PassageEncoding:
    """Encodes passages of a library, a chunk in each thread.

    Attributes:
        threads: run the encoder.
        stopped: once it returns true, the remaining chunks are left out.
    """

    library: Library
    encoder: Encoder
    threads: Executor
    stopped: Callable[[], bool] = lambda: False

    def encode(self, keys: Keys) -> tuple[Keys, FloatMatrix]:
        """Return those of ``keys`` that the library still has, with their ``(n, dim)`` vectors."""
        chunks = [keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK)]
        parts = list(self.threads.map(self._encode_chunk, chunks))
        return np.concatenate([keys for keys, _ in parts]), np.concatenate(
            [vectors for _, vectors in parts]
        )

    def _encode_chunk(self, keys: Keys) -> tuple[Keys, FloatMatrix]:
        return encode_passages(self.library, keys[:0] if self.stopped() else keys, self.encoder)


def find_known(
    library: Library, keys: Keys, known: CachingEncoder
) -> Iterator[tuple[Keys, FloatMatrix]]:
    """Yield those of ``keys`` whose text ``known`` has a vector of, with their vectors."""
    for start in range(0, len(keys), _BATCH):
        texts = dict(read_indexed_texts(library, keys[start : start + _BATCH]))
        texts = {key: text for key, text in texts.items() if known.knows(text)}
        if texts:
            found = np.asarray(list(texts), dtype=np.int64)
            yield found, known.encode_passages(list(texts.values()))
