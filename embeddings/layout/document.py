"""Read printed pages as a document: paragraphs and tables in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from embeddings.layout.aligned_tables import replace_tables
from embeddings.layout.boxes import Box, PrintedPage, unite
from embeddings.layout.columns import order_columns
from embeddings.layout.contents import drop_contents
from embeddings.layout.footnotes import attach_footnotes
from embeddings.layout.furniture import find_furniture, measure_page_leading
from embeddings.layout.lines import Line, build_lines
from embeddings.layout.orientation import turn_upright
from embeddings.layout.paragraphs import PrintedParagraph, join_paragraphs
from embeddings.layout.pieces import Piece, gather_pieces
from embeddings.layout.ruled_tables import RuledTable, find_ruled_tables
from embeddings.layout.typography import Typography, measure_typography


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A document as printed.

    Attributes:
        paragraphs: in reading order; one that is a table has a single line, which holds it.
        typography: how it is set.
        furniture: the running heads, feet and page numbers, of each page.
    """

    paragraphs: tuple[PrintedParagraph, ...]
    typography: Typography
    furniture: tuple[tuple[str, ...], ...]


def read_document(pages: Iterable[PrintedPage]) -> PrintedDocument:
    """Return what the pages say, in reading order."""
    numbers: list[int] = []
    sheets: list[list[Piece]] = []
    for page in pages:
        for upright in turn_upright(page):
            numbers.append(page.number)
            sheets.append(_gather(upright))
    furniture = find_furniture(sheets, measure_page_leading(sheets))
    lines = [
        line
        for number, sheet, omitted in zip(numbers, sheets, furniture, strict=True)
        for line in _read_lines(sheet, omitted, number)
    ]
    typography = measure_typography(lines)
    text = drop_contents(lines)
    noted = [
        line
        for _, page in groupby(text, key=lambda line: line.page)
        for line in attach_footnotes(list(page), typography)
    ]
    return PrintedDocument(
        tuple(join_paragraphs(noted, typography)),
        typography,
        tuple(tuple(piece.text for piece in omitted) for omitted in furniture),
    )


def _gather(page: PrintedPage) -> list[Piece]:
    """Return the pieces of a page; a stand-in for each table with rules."""
    tables = find_ruled_tables(page.glyphs, page.rules)
    used = {index for table in tables for index in table.glyphs}
    pieces = gather_pieces(glyph for index, glyph in enumerate(page.glyphs) if index not in used)
    return sorted(
        [*pieces, *map(_stand_in, tables)], key=lambda piece: (piece.box.top, piece.box.left)
    )


def _stand_in(table: RuledTable) -> Piece:
    size = 1.0
    return Piece("", table.box, size, False, table.box.top + size, table.grid)


def _read_lines(sheet: Sequence[Piece], omitted: set[Piece], number: int) -> Iterator[Line]:
    for column in order_columns([piece for piece in sheet if piece not in omitted]):
        yield from replace_tables(build_lines(column, number))
