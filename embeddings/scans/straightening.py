"""Measure by how much a page is turned: the angle at which its lines stand out most.

The dark pixels are summed along lines of each angle; where the angle is that of the lines of text,
the sums differ most from one to the next (Postl 1986).
"""

import numpy as np
from numpy.typing import NDArray

from embeddings.scans.images import Image, measure_page
from embeddings.scans.pixels import Mask, rotate, scale

_MOST = 10.0  # degrees to either side
_COARSE, _NEAR, _FINE = 0.5, 0.2, 0.05  # degrees between two angles that are tried
_SIDE = 900  # pixels: of the page that angles are tried on
_FINE_SIDE = 1800
_LEAST = 0.1  # degrees: a page that is turned by less is left as it is
_CLEARER = 1.02  # how much more the lines must stand out than those of the page as it is


def measure_skew(ink: Mask) -> float:
    """Return by how many degrees to turn the page counterclockwise; 0 if it is straight."""
    ink = _choose_page(ink)
    small = _shrink(ink, _SIDE)
    coarse = _find_best(small, np.arange(-_MOST, _MOST + _COARSE / 2, _COARSE))
    large = _shrink(ink, _FINE_SIDE)
    near = _find_best(large, np.arange(coarse - _COARSE, coarse + _COARSE + _NEAR / 2, _NEAR))
    best = _find_best(large, np.arange(near - _NEAR, near + _NEAR + _FINE / 2, _FINE))
    if abs(best) < _LEAST or _rate(large, best) <= _CLEARER * _rate(large, 0.0):
        return 0.0
    return round(best, 2)


def _choose_page(ink: Mask) -> Mask:
    """Return the page of a long image that is printed on most."""
    side = measure_page(*ink.shape)
    axis = 0 if ink.shape[0] >= ink.shape[1] else 1
    starts = range(0, max(1, ink.shape[axis] - side + 1), max(1, side // 2))
    pages = [ink[n : n + side] if axis == 0 else ink[:, n : n + side] for n in starts]
    return max(pages, key=np.count_nonzero)


def _shrink(ink: Mask, side: int) -> Image:
    factor = min(1.0, side / max(ink.shape))
    dark = ink.astype(np.uint8) * 255
    return scale(dark, max(1, round(ink.shape[1] * factor)), max(1, round(ink.shape[0] * factor)))


def _find_best(dark: Image, angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: _rate(dark, float(angle))))


def _rate(dark: Image, degrees: float) -> float:
    """Return how much rows of pixels, and columns for vertical text, differ after turning."""
    turned = 255 - rotate(255 - dark, degrees) if degrees else dark
    values = turned.astype(np.float32) / 255
    return max(
        float(np.square(np.diff(values.sum(axis=1))).sum()),
        float(np.square(np.diff(values.sum(axis=0))).sum()),
    )
