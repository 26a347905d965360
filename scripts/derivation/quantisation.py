"""Weights in eight bits: one scale for each row, symmetric around zero."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scripts.derivation.bert import FloatArray

_LARGEST = 127


class Quantised(NamedTuple):
    """Rows of integers, ``(rows, columns)``, and the scale of each row, ``(rows,)``."""

    values: NDArray[np.int8]
    scales: FloatArray


def quantise(matrix: FloatArray) -> Quantised:
    """Return ``matrix`` in eight bits; no weight moves by more than half its row's scale."""
    scales = (np.abs(matrix).max(axis=1) / _LARGEST).astype(np.float32)
    scales[scales == 0] = 1
    return Quantised(np.rint(matrix / scales[:, None]).astype(np.int8), scales)


def dequantise(quantised: Quantised) -> FloatArray:
    """Return the floats that the integers stand for."""
    return quantised.values.astype(np.float32) * quantised.scales[:, None]
