"""Read printed pages as a document: paragraphs and tables in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from embeddings.layout.aligned_tables import replace_tables
from embeddings.layout.boxes import Box, PrintedPage
from embeddings.layout.columns import order_columns
from embeddings.layout.contents import drop_contents, drop_entries
from embeddings.layout.footnotes import attach_footnotes
from embeddings.layout.furniture import find_furniture, measure_page_leading
from embeddings.layout.line_places import PageSizes
from embeddings.layout.lines import Line, build_lines
from embeddings.layout.open_tables import find_open_tables
from embeddings.layout.orientation import turn_upright
from embeddings.layout.paragraphs import PrintedParagraph, join_paragraphs
from embeddings.layout.pieces import Piece, gather_pieces
from embeddings.layout.ruled_tables import RuledTable, find_ruled_tables
from embeddings.layout.typography import Typography, measure_typography

_EDGE = 5.0  # points: how far a rule of a table may be outside of it


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A document as printed.

    Attributes:
        paragraphs: in reading order; one that is a table has a single line, which holds it.
        typography: how it is set.
        furniture: the running heads, feet and page numbers, of each page.
        sizes: width and height of each page, by its number.
    """

    paragraphs: tuple[PrintedParagraph, ...]
    typography: Typography
    furniture: tuple[tuple[str, ...], ...]
    sizes: PageSizes


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a page in one direction.

    Attributes:
        number: of the page.
        pieces: from top to bottom; one stands in for each table with rules.
        rules: that belong to no table.
        size: width and height of the page as it lies.
    """

    number: int
    pieces: tuple[Piece, ...]
    rules: tuple[Box, ...]
    size: tuple[float, float] = (1.0, 1.0)


def gather_sheets(page: PrintedPage) -> Iterator[Sheet]:
    """Yield what a page consists of, once for each direction of its lines."""
    for upright in turn_upright(page):
        yield replace(_gather(upright), size=(page.width, page.height))


def read_document(sheets: Sequence[Sheet]) -> PrintedDocument:
    """Return what the pages say, in reading order."""
    pages = [sheet.pieces for sheet in sheets]
    furniture = find_furniture(pages, measure_page_leading(pages))
    lines = [
        line
        for sheet, omitted in zip(sheets, furniture, strict=True)
        for line in _read_lines(sheet, omitted)
    ]
    typography = measure_typography(lines)
    noted = [
        line
        for _, page in groupby(drop_contents(lines), key=lambda line: line.page)
        for line in attach_footnotes(list(page), typography)
    ]
    return PrintedDocument(
        tuple(join_paragraphs(noted, typography)),
        typography,
        tuple(tuple(piece.text for piece in omitted) for omitted in furniture),
        {sheet.number: sheet.size for sheet in sheets},
    )


def _gather(page: PrintedPage) -> Sheet:
    tables = find_ruled_tables(page.glyphs, page.rules)
    used = {index for table in tables for index in table.glyphs}
    tables += find_open_tables(page.glyphs, page.rules, used)
    used = {index for table in tables for index in table.glyphs}
    pieces = gather_pieces(glyph for index, glyph in enumerate(page.glyphs) if index not in used)
    pieces += map(_stand_in, tables)
    pieces.sort(key=lambda piece: (piece.box.top, piece.box.left))
    rules = (rule for rule in page.rules if not any(_is_within(rule, item.box) for item in tables))
    return Sheet(page.number, tuple(pieces), tuple(rules))


def _is_within(rule: Box, box: Box) -> bool:
    return box.top - _EDGE <= rule.top and rule.bottom <= box.bottom + _EDGE


def _stand_in(table: RuledTable) -> Piece:
    return Piece("", table.box, 1.0, False, table.box.top + 1.0, table.grid)


def _read_lines(sheet: Sheet, omitted: set[Piece]) -> Iterator[Line]:
    pieces = [piece for piece in sheet.pieces if piece not in omitted]
    for column in order_columns(drop_entries(pieces), sheet.rules):
        yield from replace_tables(build_lines(column, sheet.number))
