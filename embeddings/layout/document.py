"""Read printed pages as a document: paragraphs and tables in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from embeddings.layout.aligned_tables import replace_tables
from embeddings.layout.boxes import Box, PrintedPage
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

_EDGE = 5.0  # points: how far a rule of a table may be outside of it


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
    separators: list[list[Box]] = []
    for page in pages:
        for upright in turn_upright(page):
            numbers.append(page.number)
            pieces, rules = _gather(upright)
            sheets.append(pieces)
            separators.append(rules)
    furniture = find_furniture(sheets, measure_page_leading(sheets))
    lines = [
        line
        for number, sheet, rules, omitted in zip(
            numbers, sheets, separators, furniture, strict=True
        )
        for line in _read_lines([p for p in sheet if p not in omitted], rules, number)
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


def _gather(page: PrintedPage) -> tuple[list[Piece], list[Box]]:
    """Return the pieces of a page, with a stand-in for each table with rules, and other rules."""
    tables = find_ruled_tables(page.glyphs, page.rules)
    used = {index for table in tables for index in table.glyphs}
    pieces = gather_pieces(glyph for index, glyph in enumerate(page.glyphs) if index not in used)
    pieces += map(_stand_in, tables)
    rules = [rule for rule in page.rules if not any(_is_within(rule, item.box) for item in tables)]
    return sorted(pieces, key=lambda piece: (piece.box.top, piece.box.left)), rules


def _is_within(rule: Box, box: Box) -> bool:
    return box.top - _EDGE <= rule.top and rule.bottom <= box.bottom + _EDGE


def _stand_in(table: RuledTable) -> Piece:
    return Piece("", table.box, 1.0, False, table.box.top + 1.0, table.grid)


def _read_lines(pieces: Sequence[Piece], rules: Sequence[Box], number: int) -> Iterator[Line]:
    for column in order_columns(pieces, rules):
        yield from replace_tables(build_lines(column, number))
