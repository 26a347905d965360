"""Vectors searched together: exactly, or approximately if there are many. Wraps FAISS."""

import hashlib
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from embeddings.encoding.vectors import FloatMatrix, FloatVector
from embeddings.errors import IndexMismatchError
from embeddings.library.records import Keys
from embeddings.storage.atomic import write_bytes

# Up to this many vectors, every one is compared in full: about 2 ms.
EXACT_UP_TO = 50_000
# Beyond that, the short codes select this many times the limit, to be compared in full.
_REFINED = 8
# How many vectors the short codes are trained on.
_TRAINED = 20_000


class VectorSegment:
    """Unit vectors under integer keys; it never changes.

    Attributes:
        keys: ``(n,)``, ascending.
    """

    def __init__(self, index: faiss.IndexIDMap2) -> None:
        self._index = index
        self.keys: Keys = np.sort(faiss.vector_to_array(index.id_map))

    @classmethod
    def from_vectors(cls, keys: Keys, vectors: FloatMatrix) -> "VectorSegment":
        """Build from ``(n,)`` keys and ``(n, dim)`` unit vectors."""
        index = faiss.IndexIDMap2(_create_index(vectors))
        index.add_with_ids(vectors, keys)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "VectorSegment":
        """Read what ``save`` wrote; the caller has checked the file's checksum.

        Raises:
            IndexMismatchError: it is missing or unreadable.
        """
        try:
            data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
            index = faiss.deserialize_index(data)
        except (OSError, RuntimeError) as error:
            raise IndexMismatchError(f"no usable vectors in {path}: {error}") from error
        if not isinstance(index, faiss.IndexIDMap2):
            raise IndexMismatchError(f"no usable vectors in {path}: they have no keys")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the segment to ``path``, whole or not at all."""
        write_bytes(path, faiss.serialize_index(self._index).tobytes())

    def __len__(self) -> int:
        return len(self.keys)

    def holds(self, keys: Keys) -> npt.NDArray[np.bool_]:
        """Return, for each of ``keys``, whether it is in this segment."""
        return contains(self.keys, keys)

    @property
    def name(self) -> str:
        """A name that is unique to this set of keys."""
        return hashlib.blake2b(self.keys.tobytes(), digest_size=8).hexdigest()

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def search(self, query: FloatVector, limit: int) -> tuple[Keys, FloatVector]:
        """Return up to ``limit`` keys for a ``(dim,)`` query and their cosines, best first."""
        # One query is a small product: several threads would wait for each other longer than they
        # work. OpenMP stores this setting per calling thread.
        faiss.omp_set_num_threads(1)
        scores, keys = self._index.search(query[np.newaxis], min(limit, len(self)))
        is_hit = keys[0] >= 0
        return keys[0][is_hit], scores[0][is_hit]

    def vectors(self, keys: Keys) -> FloatMatrix:
        """Return the vectors of ``keys``, ``(n, dim)``; all must be in this segment."""
        return np.asarray(self._index.reconstruct_batch(keys), dtype=np.float32)


def contains(known: Keys, keys: Keys) -> npt.NDArray[np.bool_]:
    """Return, for each of ``keys``, whether it is in ``known``, which ascends."""
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    is_known: npt.NDArray[np.bool_] = known[places] == keys
    return is_known


def _create_index(vectors: FloatMatrix) -> faiss.Index:
    """Return an empty index suited to the number of vectors.

    A large library is searched by product quantisation, 4 bits for every two dimensions (André et
    al. 2015, "Cache locality is not enough"), and the best are compared again in half precision.
    Unlike cells or graphs this examines every vector, so it also finds the nearest passages to a
    question that is unlike any of them. It takes half the memory and a tenth of the time.
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
