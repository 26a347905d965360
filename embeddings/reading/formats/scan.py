"""Image files: scans and photos of printed pages, recognised."""

from collections.abc import Generator, Iterator
from typing import BinaryIO

from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import PrintedPage, scale_page
from embeddings.reading.formats.pdf import PrintedPages, read_pages
from embeddings.reading.recognizer import Recognizer, name_page
from embeddings.reading.results import Extent, PartFailure, Read, SignOfLife
from embeddings.scans.decoding import ScanFile, decode_page, open_scan
from embeddings.scans.images import ImageError

_TEXT_SIZE = 10.5  # points: what most of a page's characters are set in, whatever its resolution


def read_scan(stream: BinaryIO, source: str, recognizer: Recognizer) -> Iterator[Read]:
    """Yield the articles of an image file, with the pages they are on.

    Raises:
        UnreadableFileError: it is damaged, too large, or nothing can be read in it.
    """
    try:
        with open_scan(stream) as scan:
            pages = yield from _read_pages(scan, recognizer)
    except ImageError as error:
        raise UnreadableFileError(source, str(error)) from error
    if not any(page.glyphs for page in pages):
        raise UnreadableFileError(source, "no text was recognised in the image.")
    printed = PrintedPages()
    for page in pages:
        printed.add(page, is_scan=True)
        yield SignOfLife()  # parting a page into its stories takes a while
    yield from read_pages(printed, [], {}, source)


def _read_pages(scan: ScanFile, recognizer: Recognizer) -> Generator[Read, None, list[PrintedPage]]:
    """Yield the pages that fail and return the others; the only page of a file fails with it."""
    pages = []
    for index in range(scan.pages):
        try:
            image = decode_page(scan, index)
        except ImageError as error:
            if scan.pages == 1:
                raise
            yield PartFailure(name_page(index + 1), str(error))
            continue
        page = yield from recognizer.recognize(image, index + 1, scan.pages)
        if page:
            pages.append(_scale(page))
        yield Extent(pages=1)
    return pages


def _scale(page: PrintedPage) -> PrintedPage:
    sizes = sorted(glyph.size for glyph in page.glyphs)
    return scale_page(page, _TEXT_SIZE / sizes[len(sizes) // 2]) if sizes else page
