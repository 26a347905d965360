"""Spreadsheets (.xlsx, .xls, .ods): rows that hold articles, else each sheet as a table."""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import python_calamine

from embeddings.articles.content import Element
from embeddings.articles.table_grid import GridCell, build_tables
from embeddings.errors import UnreadableFileError
from embeddings.reading.article_builder import ArticleBuilder, Imprint, derive_title, join_line
from embeddings.reading.formats.columns import find_columns
from embeddings.reading.formats.rows import Row, build_articles
from embeddings.reading.formats.zip_archive import open_archive
from embeddings.reading.limits import MOST_PAGE_CHARACTERS
from embeddings.reading.results import Extent, PartFailure, Read, ReadingWarning

_Value = object
_MOST_TITLES = 10  # rows at the top among which the names of the columns are looked for
_ARTICLE = {"title", "text"}
_ZIP = b"PK"
_DIGITS = 12  # significant ones of a number: more are errors of binary fractions
_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(")  # how WPS stores one in a cell
_UNNAMED = ("sheet", "工作表", "表")


def read_spreadsheet(stream: BinaryIO, source: str) -> Iterator[Read]:
    """Yield the articles in the rows, or one for each sheet; hidden sheets are skipped.

    Raises:
        UnreadableFileError: it is damaged, protected or empty, or exceeds the limits.
    """
    _check_archive(stream, source)
    book = _open(stream, source)
    builder, count = ArticleBuilder(source), 0
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
            yield ReadingWarning(f"sheet {sheet.name}", "it is hidden and was skipped.")
            continue
        for result in _read_sheet(book.get_sheet_by_index(place), builder, len(book.sheet_names)):
            count += 1
            yield result
    if not count:
        raise UnreadableFileError(source, "this is a spreadsheet without any text in its cells.")


def _check_archive(stream: BinaryIO, source: str) -> None:
    head = stream.read(len(_ZIP))
    stream.seek(0)
    if head == _ZIP:
        with open_archive(stream, source):
            pass  # checks the limits, because the library unpacks everything
        stream.seek(0)


def _open(stream: BinaryIO, source: str) -> python_calamine.CalamineWorkbook:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(stream)
    except python_calamine.PasswordError as error:
        reason = "this is a spreadsheet with a password. Save it without one."
        raise UnreadableFileError(source, reason) from error
    except python_calamine.CalamineError as error:
        reason = (
            "this is a spreadsheet that cannot be read: it is damaged. Save it again, or as CSV."
        )
        raise UnreadableFileError(source, reason) from error


def _read_sheet(
    sheet: python_calamine.CalamineSheet, builder: ArticleBuilder, sheets: int
) -> Iterator[Read]:
    rows = [list(map(_format, row)) for row in sheet.to_python(skip_empty_area=False)]
    if not any(map(any, rows)):
        return
    header = _find_header(rows)
    if header is not None:
        named = (
            Row(number, dict(zip(rows[header], row, strict=False)))
            for number, row in enumerate(rows[header + 1 :], header + 2)
            if any(row)
        )
        yield from build_articles(named, builder.source, f"sheet {sheet.name}", builder)
        return
    if sum(len(cell) for row in rows for cell in row) > MOST_PAGE_CHARACTERS:
        reason = f"it contains more than {MOST_PAGE_CHARACTERS:,} characters. Split it."
        yield PartFailure(f"sheet {sheet.name}", reason)
        return
    title = derive_title(builder.source)
    if sheets > 1 and not sheet.name.lower().startswith(_UNNAMED):
        title = f"{title} {sheet.name}"
    article = builder.build(Imprint(title), list(_build_elements(sheet, rows)))
    if article is not None:
        yield article
        yield Extent(tables=1)


def _find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row names columns for title and text, as a list of articles has them."""
    for place, row in enumerate(rows[:_MOST_TITLES]):
        if find_columns(filter(None, row)) >= _ARTICLE and any(map(any, rows[place + 1 :])):
            return place
    return None


def _build_elements(
    sheet: python_calamine.CalamineSheet, rows: Sequence[Sequence[str]]
) -> Iterator[Element]:
    """Yield a table for each run of rows between empty ones."""
    merged = _find_merged(sheet)
    block: list[list[GridCell]] = []
    for number, row in enumerate([*rows, []]):
        if any(row):
            block.append(_build_row(number, row, merged))
        elif block:
            yield from build_tables(block)
            block = []


def _find_merged(
    sheet: python_calamine.CalamineSheet,
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return how many rows and columns each merged cell covers, by its row and column."""
    ranges = sheet.merged_cell_ranges or []
    return {
        (top, left): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in ranges
    }


def _build_row(
    number: int, row: Sequence[str], merged: dict[tuple[int, int], tuple[int, int]]
) -> list[GridCell]:
    filled = [place for place, cell in enumerate(row) if cell]
    if filled == [0] and (number, 0) not in merged:
        return [GridCell(row[0], columns=len(row))]  # a title or a remark
    covered = {
        place
        for (top, left), (rows, columns) in merged.items()
        if top <= number < top + rows
        for place in range(left, left + columns)
        if (top, left) != (number, place)
    }
    cells = []
    for place, text in enumerate(row):
        if place not in covered or text:
            rows, columns = merged.get((number, place), (1, 1))
            cells.append(GridCell(text, columns, rows))
    return cells


def _format(value: _Value) -> str:
    match value:
        case str():
            return "" if _PICTURE.match(value) else join_line(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return f"{value:.{_DIGITS}g}" if abs(value) < 10**_DIGITS else f"{value:.0f}"
        case datetime.datetime():
            return value.isoformat(" ", "minutes").removesuffix(" 00:00")
        case datetime.time():
            return value.isoformat("minutes")
    return str(value)
