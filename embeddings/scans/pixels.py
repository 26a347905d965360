"""Work on images with OpenCV. The only importer of it."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from embeddings.scans.images import Image

Mask = NDArray[np.bool_]

_WHITE = 255
cv2.setNumThreads(1)  # the threads of this process are for the models


class Region(NamedTuple):
    """A connected region of a mask: its box, in whole pixels, and how many pixels it has."""

    left: int
    top: int
    right: int
    bottom: int
    area: int


def scale(image: Image, width: int, height: int) -> Image:
    """Return the image in another size."""
    is_smaller = width * height < image.size
    method = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, (width, height), interpolation=method), np.uint8)


def rotate(image: NDArray[np.uint8], degrees: float) -> NDArray[np.uint8]:
    """Return the image turned counterclockwise about its centre, in the same size, on white.

    It is grey or in colour.
    """
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(_WHITE, _WHITE, _WHITE)
    )
    return np.asarray(turned, np.uint8)


def even_out(image: Image, radius: int) -> Image:
    """Return the image with its background made white: shadows and stains wider than ``radius``.

    The background is the brightest that is near each place, blurred (morphological closing).
    """
    factor = max(1, radius // 8)
    height, width = image.shape
    small = scale(image, max(1, width // factor), max(1, height // factor))
    kernel = np.ones((17, 17), np.uint8)
    background = cv2.blur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, kernel), (17, 17))
    background = cv2.resize(background, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(image, np.maximum(background, 1), scale=_WHITE), np.uint8)


def find_threshold(image: Image) -> float:
    """Return the grey that parts ink from paper (Otsu 1979)."""
    return float(cv2.threshold(image, 0, _WHITE, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0])


def find_regions(mask: Mask) -> list[Region]:
    """Return the connected regions of a mask."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return [
        Region(int(left), int(top), int(left + width), int(top + height), int(area))
        for left, top, width, height, area in stats[1:]
    ]


def open_mask(mask: Mask, width: int, height: int) -> Mask:
    """Return what of the mask a rectangle of this size fits into (morphological opening)."""
    kernel = np.ones((height, width), np.uint8)
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    return np.asarray(opened, np.bool_)


def close_mask(mask: Mask, width: int, height: int) -> Mask:
    """Return the mask with gaps filled that no rectangle of this size fits into."""
    kernel = np.ones((height, width), np.uint8)
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    return np.asarray(closed, np.bool_)
