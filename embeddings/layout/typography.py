"""How a document is set: size and leading of its text, its margins, whether it indents."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from embeddings.cleaning.characters import ends_sentence
from embeddings.layout.boxes import Box
from embeddings.layout.lines import Line

LARGER = 1.1  # times the size of the text: type of headings
SMALLER = 0.93  # times the size of the text: type of notes
_INDENT = 1.3  # sizes
_MOST_BOLD = 0.4  # share of bold text from which on bold means nothing
_FEW_LINES = 5  # a column of fewer lines borrows the margins of others
_NEAR = 2.6  # sizes: how far left margins of one column may seem apart
_OUTER = 0.97  # quantile of line ends that is the right margin
_FEWEST_FULL = 3
_FARTHEST_START = 0.4  # of a column's width: lines of a paragraph begin farther left
_SLACK = 1.2  # sizes that may be missing at the end of a full line
_NARROW = 0.55  # of the size: the mean width of letters and digits
_FIRST_WORD = re.compile(r"[\x21-\x7e\u00c0-\u024f]+")
_CLOSERS = "，。、；：！？）》」』】”’%"


@dataclass(frozen=True, slots=True)
class Margins:
    """The left and the right edge of a column's full lines, and how many of these there are."""

    left: float
    right: float
    full: int


@dataclass(frozen=True, slots=True)
class Typography:
    """How the lines of a document are set.

    Attributes:
        size: of the text's type.
        leading: the usual distance of the text's baselines.
        bold_stands_out: whether bold type marks something.
        indents: whether paragraphs begin with an indent.
        margins: of each column.
    """

    size: float
    leading: float
    bold_stands_out: bool
    indents: bool
    margins: dict[Box, Margins]

    def is_indented(self, line: Line) -> bool:
        """Return whether a line begins farther right than its column."""
        return line.box.left - self.margins[line.column].left >= _INDENT * line.size

    def is_outdented(self, line: Line) -> bool:
        """Return whether a line begins farther left than its column."""
        return self.margins[line.column].left - line.box.left >= line.size

    def is_full(self, line: Line, following: str) -> bool:
        """Return whether the first word of ``following`` had no room at the end of the line."""
        margins = self.margins[line.column]
        if line.box.left - margins.left > _FARTHEST_START * (margins.right - margins.left):
            return False  # set flush right: a signature, a date
        room = margins.right - line.box.right
        return room < measure_first_word(following) * line.size + _SLACK * line.size

    def is_wrapped(self, line: Line) -> bool:
        """Return whether so many lines are full that a column's width must have broken them."""
        return self.margins[line.column].full >= _FEWEST_FULL

    def is_centered(self, line: Line) -> bool:
        """Return whether a line has about the same room, and some, on both sides."""
        margins = self.margins[line.column]
        left, right = line.box.left - margins.left, margins.right - line.box.right
        return min(left, right) > line.size and abs(left - right) < 2 * line.size


def measure_first_word(text: str) -> float:
    """Return the width, in type sizes, of what must not be broken at the start of ``text``."""
    word = _FIRST_WORD.match(text)
    width = _NARROW * len(word.group()) if word else 1.0
    rest = text[word.end() if word else 1 :][:1]
    return width + (1.0 if rest and rest in _CLOSERS else 0.0)


def measure_typography(lines: Sequence[Line]) -> Typography:
    """Return how a document's lines are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 1.0
    text = [line for line in lines if SMALLER * size <= line.size <= LARGER * size]
    letters = sum(len(line.text) for line in text)
    bold = sum(len(line.text) for line in text if line.bold)
    margins = _measure_margins(lines, size)
    leading = _measure_leading(text)
    return Typography(
        size, leading, bold < _MOST_BOLD * letters, _find_indents(text, margins), margins
    )


def _measure_leading(lines: Iterable[Line]) -> float:
    """Return the commonest distance of neighbouring baselines in a column."""
    steps: Counter[int] = Counter()
    for _, column in groupby(lines, key=lambda line: (line.page, line.column)):
        for above, below in pairwise(column):
            steps[round(2 * (below.baseline - above.baseline))] += len(above.text)
    return steps.most_common(1)[0][0] / 2 if steps else 0.0


def _measure_margins(lines: Sequence[Line], size: float) -> dict[Box, Margins]:
    columns: defaultdict[Box, list[Line]] = defaultdict(list)
    for line in lines:
        columns[line.column].append(line)
    own = {
        column: _measure_own([line for line in members if not line.table] or members)
        for column, members in columns.items()
    }
    large = [own[column] for column, members in columns.items() if len(members) >= _FEW_LINES]
    return {
        column: margins if len(columns[column]) >= _FEW_LINES else _borrow(margins, large, size)
        for column, margins in own.items()
    }


def _measure_own(lines: Sequence[Line]) -> Margins:
    lefts = Counter(round(line.box.left) for line in lines)
    fewest = max(2, len(lines) // 8) if len(lines) >= _FEW_LINES else 1
    left = min((edge for edge, count in lefts.items() if count >= fewest), default=min(lefts))
    rights = sorted(line.box.right for line in lines)
    right = rights[-1] if len(rights) < 2 * _FEW_LINES else rights[int(_OUTER * (len(rights) - 1))]
    full = sum(right - line.box.right <= _SLACK * line.size for line in lines)
    return Margins(left, right, full)


def _borrow(own: Margins, others: Sequence[Margins], size: float) -> Margins:
    """Return the margins of the narrowest other column that the lines would fit in."""
    fitting = [
        other
        for other in others
        if abs(other.left - own.left) <= _NEAR * size and other.right >= own.right - size
    ]
    best = min(fitting, key=lambda other: other.right - other.left, default=None)
    if not best:
        return own
    return Margins(min(best.left, own.left), max(best.right, own.right), best.full)


def _find_indents(lines: Sequence[Line], margins: dict[Box, Margins]) -> bool:
    """Return whether most lines that follow a finished paragraph are indented."""
    starts = indented = 0
    for above, line in pairwise(lines):
        if above.column != line.column or not ends_sentence(above.text):
            continue
        edges = margins[line.column]
        if edges.right - above.box.right < 2 * _SLACK * above.size:
            continue
        starts += 1
        indented += line.box.left - edges.left >= _INDENT * line.size
    return 2 * indented >= starts > 0
