"""Tables in plain text, whose columns stand apart by tabs or spaces, with their heads in each row.

月份　火灾起数 above 2月　33起 becomes 月份:2月;火灾起数:33起, as in every other format.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from embeddings.articles.content import Cells, Table
from embeddings.articles.table_rows import render_rows
from embeddings.quantities.finding import find_quantities
from embeddings.text.normalize import fold_aligned

# The widest gaps of a table part its columns, so that a space within a cell stays.
_GAPS = (
    re.compile(r"[ \u3000]*\t[\t \u3000]*"),
    re.compile(r" *\u3000[ \u3000]*|  +"),
    re.compile(r"[ \u3000]+"),
)
_FEWEST_COLUMNS, _MOST_COLUMNS = 2, 20
_FEWEST_ROWS = 2  # below the heads
_FIRST_ROWS = 9  # that decide, so that long lists of other things take no time
_LONGEST_HEAD, _LONGEST_CELL = 24, 40
_SENTENCE = re.compile(r"[。！？!?；;：:，]")
_NO_VALUE = re.compile(r"[-—–/\\无]*")


def label_table_rows(text: str) -> str:
    """Return ``text`` with the heads of the columns in each row of its tables.

    A table is a line of heads above lines of as many cells, of which at least one column holds
    numbers below a head that is none; verses and lists of names are none.
    """
    lines = text.split("\n")
    return "\n".join(_label(lines)) if len(lines) > _FEWEST_ROWS else text


def _label(lines: Sequence[str]) -> Iterator[str]:
    start = 0
    while start < len(lines):
        for gap in _GAPS:
            if _is_table(list(islice(_read_rows(lines, start, gap), _FIRST_ROWS))):
                rows = list(_read_rows(lines, start, gap))
                table = Table(rows=rows[1:], header=rows[:1])
                yield from (paragraph.text for paragraph in render_rows(table))
                start += len(rows)
                break
        else:
            yield lines[start]
            start += 1


def _read_rows(lines: Sequence[str], start: int, gap: re.Pattern[str]) -> Iterator[Cells]:
    """Yield the cells of the lines from ``start`` on, as long as they have as many as the first."""
    columns = 0
    for number in range(start, len(lines)):
        cells = tuple(gap.split(lines[number].strip()))
        columns = columns or len(cells)
        is_row = len(cells) == columns and all(len(cell) <= _LONGEST_CELL for cell in cells)
        if not is_row or not _FEWEST_COLUMNS <= columns <= _MOST_COLUMNS:
            return
        yield cells


def _is_table(rows: Sequence[Cells]) -> bool:
    if len(rows) <= _FEWEST_ROWS:
        return False
    heads, *body = rows
    are_heads = len(set(heads)) == len(heads) and not any(
        len(head) > _LONGEST_HEAD or _SENTENCE.search(head) or _is_number(head) for head in heads
    )
    return are_heads and any(map(_holds_numbers, zip(*body, strict=True)))


def _holds_numbers(column: Sequence[str]) -> bool:
    told = [cell for cell in column if not _NO_VALUE.fullmatch(cell)]
    return len(told) >= _FEWEST_ROWS and all(map(_is_number, told))


def _is_number(cell: str) -> bool:
    """Return whether a cell begins with a number that is most of it."""
    folded = fold_aligned(cell)
    return any(
        one.span.start == 0 and one.span.end * 2 >= len(folded) for one in find_quantities(folded)
    )
