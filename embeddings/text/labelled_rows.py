"""A row of a table as a line of text, each cell with the head of its column.

Every format renders tables like this, 事项:补录户口;承诺时限:10个工作日, so that a row means the
same wherever it stands.
"""

import re
from typing import NamedTuple

from embeddings.documents import Span

_CELL = re.compile(r"(?P<head>[^;:\n]{1,24}?(?:\([^()\n]{1,12}\))?):(?P<words>[^;\n]+)(?:;|$)")
_FEWEST_CELLS = 2
_LONGEST_ROW = 600


class LabelledCell(NamedTuple):
    """A cell with the head of its column; ``value`` is the range of its words."""

    head: str
    words: str
    value: Span


def read_labelled_row(folded: str, line: Span | None = None) -> tuple[LabelledCell, ...]:
    """Return the cells of a line of a folded text, by default of the whole text.

    There are none if any part of the line has no head, or if there is only one.
    """
    place, end = line or (0, len(folded))
    if end - place > _LONGEST_ROW:
        return ()
    cells = []
    while place < end:
        match = _CELL.match(folded, place, end)
        if match is None:
            return ()
        cells.append(LabelledCell(match["head"], match["words"], Span(*match.span("words"))))
        place = match.end()
    return tuple(cells) if len(cells) >= _FEWEST_CELLS else ()
