"""Decode the image files that scanners and phones make, with Pillow. The only importer of it.

Files are not trusted: their sizes are checked before any pixel is decoded.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO, NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from embeddings.scans.images import MOST_PIXELS, ImageError, Picture
from embeddings.scans.images import Image as Pixels

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "BMP")
MOST_PAGES = 1_000  # of a TIFF file
_LONGEST_SIDE = 30_000
_SHORTEST_SIDE = 16
_DEEP = frozenset({"I;16", "I;16B", "I;16L", "I;16N", "I", "F"})  # modes of more than 8 bits
_WHITE = (255, 255, 255, 255)
_QUALITY = 80  # of WebP: legible without artefacts around the strokes
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked first, and names itself


class ScanFile(NamedTuple):
    """An open image file; ``pages`` is how many it has."""

    image: Image.Image
    pages: int


@contextmanager
def open_scan(stream: BinaryIO) -> Iterator[ScanFile]:
    """Open an image file; only its header is read.

    Raises:
        ImageError: it is damaged, of another format, or has too many pages.
    """
    with _translate_errors():
        image = Image.open(stream, formats=FORMATS)
        pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if pages > MOST_PAGES:
        raise ImageError(f"it has {pages} pages, more than {MOST_PAGES}. Split it.")
    with image:
        yield ScanFile(image, pages)


def decode_page(scan: ScanFile, index: int) -> Pixels:
    """Return a page upright, as its EXIF data tell, in grey levels: ``(height, width)``.

    Raises:
        ImageError: it is damaged, too large or too small.
    """
    with _translate_errors():
        scan.image.seek(index)
        _check_size(*scan.image.size)
        upright = ImageOps.exif_transpose(scan.image)
        return np.array(_to_grey(upright), np.uint8)


def decode_picture(scan: ScanFile, index: int) -> Picture:
    """Return a page upright in colour: ``(height, width, 3)``.

    Raises:
        ImageError: it is damaged, too large or too small.
    """
    with _translate_errors():
        scan.image.seek(index)
        _check_size(*scan.image.size)
        upright = ImageOps.exif_transpose(scan.image)
        is_deep = upright.mode in _DEEP
        picture = _to_grey(upright) if is_deep else _put_on_paper(upright)
        return np.array(picture.convert("RGB"), np.uint8)


def encode_picture(picture: Picture, longest_side: int) -> bytes:
    """Return the picture as WebP, smaller if a side is longer than ``longest_side``."""
    image = Image.fromarray(picture)
    image.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    target = BytesIO()
    image.save(target, "WEBP", quality=_QUALITY, method=2)
    return target.getvalue()


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
        raise ImageError(
            f"the image has {width} × {height} pixels; at most {MOST_PIXELS // 1_000_000} million"
            f" are read, and {_LONGEST_SIDE} on a side. Scan it at a lower resolution."
        )
    if min(width, height) < _SHORTEST_SIDE:
        raise ImageError(
            f"the image has only {width} × {height} pixels. Scan it at a higher resolution."
        )


def _to_grey(image: Image.Image) -> Image.Image:
    """Return the image in grey levels."""
    if image.mode in _DEEP:
        values = np.asarray(image, np.float32)
        highest = max(float(values.max(initial=0)), 255.0)
        return Image.fromarray((values * (255.0 / highest)).clip(0, 255).astype(np.uint8))
    return _put_on_paper(image).convert("L")


def _put_on_paper(image: Image.Image) -> Image.Image:
    """Return the image with white behind what is transparent."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image
    paper = Image.new("RGBA", image.size, _WHITE)
    paper.alpha_composite(image.convert("RGBA"))
    return paper


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Turn what Pillow raises into ``ImageError``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ImageError:
        raise
    except MemoryError as error:
        reason = "it needs too much memory. Scan it at a lower resolution."
        raise ImageError(reason) from error
    except UnidentifiedImageError as error:
        raise ImageError(
            "it is no image that can be read, or is damaged. Save it again."
        ) from error
    except Exception as error:  # Pillow's decoders raise many types
        raise ImageError("the image is damaged or truncated. Save or scan it again.") from error
