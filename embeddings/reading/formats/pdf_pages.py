"""The pages of a PDF as printed, its bookmarks and its metadata: all that pdfium tells."""

import ctypes
import math
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from embeddings.errors import UnreadableFileError
from embeddings.layout.boxes import Box, Glyph, PrintedPage
from embeddings.layout.orientation import turn_page
from embeddings.reading.formats.pdf_images import choose_scale, is_scan
from embeddings.scans.images import Image as Pixels
from embeddings.scans.images import ImageError, Picture

_LOCKED = (4, 5)  # FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY of fpdfview.h
_ENCRYPTED = "the PDF is encrypted. Save it without a password and try again."
_TRUNCATED = "the PDF is damaged or truncated. Save or download it again."
_BROKEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_HYPHEN, _SOFT_HYPHEN = "\x02", "\u00ad"  # pdfium's sign for a hyphen at the end of a line
_HEAVY = re.compile(r"bold|black|heavy|demi|hei|黑|xbs|biaosong|标宋", re.I)
_BOLD_WEIGHT = 600
_FILLED_AND_STROKED = 2  # how programs embolden a font that has no bold one
_MOST_OBJECTS = 20_000  # of a page whose rules are read
_MOST_SEGMENTS = 1_000  # of a path
_DEEPEST = 3  # forms within forms
_THIN = 3.0  # points: a thinner filled box is a rule
_MOST_BOOKMARKS = 5_000
_RIGHT_ANGLE, _SKEW = 90, 3  # degrees


class Bookmark(NamedTuple):
    """An entry of a PDF's outline: its depth from 0, its title, and its page from 1."""

    level: int
    title: str
    page: int


class PdfPage(NamedTuple):
    """A page by its text layer; whether it is an image without one, or nothing is drawn on it."""

    printed: PrintedPage
    is_scan: bool
    is_blank: bool = False


class PdfFile:
    """An open PDF. What concerns one page raises ``ImageError`` if that is damaged."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self._document)

    def render(self, number: int) -> Pixels:
        """Return the image of a page: grey levels, uint8 of shape ``(height, width)``."""
        with self._open(number) as page:
            image: Pixels = page.render(choose_scale(page), grayscale=True).to_numpy()
            return image.reshape(image.shape[:2]).copy()

    def render_picture(self, number: int) -> Picture:
        """Return the image of a page in colour, uint8 of shape ``(height, width, 3)``."""
        with self._open(number) as page:
            picture: Picture = page.render(choose_scale(page), rev_byteorder=True).to_numpy()
            return picture[..., :3].copy()

    def is_scan(self, number: int) -> bool:
        """Return whether a page is an image without a text layer."""
        with self._open(number) as page:
            return is_scan(page, _read_page(page, number))

    @contextmanager
    def _open(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        try:
            page = self._document[number - 1]
            yield page
        except (pypdfium2.PdfiumError, ValueError, IndexError, MemoryError) as error:
            raise ImageError("the page is damaged or too large. Save or scan it again.") from error
        page.close()

    @property
    def metadata(self) -> dict[str, str]:
        """What the document's information dictionary states."""
        found: dict[str, str] = self._document.get_metadata_dict()
        return found

    def iterate_pages(self) -> Iterator[PdfPage]:
        """Yield each page; a broken one is blank."""
        for index in range(len(self._document)):
            try:
                page = self._document[index]
                printed = _read_page(page, index + 1)
                drawn = pdfium.FPDFPage_CountObjects(page.raw)
                found = PdfPage(printed, is_scan(page, printed), not drawn)
            except pypdfium2.PdfiumError:
                found = PdfPage(PrintedPage(index + 1, 0, 0), is_scan=False, is_blank=True)
            else:
                page.close()
            yield found

    def read_bookmarks(self) -> list[Bookmark]:
        """Return the outline; entries that lead nowhere are left out."""
        found: list[Bookmark] = []
        for entry in self._document.get_toc(max_depth=_DEEPEST):
            target = entry.get_dest()
            page = target.get_index() if target else None
            if page is not None and len(found) < _MOST_BOOKMARKS:
                found.append(Bookmark(entry.level, _BROKEN.sub("", entry.get_title()), page + 1))
        return found


@contextmanager
def open_pdf(stream: BinaryIO, source: str) -> Iterator[PdfFile]:
    """Open a PDF for reading.

    Raises:
        UnreadableFileError: the file is damaged or encrypted.
    """
    try:
        document = pypdfium2.PdfDocument(stream)
    except pypdfium2.PdfiumError as error:
        reason = _ENCRYPTED if error.err_code in _LOCKED else _TRUNCATED
        raise UnreadableFileError(source, reason) from error
    try:
        yield PdfFile(document)
    finally:
        document.close()


class _Face(NamedTuple):
    size: float
    bold: bool
    angle: int


def _read_page(page: pypdfium2.PdfPage, number: int) -> PrintedPage:
    edges = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page.raw, edges):
        return PrintedPage(number, 0, 0)
    text = page.get_textpage()
    try:
        glyphs = tuple(_read_glyphs(text.raw, edges))
        rules = tuple(_place(rule, edges) for rule in _read_rules(page.raw) if glyphs)
    finally:
        text.close()
    lying = PrintedPage(number, edges.right - edges.left, edges.top - edges.bottom, glyphs, rules)
    return turn_page(lying, page.get_rotation())  # as it is shown, like its images


def _read_glyphs(text: Any, edges: Any) -> Iterator[Glyph]:  # noqa: ANN401 - pdfium's handles
    """Yield the printed characters of a page; pdfium's own spaces and line ends are left out."""
    x, y, around = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    origin, box = (ctypes.byref(x), ctypes.byref(y)), ctypes.byref(around)
    faces = _Faces(text)
    left, top, width = edges.left, edges.top, edges.right - edges.left
    for index in range(pdfium.FPDFText_CountChars(text)):
        letter = _read_letter(text, index)
        if not letter or pdfium.FPDFText_IsGenerated(text, index) == 1:
            continue
        pdfium.FPDFText_GetCharOrigin(text, index, *origin)
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        face = faces.find(index)
        place = Box(around.left - left, top - around.top, around.right - left, top - around.bottom)
        if place.right < 0 or place.left > width:
            continue  # beside the page
        along = x.value - left if face.angle in {90, 270} else top - y.value
        yield Glyph(letter, place, along, face.size, face.bold, face.angle)


def _read_letter(text: Any, index: int) -> str:  # noqa: ANN401
    code = pdfium.FPDFText_GetUnicode(text, index)
    letter = chr(code) if code <= sys.maxunicode else ""
    if letter == _HYPHEN:
        return _SOFT_HYPHEN
    if letter.isspace():
        return " "
    return "" if _BROKEN.match(letter) else letter


class _Faces:
    """The types that a page's characters are printed in; few, or another for each character."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401
        self._text = text
        self._faces: dict[int, _Face] = {}
        self._weights: dict[int, bool] = {}
        self._matrix = pdfium.FS_MATRIX()

    def find(self, index: int) -> _Face:
        """Return the type of a character."""
        printed = pdfium.FPDFText_GetTextObject(self._text, index)
        key = ctypes.cast(printed, ctypes.c_void_p).value or 0
        face = self._faces.get(key)
        if face is None:
            self._faces[key] = face = self._read(index, printed)
        return face

    def _read(self, index: int, printed: Any) -> _Face:  # noqa: ANN401
        size = pdfium.FPDFText_GetFontSize(self._text, index)
        matrix = self._matrix
        if not pdfium.FPDFText_GetMatrix(self._text, index, matrix):
            return _Face(max(size, 1.0), False, 0)
        scale = math.hypot(matrix.c, matrix.d)
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
        quarter = round(degrees / _RIGHT_ANGLE) * _RIGHT_ANGLE
        angle = quarter % 360 if abs(degrees - quarter) <= _SKEW else -1
        return _Face(max(size * scale, 1.0), bool(printed) and self._is_bold(printed), angle)

    def _is_bold(self, printed: Any) -> bool:  # noqa: ANN401
        if pdfium.FPDFTextObj_GetTextRenderMode(printed) == _FILLED_AND_STROKED:
            return True
        font = pdfium.FPDFTextObj_GetFont(printed)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._weights:
            self._weights[key] = bool(font) and _is_heavy(font)
        return self._weights[key]


def _is_heavy(font: Any) -> bool:  # noqa: ANN401
    name = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    if _HEAVY.search(name.value.decode("utf-8", "replace")):
        return True
    return bool(pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT)


def _place(box: Box, edges: Any) -> Box:  # noqa: ANN401
    """Return a box in PDF's coordinates, whose y grow upwards, in those of a printed page."""
    low, high = sorted((box.top, box.bottom))
    return Box(box.left - edges.left, edges.top - high, box.right - edges.left, edges.top - low)


def _read_rules(page: Any) -> Iterator[Box]:  # noqa: ANN401
    """Yield the straight lines of a page, in PDF's coordinates."""
    count = pdfium.FPDFPage_CountObjects(page)
    for index in range(min(count, _MOST_OBJECTS)):
        yield from _read_object(pdfium.FPDFPage_GetObject(page, index), 0)


def _read_object(item: Any, depth: int) -> Iterator[Box]:  # noqa: ANN401
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield from _read_path(item)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)):
            yield from _read_object(pdfium.FPDFFormObj_GetObject(item, index), depth + 1)


def _read_path(path: Any) -> Iterator[Box]:  # noqa: ANN401
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(path, left, bottom, right, top):
        return
    bounds = Box(left.value, bottom.value, right.value, top.value)
    if bounds.width <= _THIN or bounds.height <= _THIN:
        if max(bounds.width, bounds.height) > _THIN:
            yield bounds
        return
    stroke, fill = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value:
        yield from _read_segments(path)


def _read_segments(path: Any) -> Iterator[Box]:  # noqa: ANN401
    """Yield the horizontal and vertical segments of a path."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    start: tuple[float, float] | None = None
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and before:
            yield from _build_rule(before, point)
            if start and pdfium.FPDFPathSegment_GetClose(segment):
                yield from _build_rule(point, start)
        before = point


def _build_rule(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Box]:
    (left, right), (low, high) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if (right - left <= 1) != (high - low <= 1):
        yield Box(left, low, right, high)
