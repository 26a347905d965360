"""What a search needs to compare meanings: vectors, and the encoder that made them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings.encoding.encoder import Encoder
from embeddings.encoding.vectors import FloatVector
from embeddings.index.vector_index import VectorIndex
from embeddings.library.records import Keys
from embeddings.text.normalize import fold


@dataclass(frozen=True, slots=True)
class Meaning:
    """The transformer's vectors of those passages of an index that have one yet.

    Attributes:
        encoder: made the vectors.
        vectors: contains no passage that the index lacks.
    """

    encoder: Encoder
    vectors: VectorIndex

    def encode_query(self, query: str) -> FloatVector:
        """Return the unit vector of a query, ``(dim,)``."""
        vector: FloatVector = self.encoder.encode_queries([fold(query)])[0]
        return vector

    def similarities(self, query: FloatVector, keys: Sequence[int]) -> dict[int, float]:
        """Return the cosine of a ``(dim,)`` query with each key that has a vector, by key."""
        known = np.asarray(keys, dtype=np.int64)
        known = known[self.vectors.holds(known)]
        cosines = self.vectors.similarities(query, known.tolist())
        return dict(zip(known.tolist(), cosines.tolist(), strict=True))

    def restrict(self, keys: Keys) -> "Meaning":
        """Return the same with searches restricted to ``keys``, which must ascend."""
        return replace(self, vectors=self.vectors.restrict(keys))
