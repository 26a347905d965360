"""Split a page into lines with their gaps, indents and marks; rejoin hard-wrapped lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import median_low

from embeddings.cleaning.bylines import is_byline
from embeddings.cleaning.characters import ends_sentence, is_label, starts_item
from embeddings.cleaning.spacing import choose_separator, collapse

_MARK = re.compile(r"(#{1,6})\s+(?=\S)|(#{2,6})(?=[^\s#])")
_NARROWEST_COLUMN = 14  # columns; shorter lines are the cells of a table
_WIDEST_COLUMN = 132  # columns; a line wider than wrapped print is a paragraph
_FULL = (
    0.75  # share of the column that a line fills before it breaks; scans lose or merge characters
)
_WRAPPED = 0.7  # share of inner lines that must be full before a block counts as wrapped
_FEWEST_LINES = 3


class LineRole(Enum):
    """What a line is because of its place below a headline."""

    IMPRINT = "imprint"  # it states date or author
    OCCASION = "occasion"  # ——在大会上的讲话, or a day without its year


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its layout.

    Attributes:
        text: stripped of surrounding white space.
        gap: empty lines above it (0 for the first line of the page).
        level: number of ``#`` before it, which are not part of ``text``; 0 if none.
        indented: it began with white space, like the first line of a Chinese paragraph.
        inline: it was split off the end of a longer line.
        role: what its place makes of it, if anything.
    """

    text: str
    gap: int = 0
    level: int = 0
    indented: bool = False
    inline: bool = False
    role: LineRole | None = None

    @property
    def is_byline(self) -> bool:
        """Whether it states date or author and is no part of the text."""
        return self.role is LineRole.IMPRINT or is_byline(self.text)


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the non-empty lines of ``text``."""
    return tuple(_parse_lines(text))


def _parse_lines(text: str) -> Iterator[Line]:
    gap, first = 0, True
    for raw in text.split("\n"):
        stripped = collapse(raw)
        if not stripped:
            gap += 1
            continue
        mark = _MARK.match(stripped)
        level = len(mark.group().rstrip()) if mark else 0
        indented = raw[:2].isspace() and len(raw) > 1
        yield Line(
            stripped[mark.end() :] if mark else stripped, 0 if first else gap, level, indented
        )
        gap, first = 0, False


def unwrap(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, those of a wrapped paragraph joined into one."""
    blocks = tuple(_group_blocks(lines))
    columns = [_measure_column(block) for block in blocks]
    wrapped = [column for column in columns if column]
    usual = median_low(wrapped) if wrapped else 0
    return tuple(
        joined
        for block, column in zip(blocks, columns, strict=True)
        for joined in _unwrap_block(block, usual if len(block) < _FEWEST_LINES else column)
    )


def _group_blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and line.gap:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _measure_column(block: Sequence[Line]) -> int:
    """Return the width to which the block was wrapped; 0 if each line is a paragraph.

    Wrapped lines are full and break in mid-sentence; paragraphs end with a stop, at any length.
    """
    if len(block) < _FEWEST_LINES:
        return 0
    widths = [measure_width(line.text) for line in block]
    column = sorted(widths)[len(widths) * 4 // 5]
    if not _NARROWEST_COLUMN <= column <= _WIDEST_COLUMN:
        return 0
    inner = zip(block[:-1], widths, strict=False)
    full = [line for line, columns in inner if columns >= _FULL * column]
    broken = sum(not ends_sentence(line.text) for line in full)
    enough = len(full) >= _WRAPPED * (len(block) - 3) and broken >= _WRAPPED * len(full)
    return column if enough and broken else 0


def _unwrap_block(block: Sequence[Line], column: int) -> list[Line]:
    if not column or len(block) == 1:
        return list(block)
    quoted = all(line.indented for line in block)  # then indents do not mark paragraphs
    paragraphs = [[block[0]]]
    for above, line in pairwise(block):
        if (quoted or not line.indented) and _continues(above, line, column):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [replace(lines[0], text=_join_lines(lines)) for lines in paragraphs]


def _join_lines(lines: Sequence[Line]) -> str:
    seams = (choose_separator(above.text, line.text) + line.text for above, line in pairwise(lines))
    return "".join((lines[0].text, *seams))


def _continues(above: Line, line: Line, column: int) -> bool:
    if above.level or line.level or starts_item(line.text):
        return False
    if above.is_byline or line.is_byline or above.role or line.role:
        return False
    return _is_full(above.text, line.text, column) and not _heads_next(
        above.text, line.text, column
    )


def _is_full(above: str, below: str, column: int) -> bool:
    """Return whether the line above was broken by the column width."""
    if below[0].isascii() and below[0].isalpha():
        return measure_width(above) + 1 + measure_width(below.split(" ", 1)[0]) > column
    return measure_width(above) >= _FULL * column


def _heads_next(above: str, line: str, column: int) -> bool:
    """Return whether a short line without punctuation follows a finished paragraph."""
    short = measure_width(line) < _FULL * column and is_label(line) and not ends_sentence(line)
    return short and ends_sentence(above)


def measure_width(text: str) -> int:
    """Return the printed width of ``text`` in columns: two per Chinese character, one for ASCII.

    This equals its length in GB 18030, which needs no Python loop over the characters.
    """
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
