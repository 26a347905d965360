"""Rejoin the lines of paragraphs that were wrapped to a width."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from embeddings.cleaning.characters import (
    ends_sentence,
    is_label,
    is_numbered,
    runs_on,
    starts_item,
)
from embeddings.cleaning.lines import Line, measure_width
from embeddings.cleaning.spacing import choose_separator
from embeddings.text.labelled_rows import read_labelled_row

_FIELD = re.compile(r"[\u4e00-\u9fff]{2,4}\s?[:：]\s?\S")  # 地点：村部二楼
_NARROWEST_COLUMN = 14  # columns; shorter lines are the cells of a table
_WIDEST_COLUMN = 132  # columns; a line wider than wrapped print is a paragraph
_FULL = (
    0.75  # share of the column that a line fills before it breaks; scans lose or merge characters
)
_WRAPPED = 0.7  # share of inner lines that must be full before a block counts as wrapped
_FEWEST_LINES = 3
_NARROWEST_TYPED = 30  # columns; lines of verse are shorter
_RAGGED = 4  # columns that a typed line may lack: a mark must not begin the next one
_FEWEST_BROKEN = 2  # typed lines that stop in mid-sentence at the width of the page
_BROKEN = 0.85  # share of the typed lines stopping in mid-sentence that do so at this width


@dataclass(frozen=True, slots=True)
class _Column:
    """The width to which lines were wrapped, in columns.

    Attributes:
        width: the most that a line holds.
        finished: how wide a finished sentence is if the next one was moved to a new line.
    """

    width: int
    finished: float

    @property
    def full(self) -> float:
        """How wide an unfinished sentence is if its rest was moved to the next line."""
        return _FULL * self.width


def unwrap(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, those of a wrapped paragraph joined into one."""
    blocks = tuple(_group_blocks(lines))
    columns = [_measure_scanned(block) for block in blocks]
    wrapped = [column for column in columns if column]
    usual = median_low(wrapped) if wrapped else 0
    typed = None if wrapped else _measure_typed(lines)
    return tuple(
        joined
        for block, column in zip(blocks, columns, strict=True)
        for joined in _unwrap_block(
            block, typed or _build_scanned(usual if len(block) < _FEWEST_LINES else column)
        )
    )


def _group_blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    after_row = False
    for line in lines:
        is_row = bool(read_labelled_row(line.text))  # wrapped with nothing
        if block and (line.gap or is_row or after_row):
            yield block
            block = []
        block.append(line)
        after_row = is_row
    if block:
        yield block


def _build_scanned(width: int) -> _Column | None:
    return _Column(width, _FULL * width) if width else None


def _measure_scanned(block: Sequence[Line]) -> int:
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


def _measure_typed(lines: Sequence[Line]) -> _Column | None:
    """Return the column of a page that a program wrapped, however short its paragraphs are.

    No line is wider, nearly all lines that stop in mid-sentence are as wide, and what they break
    off is finished below: two entries of a list that happen to be as wide as each other are not.
    """
    width = max((measure_width(line.text) for line in lines), default=0)
    if not _NARROWEST_TYPED <= width <= _WIDEST_COLUMN:
        return None
    least = width - _RAGGED
    full = sum(_count_broken(block, least) for block in _group_blocks(lines))
    short = sum(
        _breaks(line) and measure_width(line.text) < least and not is_label(line.text)
        for line in lines[:-1]
    )
    is_wrapped = full >= _FEWEST_BROKEN and full >= _BROKEN * (full + short)
    return _Column(width, least) if is_wrapped else None


def _count_broken(block: Sequence[Line], least: int) -> int:
    """Count the lines of at least this width that break a sentence which is finished below."""
    broken = [_breaks(line) and measure_width(line.text) >= least for line in block]
    finished = max((n for n, is_broken in enumerate(broken) if not is_broken), default=0)
    return sum(broken[:finished])


def _breaks(line: Line) -> bool:
    return not ends_sentence(line.text) and not line.level


def _unwrap_block(block: Sequence[Line], column: _Column | None) -> list[Line]:
    if column is None or len(block) == 1:
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


def _continues(above: Line, line: Line, column: _Column) -> bool:
    if above.level or line.level or starts_item(line.text):
        return False
    if above.is_byline or line.is_byline or above.role or line.role:
        return False
    if ends_sentence(above.text) and is_numbered(line.text):
        return False
    if _FIELD.match(line.text) and not runs_on(above.text):
        return False
    return _is_full(above.text, line.text, column) and not _heads_next(
        above.text, line.text, column
    )


def _is_full(above: str, below: str, column: _Column) -> bool:
    """Return whether the line above was broken by the column width."""
    if below[0].isascii() and below[0].isalpha():
        return measure_width(above) + 1 + measure_width(below.split(" ", 1)[0]) > column.width
    return measure_width(above) >= (column.finished if ends_sentence(above) else column.full)


def _heads_next(above: str, line: str, column: _Column) -> bool:
    """Return whether a short line without punctuation follows a finished paragraph."""
    short = measure_width(line) < column.full and is_label(line) and not ends_sentence(line)
    return short and ends_sentence(above)
