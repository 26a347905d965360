"""Lines of a page: their gaps, indents and marks, and the rejoining of hard-wrapped ones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from embeddings.cleaning.bylines import is_byline
from embeddings.cleaning.characters import ends_sentence, starts_item
from embeddings.cleaning.spacing import collapse, seam

_MARK = re.compile(r"(#{1,6})\s+(?=\S)")
_WIDEST_COLUMN = 132  # columns; a line wider than any wrapped print is a paragraph
_FULL = (
    0.75  # share of the column that a line fills before it breaks; scans lose or merge characters
)
_WRAPPED = 0.7  # share of inner lines that must be full before a block counts as wrapped
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line with what its surroundings tell.

    Attributes:
        text: without white space at its ends.
        gap: empty lines above it (0 for the first line of the page).
        level: number of ``#`` before it, which are not part of ``text``; 0 without.
        indented: it began with white space, as first lines of Chinese paragraphs do.
        inline: it stood at the end of a longer line, from which it was parted.
    """

    text: str
    gap: int = 0
    level: int = 0
    indented: bool = False
    inline: bool = False


def split_lines(text: str) -> tuple[Line, ...]:
    """Return the non-empty lines of ``text``."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    gap, first = 0, True
    for raw in text.split("\n"):
        stripped = collapse(raw)
        if not stripped:
            gap += 1
            continue
        mark = _MARK.match(stripped)
        level = len(mark.group(1)) if mark else 0
        indented = raw[:2].isspace() and len(raw) > 1
        yield Line(
            stripped[mark.end() :] if mark else stripped, 0 if first else gap, level, indented
        )
        gap, first = 0, False


def unwrap(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines with those of one wrapped paragraph joined into one."""
    return tuple(joined for block in _blocks(lines) for joined in _unwrap_block(block))


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and line.gap:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _unwrap_block(block: Sequence[Line]) -> list[Line]:
    column = _column_width(block)
    quoted = all(line.indented for line in block)  # then the indent marks no paragraph
    joined: list[Line] = [block[0]]
    pieces: list[str] = [block[0].text]
    for above, line in pairwise(block):
        if column and (quoted or not line.indented) and _continues(above, line, column):
            pieces.append(seam(above.text, line.text) + line.text)
            continue
        joined[-1] = replace(joined[-1], text="".join(pieces))
        joined.append(line)
        pieces = [line.text]
    joined[-1] = replace(joined[-1], text="".join(pieces))
    return joined


def _column_width(block: Sequence[Line]) -> int:
    """Return the width to which the block was wrapped, or 0 when its lines are paragraphs of their own.

    Wrapped lines are full and break in mid-sentence; paragraphs are of any length and end with a stop.
    """
    widths = sorted(width(line.text) for line in block)
    column = widths[len(widths) * 4 // 5]
    inner = block[:-1]
    if len(block) < _FEWEST_LINES or column > _WIDEST_COLUMN:
        return 0
    full = [line for line in inner if width(line.text) >= _FULL * column]
    open_ended = [line for line in full if not ends_sentence(line.text)]
    enough = len(full) >= _WRAPPED * (len(inner) - 2) and len(open_ended) >= _WRAPPED * len(full)
    return column if enough and open_ended else 0


def _continues(above: Line, line: Line, column: int) -> bool:
    if above.level or line.level or starts_item(line.text):
        return False
    if is_byline(above.text) or is_byline(line.text):
        return False
    first_word = line.text.split(" ", 1)[0] if line.text[0].isascii() else line.text[0]
    above_width = width(above.text)
    return above_width >= _FULL * column or above_width + 1 + width(first_word) > column


def width(text: str) -> int:
    """Return the columns that ``text`` takes in print: two for Chinese, one for ASCII.

    That is its length in GB 18030, a count that needs no loop over the characters.
    """
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
