"""The cell that answers: in a row of a table, the one whose column the question names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from embeddings.documents import Span
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph
from service.questions.question import Question

# 事项:补录户口;承诺时限:10个工作日
_CELL = re.compile(r"(?P<head>[^;:\n]{1,24}?(?:\([^()\n]{1,12}\))?):(?P<value>[^;\n]+)(?:;|$)")
_UNIT = re.compile(r"\([^()]*\)$|[,/].*$")
_FEWEST_CELLS = 2
_LONGEST_ROW, _LONGEST_CELL = 600, 60


class _Cell(NamedTuple):
    head: str
    value: Span


def find_asked_cell(text: str, answer: Span, question: Question) -> Span | None:
    """Return the cell whose column the question names, in the row of a table around ``answer``.

    Return None if that is no row with the heads of its columns, or if no head or several fit best.
    """
    row = find_paragraph(text, answer)
    if row.end - row.start > _LONGEST_ROW:
        return None
    asked = fold_aligned(question.text)
    cells = list(_read_cells(fold_aligned(text[slice(*row)]), row.start))
    if len(cells) < _FEWEST_CELLS:
        return None
    scores = [_measure(cell, text, asked) for cell in cells]
    best = max(scores)
    if not best or scores.count(best) > 1:
        return None
    cell = cells[scores.index(best)].value
    return cell if cell.end - cell.start <= _LONGEST_CELL else None


def _read_cells(row: str, start: int) -> Iterator[_Cell]:
    """Yield the cells of a row; none if any part of it has no head."""
    place, cells = 0, []
    while place < len(row):
        match = _CELL.match(row, place)
        if match is None:
            return
        first, last = match.span("value")
        cells.append(_Cell(match["head"], Span(start + first, start + last)))
        place = match.end()
    yield from cells


def _measure(cell: _Cell, text: str, asked: str) -> int:
    """Return how many characters of its head the question has; 0 if it tells the value itself."""
    if fold_aligned(text[slice(*cell.value)]) in asked:
        return 0
    names = [_UNIT.sub("", part) for part in cell.head.split(" ")]
    return sum(len(name) for name in names if name and name in asked)
