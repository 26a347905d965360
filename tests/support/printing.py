"""PDF files with type of any size at any place: columns, heads, notes, tables, outlines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.support.documents import _UNICODE_MAP, _assembled, _stream, _text_string

WIDTH, HEIGHT = 595, 842
FULL_LINE = 35  # characters of 12 points between margins of 85
_HALF = "".join(map(chr, range(32, 127)))


class Print(NamedTuple):
    """A piece of text at ``x`` and, from the top of the page, ``y``."""

    text: str
    x: float
    y: float
    size: float = 12


@dataclass
class Sheet:
    """A page being printed: its texts and its rules ``(left, top, right, bottom)``."""

    prints: list[Print] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


def set_lines(  # noqa: PLR0913, PLR0917 - the settings of a typesetter
    text: str, x: float, y: float, columns: int, size: float = 12, indent: int = 2
) -> list[Print]:
    """Return a paragraph broken into lines of so many characters, the first one indented."""
    first = columns - indent
    lines = [text[:first], *(text[a : a + columns] for a in range(first, len(text), columns))]
    return [
        Print(line, x + (indent * size if not place else 0), y + 1.5 * size * place, size)
        for place, line in enumerate(lines)
    ]


def set_table(
    rows: Sequence[Sequence[str]], x: float, y: float, widths: Sequence[float], height: float = 20
) -> Sheet:
    """Return a table with a rule around every cell."""
    sheet = Sheet()
    edges = [x]
    for width in widths:
        edges.append(edges[-1] + width)
    for number, row in enumerate(rows):
        for edge, text in zip(edges, row, strict=False):
            sheet.prints.append(Print(text, edge + 3, y + number * height + 14, 10))
    bottom = y + len(rows) * height
    levels = [y + number * height for number in range(len(rows) + 1)]
    sheet.rules += [(edges[0], level, edges[-1], level) for level in levels]
    sheet.rules += [(edge, y, edge, bottom) for edge in edges]
    return sheet


def print_pdf(
    sheets: Sequence[Sheet], bookmarks: Sequence[tuple[str, int]] = (), title: str = ""
) -> bytes:
    """Return a PDF of the sheets; bookmarks name pages from 1."""
    count = len(sheets)
    first_mark = 6 + 2 * count
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(count))
    outline = f"/Outlines {first_mark} 0 R" if bookmarks else ""
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {outline} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 /W [32 126 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_UNICODE_MAP),
    ]
    for number, sheet in enumerate(sheets):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents"
            f" {7 + 2 * number} 0 R /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        bodies.append(_stream("\n".join(_draw(sheet)).encode()))
    bodies += _build_outline(bookmarks, first_mark)
    bodies.append(f"<< /Title {_text_string(title)} >>".encode())
    return _assembled(bodies, "")


def _draw(sheet: Sheet) -> Iterator[str]:
    for text, x, y, size in sheet.prints:
        shown = f"{text} " if len(text) == 1 else text  # pdfium skips what seems to have no width
        code = shown.encode("utf-16-be").hex()
        yield f"BT /F {size} Tf {x:.2f} {HEIGHT - y:.2f} Td <{code}> Tj ET"
    for left, top, right, bottom in sheet.rules:
        yield f"{left:.2f} {HEIGHT - top:.2f} m {right:.2f} {HEIGHT - bottom:.2f} l S"


def _build_outline(bookmarks: Sequence[tuple[str, int]], first: int) -> Iterable[bytes]:
    if not bookmarks:
        return
    last = first + len(bookmarks)
    yield f"<< /First {first + 1} 0 R /Last {last} 0 R /Count {len(bookmarks)} >>".encode()
    for number, (name, page) in enumerate(bookmarks, start=first + 1):
        following = f"/Next {number + 1} 0 R" if number < last else ""
        before = f"/Prev {number - 1} 0 R" if number > first + 1 else ""
        yield (
            f"<< /Title {_text_string(name)} /Parent {first} 0 R {following} {before}"
            f" /Dest [{4 + 2 * page} 0 R /Fit] >>"
        ).encode()
