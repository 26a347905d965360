"""Vector types, and scaling to unit length."""

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]
"""Vectors as rows: float32 of shape ``(n, dimension)``."""

FloatVector = NDArray[np.float32]
"""One vector: float32 of shape ``(dimension,)``."""


def normalize_rows(vectors: FloatMatrix) -> FloatMatrix:
    """Return ``vectors`` with every row scaled to length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: FloatMatrix = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return rows
