"""Images of the printed pages of a file, for people: upright and straight, in colour."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import Box
from embeddings.reading.file_types import FileType, detect_file_type
from embeddings.scans.decoding import decode_page, decode_picture, encode_picture, open_scan
from embeddings.scans.images import Image, ImageError, Picture
from embeddings.scans.turning import recall_turn, turn_image


def render_page(path: Path, number: int, longest_side: int, lines: Sequence[Box]) -> bytes | None:
    """Return a page as WebP, no side longer than ``longest_side`` pixels; None without such a page.

    A scan is turned as it was before it was recognised, so that places on it are right: ``lines``
    are where text was found, as shares of the sides. No model is needed.

    Raises:
        UnreadableFileError: the file is damaged, or has no pages.
    """
    source = path.name
    with path.open("rb") as stream:
        kind = detect_file_type(stream, path.suffix, source)
        try:
            if kind is FileType.PDF:
                found = _find_pdf_page(stream, source, number)
            else:
                found = _find_scan_page(stream, number) if kind is FileType.IMAGE else None
        except ImageError as error:
            raise UnreadableFileError(source, str(error)) from error
    if found is None:
        return None
    picture, grey = found
    if grey is not None:
        picture = turn_image(picture, recall_turn(grey, lines))
    return encode_picture(picture, longest_side)


def _find_scan_page(stream: BinaryIO, number: int) -> "tuple[Picture, Image | None] | None":
    with open_scan(stream) as scan:
        if number > scan.pages:
            return None
        return decode_picture(scan, number - 1), decode_page(scan, number - 1)


def _find_pdf_page(
    stream: BinaryIO, source: str, number: int
) -> "tuple[Picture, Image | None] | None":
    from embeddings.reading.formats.pdf_pages import open_pdf  # noqa: PLC0415 - few need it

    with open_pdf(stream, source) as file:
        if number > file.count:
            return None
        picture = file.render_picture(number)
        return picture, file.render(number) if file.is_scan(number) else None
