"""Image files of all formats are decoded upright; bombs are refused before they are decoded."""

import io
import struct
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from embeddings.scans.decoding import decode_page, decode_picture, encode_picture, open_scan
from embeddings.scans.images import ImageError
from tests.support.scans import INK, PAPER, draw_page


def save(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def decode(data: bytes, index: int = 0) -> NDArray[np.uint8]:
    with open_scan(io.BytesIO(data)) as scan:
        return decode_page(scan, index)


def claim_size(width: int, height: int) -> bytes:
    """Return a PNG file whose header promises so many pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IEND\xaeB`\x82"


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "JPEG", "WEBP"])
def test_all_formats_are_decoded(kind: str) -> None:
    page = draw_page()
    pixels = decode(save(page, kind))
    assert pixels.shape == (page.height, page.width)
    assert abs(int(pixels.max()) - PAPER) < 12
    assert abs(int(pixels.min()) - INK) < 40


def test_photo_is_turned_as_its_exif_data_tell() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by a quarter
    page = Image.new("L", (300, 200), PAPER)
    page.paste(INK, (0, 0, 150, 100))
    pixels = decode(save(page, "JPEG", exif=exif))
    assert pixels.shape == (300, 200)
    assert (pixels[50, 150] < 60, pixels[50, 50] > 200) == (True, True)  # now at the upper right


def test_transparent_is_white_and_sixteen_bits_become_eight() -> None:
    assert decode(save(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")).min() == 255
    with open_scan(io.BytesIO(save(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))) as scan:
        assert decode_picture(scan, 0).min() == 255
    deep = Image.fromarray(np.full((40, 40), 65_535, np.uint16))
    deep.putpixel((3, 3), 0)
    pixels = decode(save(deep, "PNG"))
    assert (int(pixels[3, 3]), int(pixels[0, 0])) == (0, 255)


def test_each_page_of_a_tiff_file_is_decoded() -> None:
    pages = [Image.new("L", (100, 50 * (n + 1)), PAPER) for n in range(3)]
    data = save(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    with open_scan(io.BytesIO(data)) as scan:
        assert scan.pages == 3
        assert [decode_page(scan, n).shape for n in range(3)] == [(50, 100), (100, 100), (150, 100)]


@pytest.mark.parametrize("size", [(50_000, 50_000), (40_000, 20), (2**31 - 1, 2**31 - 1)])
def test_bomb_is_refused_with_its_limit(size: tuple[int, int]) -> None:
    with pytest.raises(ImageError, match=r"at most 80 million are read|damaged"):
        decode(claim_size(*size))


def test_tiny_image_is_refused() -> None:
    with pytest.raises(ImageError, match="only 8 × 8 pixels"):
        decode(save(Image.new("L", (8, 8)), "PNG"))


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_damaged_image_is_refused(data: bytes) -> None:
    with pytest.raises(ImageError, match="damaged"):
        decode(data)


def test_truncated_image_is_refused() -> None:
    with pytest.raises(ImageError, match="damaged"):
        decode(save(draw_page(), "PNG")[:3000])


def test_picture_is_encoded_no_larger_than_asked() -> None:
    with open_scan(io.BytesIO(save(draw_page().convert("RGB"), "PNG"))) as scan:
        picture = decode_picture(scan, 0)
    assert picture.shape[2] == 3
    image = Image.open(io.BytesIO(encode_picture(picture, 480)))
    assert (image.format, max(image.size)) == ("WEBP", 480)
