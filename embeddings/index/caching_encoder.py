"""An encoder that looks up known vectors and computes only the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.vectors import FloatMatrix
from embeddings.index.index import read_indexed_texts
from embeddings.index.vector_index import VectorIndex
from embeddings.library.library import Library


@dataclass
class CachingEncoder:
    """Returns the same vectors as ``encoder``; those of known texts are looked up.

    Attributes:
        made: how many vectors were computed instead of looked up.
    """

    encoder: Encoder
    vectors: VectorIndex
    keys: Mapping[bytes, int] = field(repr=False)
    made: int = 0

    @classmethod
    def of(cls, encoder: Encoder, vectors: VectorIndex, library: Library) -> "CachingEncoder":
        """Cache ``vectors``, computed by ``encoder`` for the passages of ``library``."""
        texts = read_indexed_texts(library, vectors.keys)
        return cls(encoder, vectors, {_compute_digest(text): key for key, text in texts})

    @property
    def name(self) -> str:
        """The same as the encoder's."""
        return self.encoder.name

    @property
    def fingerprint(self) -> str:
        """The same as the encoder's."""
        return self.encoder.fingerprint

    @property
    def dimension(self) -> int:
        """The same as the encoder's."""
        return self.encoder.dimension

    def knows(self, text: str) -> bool:
        """Return whether the vector of a folded text can be looked up."""
        return _compute_digest(text) in self.keys

    def encode_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``, of already folded texts."""
        keys = np.asarray(
            [self.keys.get(_compute_digest(text), 0) for text in texts], dtype=np.int64
        )
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        known, new = np.flatnonzero(keys), np.flatnonzero(keys == 0)  # keys count from 1
        if len(known):
            rows[known] = self.vectors.vectors(keys[known])
        if len(new):
            rows[new] = self.encoder.encode_passages([texts[place] for place in new.tolist()])
            self.made += len(new)
        return rows

    def encode_queries(self, texts: Sequence[str]) -> FloatMatrix:
        """Return unit rows, ``(n, dimension)``."""
        return self.encoder.encode_queries(texts)


def _compute_digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
