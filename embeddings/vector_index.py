"""The vector index: exact inner product, or nearly so in a large library. Wraps FAISS."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from embeddings.errors import IndexMismatchError
from embeddings.files import write_bytes
from embeddings.vectors import FloatMatrix, FloatVector

# Up to so many vectors every one is compared in full: some 2 ms.
EXACT_UP_TO = 50_000
# Beyond, the best so many times the wanted number by short codes are compared in full.
_REFINED = 8
# From how many vectors the short codes are learned.
_TRAINED = 20_000


class VectorIndex:
    """Vectors under integer keys. Vectors are unit length, so the score is the cosine."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def from_vectors(cls, keys: npt.NDArray[np.int64], vectors: FloatMatrix) -> "VectorIndex":
        """Build from ``(n,)`` keys and ``(n, dim)`` unit vectors."""
        index = faiss.IndexIDMap2(_comparer(vectors))
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


def _comparer(vectors: FloatMatrix) -> faiss.Index:
    """Return an empty index that suits so many vectors.

    A large library is searched by product quantisation, 4 bits for every two dimensions (André et
    al. 2015, "Cache locality is not enough"), and what comes first is compared again by vectors in
    half precision. Unlike cells or graphs this looks at every vector, so that it also finds what is
    near to a question that is like no passage. It takes half the memory and a tenth of the time.
    """
    count, dimension = vectors.shape
    if count <= EXACT_UP_TO or dimension % 2:
        return faiss.IndexFlatIP(dimension)
    codes = faiss.IndexPQFastScan(dimension, dimension // 2, 4, faiss.METRIC_INNER_PRODUCT)
    halves = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    index = faiss.IndexRefine(codes, halves)
    index.k_factor = _REFINED
    index.train(vectors[:: max(1, count // _TRAINED)])
    return index
