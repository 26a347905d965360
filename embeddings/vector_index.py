"""The vector index: exact inner product. Wraps FAISS."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from embeddings.errors import IndexMismatchError
from embeddings.files import write_bytes
from embeddings.vectors import FloatMatrix, FloatVector


class VectorIndex:
    """Vectors under integer keys. Vectors are unit length, so the score is the cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, keys: npt.NDArray[np.int64], vectors: FloatMatrix) -> "VectorIndex":
        """Build from ``(n,)`` keys and ``(n, dim)`` unit vectors."""
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(vectors, keys)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "VectorIndex":
        """Read what ``save`` wrote; the caller has checked the file's checksum.

        Raises:
            IndexMismatchError: there is none that can be read.
        """
        try:
            data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
            return cls(faiss.deserialize_index(data))
        except (OSError, RuntimeError) as error:
            raise IndexMismatchError(f"no usable vector index in {path}: {error}") from error

    def save(self, path: Path) -> None:
        """Write the index to ``path``, whole or not at all."""
        write_bytes(path, faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, query: FloatVector, limit: int) -> list[tuple[int, float]]:
        """Return up to ``limit`` ``(key, cosine)`` for a ``(dim,)`` query, best first."""
        limit = min(limit, len(self))
        if limit < 1:
            return []
        # One question is one small product: more threads wait for each other longer than they work.
        # OpenMP keeps this setting for each thread that calls.
        faiss.omp_set_num_threads(1)
        scores, keys = self._index.search(query[np.newaxis], limit)
        return [(int(key), float(score)) for key, score in zip(keys[0], scores[0], strict=True)]

    def similarities(self, query: FloatVector, keys: list[int]) -> FloatVector:
        """Return the cosine of a ``(dim,)`` query with the vector of each key, shape ``(n,)``."""
        if not keys:
            return np.zeros(0, dtype=np.float32)
        vectors = self._index.reconstruct_batch(np.asarray(keys, dtype=np.int64))
        return np.asarray(vectors @ query, dtype=np.float32)
