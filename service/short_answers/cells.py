"""The cell that answers: in a table, of the row and the column that the question names."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from embeddings.documents import Span
from embeddings.quantities.finding import find_quantities
from embeddings.text.labelled_rows import LabelledCell, read_labelled_row
from embeddings.text.normalize import fold_aligned
from embeddings.text.sentences import find_paragraph
from service.questions.answer_spans import find_numbers, measure_number_fit
from service.questions.question import Question, QuestionKind

_UNIT = re.compile(r"\([^()]*\)$|[,/].*$")
_LONGEST_CELL = 60
_SHORTEST_NAME = 2
_TOTAL = re.compile(r"(?:合|总|共|小)计|总数")
_LEAST_FIT = 0.7
_EXTREME = re.compile(r"最(?:(?P<most>[多高大长久贵强热])|[少低小短便弱冷])")
_WHICH = re.compile(r"哪一?[个种项类家所条座届]?的?|什么")

_Row = tuple[LabelledCell, ...]


def find_asked_cell(text: str, answer: Span, question: Question) -> Span | None:
    """Return the cell that ``question`` asks for, in the table around ``answer``.

    The row is the one that the question names (护理专业, 2月), else that of the total if a number
    is asked for, else that of the answer. Of its columns it is the one that the question names; of
    a named row also the only one with a unit that fits. Return None if there is no table whose
    rows have the heads of their columns, or if no column or several fit best.
    """
    rows, own = _read_table(fold_aligned(text), answer)
    if own is None:
        return None
    asked = fold_aligned(question.text)
    extreme = _EXTREME.search(asked)
    wanted = [cell.head for cell in rows[own] if _asks_which(cell.head, asked)]
    if extreme and len(wanted) == 1:  # 最高时限多长 asks for no row
        return _find_extreme(rows, wanted[0], asked, is_highest=extreme["most"] is not None)
    named = _find_named(rows, asked, question)
    row = rows[own] if named is None else rows[named]
    open_cells = [cell for cell in row if not _names(cell.words, asked)]
    cell = _find_only_best(open_cells, lambda one: _measure_head(one.head, asked))
    if cell is None and named is not None and question.kind is QuestionKind.NUMBER:
        cell = _find_only_best(open_cells, lambda one: _fits(one.words, question))
    return cell.value if cell and len(cell.words) <= _LONGEST_CELL else None


def _read_table(folded: str, answer: Span) -> tuple[list[_Row], int | None]:
    """Return the rows of the table around ``answer``, and which of them has it."""
    row = read_labelled_row(folded, find_paragraph(folded, Span(answer.start, answer.start)))
    if not row:
        return [], None
    above = list(_read_on(folded, row, -1))
    return [*reversed(above), row, *_read_on(folded, row, 1)], len(above)


def _read_on(folded: str, row: _Row, step: int) -> Iterator[_Row]:
    """Yield the rows with the same first head above (``step`` -1) or below (1) ``row``."""
    line = find_paragraph(folded, row[0].value)
    while True:
        edge = line.end + 1 if step > 0 else line.start - 1
        if not 0 <= edge <= len(folded):
            return
        line = find_paragraph(folded, Span(edge, edge))
        other = read_labelled_row(folded, line)
        if not other or other[0].head != row[0].head:
            return
        yield other


def _find_extreme(
    rows: Sequence[_Row], wanted: str, asked: str, *, is_highest: bool
) -> Span | None:
    """Return the cell below the ``wanted`` head in the row with the extreme of a named value.

    Of 哪个专业的报到率最高 it is the cell of 专业 in the row with the highest 报到率.
    """
    others = [cell for cell in rows[0] if cell.head != wanted]
    compared = _find_only_best(others, lambda one: _measure_head(one.head, asked))
    if compared is None:
        return None
    values: dict[Span, Fraction] = {}
    for row in rows:
        cells = {cell.head: cell for cell in row}
        name, told = cells.get(wanted), cells.get(compared.head)
        numbers = find_quantities(told.words) if told else ()
        if name and len(numbers) == 1 and not _TOTAL.fullmatch(name.words):
            values[name.value] = numbers[0].amount[1]
    extreme = (max if is_highest else min)(values.values(), default=None)
    found = [span for span, value in values.items() if value == extreme]
    return found[0] if len(found) == 1 and len(values) > 1 else None


def _asks_which(head: str, asked: str) -> bool:
    """Return whether the question asks which one of a column it is: 哪个专业."""
    is_time = head[0] in "年月" and re.search(rf"哪一?个?{head[0]}", asked)  # 月份: 哪个月
    return bool(is_time) or any(
        asked.startswith(head, match.end()) for match in _WHICH.finditer(asked)
    )


def _find_named(rows: Sequence[_Row], asked: str, question: Question) -> int | None:
    """Return the only row that the question names best; of none, that of the total of numbers."""
    lengths = [
        max((len(cell.words) for cell in row if _names(cell.words, asked)), default=0)
        for row in rows
    ]
    best = max(lengths)
    if best:
        return lengths.index(best) if lengths.count(best) == 1 else None
    totals = [n for n, row in enumerate(rows) if _TOTAL.fullmatch(row[0].words.strip())]
    is_sum = question.kind is QuestionKind.NUMBER and len(rows) > 1 and len(totals) == 1
    return totals[0] if is_sum else None


def _names(words: str, asked: str) -> bool:
    """Return whether the question has the words of a cell; 2月 is not in 12月."""
    words = words.strip()
    if len(words) < _SHORTEST_NAME and not words.isdigit():
        return False
    edges = r"(?<!\d)" if words[:1].isdigit() else "", r"(?!\d)" if words[-1:].isdigit() else ""
    return re.search(edges[0] + re.escape(words) + edges[1], asked) is not None


def _measure_head(head: str, asked: str) -> float:
    """Return how many characters of a head the question has."""
    names = [_UNIT.sub("", part) for part in head.split(" ")]
    return sum(len(name) for name in names if name and name in asked)


def _fits(words: str, question: Question) -> float:
    """Return whether a cell is a number with a unit that fits, as 0 or 1."""
    fits = (measure_number_fit(number, question) for number in find_numbers(words))
    return float(max(fits, default=0.0) >= _LEAST_FIT)


def _find_only_best(
    cells: Sequence[LabelledCell], measure: Callable[[LabelledCell], float]
) -> LabelledCell | None:
    scores = [measure(cell) for cell in cells]
    best = max(scores, default=0)
    return cells[scores.index(best)] if best and scores.count(best) == 1 else None
