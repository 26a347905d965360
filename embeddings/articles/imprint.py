"""The date and the author of a story: from its own lines, else from its page, else its file."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.bylines import read_byline
from embeddings.cleaning.imprint_lines import (
    find_dateline,
    find_subtitle_date,
    is_yearless,
    read_imprint_line,
)
from embeddings.documents import Origin
from embeddings.text.dates import Precision, PrintedDate, find_dates, format_iso, parse_date

_NO_PUBLICATION = re.compile(r"版权|copyright|©|更新|updated", re.IGNORECASE)
_FOLDERS = 3  # that may hold year, month and day: 2017/10/11
_LETTERS = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True, slots=True)
class PageImprint:
    """What all stories of a page have in common.

    Attributes:
        source: the file.
        date: ISO date as the page prints it outside of its stories, or "".
        author: the author that it names there, or "".
        file_date: ISO date in the name of the file, or "".
        year: the year that page or file name tell, or None.
    """

    source: str
    date: str = ""
    author: str = ""
    file_date: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Imprint:
    """Date and byline of a story, and where they were found."""

    date: str = ""
    date_origin: Origin = Origin.NONE
    byline: str = ""
    byline_origin: Origin = Origin.NONE


def read_page_imprint(source: str, lines: Sequence[str]) -> PageImprint:
    """Return what a file's name and the lines outside of its stories tell."""
    date, year = _find_page_date(lines)
    file_date, file_year = find_file_date(source)
    stated = (found.byline for line in lines if (found := read_imprint_line(line)))
    return PageImprint(source, date, next(filter(None, stated), ""), file_date, year or file_year)


def read_story_imprint(blocks: Sequence[Block], page: PageImprint) -> Imprint:
    """Return date and byline of the story that consists of these blocks, without its title."""
    lines = [block.text for block in blocks if block.kind is BlockKind.BYLINE]
    stated = [found for line in lines if (found := read_imprint_line(line))]
    names = dict.fromkeys(
        found.byline if (found := read_imprint_line(line)) else read_byline(line) for line in lines
    )
    byline = " ".join(filter(None, names)) or page.author
    own = [date for found in stated for date in found.dates]
    date = choose_iso(own + list(_find_dates_in_text(blocks)), page.year)
    if page.date and not choose_iso(own, None):
        date = page.date
    origin = Origin.PRINTED if date else Origin.FILE_NAME if page.file_date else Origin.NONE
    return Imprint(
        date or page.file_date, origin, byline, Origin.PRINTED if byline else Origin.NONE
    )


def choose_iso(dates: Iterable[PrintedDate], year: int | None) -> str:
    """Return the first of the dates in ISO form, with ``year`` where it prints none; or ""."""
    found = list(dates)
    full = [date.iso for date in found if date.year and date.precision > Precision.YEAR]
    if full or year is None:
        return next(iter(full), "")
    return next((format_iso(year, date.month, date.day) for date in found if not date.year), "")


def find_file_date(source: str) -> tuple[str, int | None]:
    """Return the ISO date that the name of a file or its folders tell, or "", and their year.

    A year alone is no date: it is more often the subject.
    """
    parts = [PurePath(source).stem, *reversed(PurePath(source).parts[:-1])]
    named = [list(_find_in_name(part)) for part in parts]
    exact = [{date.iso for date in dates if date.month} for dates in named]
    single = next((days.pop() for days in exact if len(days) == 1), "")
    years = {date.year for dates in named for date in dates if date.year}
    return (
        single or _find_nested(PurePath(source).parts[:-1]),
        years.pop() if len(years) == 1 else None,
    )


def _find_nested(folders: Sequence[str]) -> str:
    """Return the ISO date of three nested folders, 2017/10/11, or ""."""
    places = range(len(folders) - _FOLDERS, -1, -1)
    dates = (parse_date("/".join(folders[place : place + _FOLDERS])) for place in places)
    return next((date.iso for date in dates if date), "")


def _find_in_name(name: str) -> Iterator[PrintedDate]:
    found = [date for date in find_dates(name) if date.year]
    yield from found or (date for date in find_dates(_LETTERS.sub(" ", name)) if date.year)


def _find_page_date(lines: Iterable[str]) -> tuple[str, int | None]:
    """Return the only ISO date in the lines, "" if there are none or several, and their year."""
    found = [
        date for line in lines if not _NO_PUBLICATION.search(line) for date in find_dates(line)
    ]
    dates = {date.iso for date in found if date.year and date.month}
    years = {date.year for date in found if date.year}
    return (
        dates.pop() if len(dates) == 1 else "",
        years.pop() if len(years) == 1 else None,
    )


def _find_dates_in_text(blocks: Sequence[Block]) -> Iterator[PrintedDate]:
    """Yield the dates that lines of the text tell of the whole story: subtitle and dateline."""
    for block in blocks:
        if block.kind is BlockKind.CAPTION and (date := find_subtitle_date(block.text)):
            yield date
        elif block.kind is BlockKind.CAPTION and is_yearless(block.text):
            yield from find_dates(block.text)
    body = next((block.text for block in blocks if block.kind is BlockKind.BODY), "")
    if date := find_dateline(body):
        yield date
