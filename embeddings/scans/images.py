"""Images of pages, and how large they may be. Imports nothing that takes time to load."""

from typing import TYPE_CHECKING, TypeAlias

from embeddings.errors import WenbaoError

if TYPE_CHECKING:  # numpy takes a tenth of a second, and most files have no images
    import numpy as np
    from numpy.typing import NDArray

Image: TypeAlias = "NDArray[np.uint8]"
"""Grey levels, of shape ``(height, width)``: 0 is black, 255 is white."""

Picture: TypeAlias = "NDArray[np.uint8]"
"""Colours, of shape ``(height, width, 3)``: red, green, blue."""

MOST_PIXELS = 80_000_000  # of a page: a newspaper's, 40 × 60 cm, has fewer at 450 dpi


_LONGEST_PAGE = 2  # length to width


def measure_page(height: int, width: int) -> int:
    """Return the longer side of a page in pixels.

    A longer image, such as that of a screen that was scrolled, is like pages in a row.
    """
    return min(max(height, width), _LONGEST_PAGE * min(height, width))


class ImageError(WenbaoError):
    """An image that cannot be decoded, or is too large or too small."""
