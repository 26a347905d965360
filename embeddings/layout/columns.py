"""Find the columns of a page by their gutters, and put them into reading order.

A gutter is a white vertical band with lines on both sides. The tallest one parts its surroundings
into what is above it, left, right and below, and each part is parted again: a recursive X-Y cut
(Nagy and Seth 1984) that lets headlines and pictures span columns.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from embeddings.layout.boxes import Box, unite
from embeddings.layout.lines import group_rows
from embeddings.layout.pieces import Piece

_NARROWEST_GUTTER = 0.7  # of the size of type
_NARROWEST_COLUMN = 4.0  # of the size of type
_FEWEST_ROWS = 2  # on both sides of a gutter
_HEADLINE = 1.2  # times the size of the text
_SHORTEST = 4  # characters of a headline
_SPANNING = 0.9  # of the text's width: a rule that parts the page
_MOST_CANDIDATES = 40
_SHARED_HEIGHT = 0.5  # of the shorter side that is beside the other one
_FILLED = 0.75  # share of its column that a full line fills
_PROSE = 0.5  # share of full lines in a column of prose
_SHORTEST_PROSE = 7.0  # sizes: its mean width
_ALIGNED = 0.8  # share of rows with pieces on both sides of a table
_EVERY_ROW = 0.7
_MOST_PARTS = 300  # of a page; beyond that it is no text


@dataclass(frozen=True, slots=True)
class _Cut:
    """A gutter's place, and how tall it is."""

    x: float
    top: float
    bottom: float
    height: float


def order_columns(pieces: Sequence[Piece], rules: Iterable[Box] = ()) -> list[list[Piece]]:
    """Return the pieces of each column, or part of one, in reading order.

    Rules across the whole page separate what is above from what is below.
    """
    done: list[list[Piece]] = []
    waiting = list(_split_bands(pieces, rules))[::-1]
    while waiting:
        part = waiting.pop()
        cut = _find_cut(part) if len(done) + len(waiting) < _MOST_PARTS else None
        stories = _split_at_headline(part) if cut else None
        if stories:
            waiting += reversed(stories)
        elif cut:
            waiting += [side for side in reversed(_divide(part, cut)) if side]
        elif part:
            done.append(part)
    return done


def _split_bands(pieces: Sequence[Piece], rules: Iterable[Box]) -> Iterator[list[Piece]]:
    """Yield the pieces between the rules that span the page, from top to bottom."""
    if not pieces:
        return
    around = unite(piece.box for piece in pieces)
    edges = sorted(
        rule.top
        for rule in rules
        if rule.width >= _SPANNING * around.width and rule.width > rule.height
    )
    bands: list[list[Piece]] = [[] for _ in range(len(edges) + 1)]
    for piece in pieces:
        bands[bisect_left(edges, _middle(piece))].append(piece)
    yield from filter(None, bands)


def _split_at_headline(pieces: Sequence[Piece]) -> list[list[Piece]] | None:
    """Return what is above and below the first headline with nothing beside it, if columns go on.

    Such a headline begins a story although it is over the first of its columns only.
    """
    size = _measure_size(pieces)
    top = min(piece.box.top for piece in pieces)
    for piece in sorted(pieces, key=_middle):
        if piece.size < _HEADLINE * size or piece.box.top <= top or len(piece.text) < _SHORTEST:
            continue
        beside = any(
            other is not piece
            and other.box.top < piece.box.bottom
            and other.box.bottom > piece.box.top
            for other in pieces
        )
        below = [other for other in pieces if _middle(other) >= _middle(piece)]
        if not beside and _find_cut(below):
            return [[other for other in pieces if _middle(other) < _middle(piece)], below]
    return None


def _divide(pieces: Sequence[Piece], cut: _Cut) -> list[list[Piece]]:
    """Return what is above the cut, left of it, right of it, and below it."""
    sides: list[list[Piece]] = [[], [], [], []]
    for piece in pieces:
        if _middle(piece) < cut.top:
            sides[0].append(piece)
        elif _middle(piece) > cut.bottom:
            sides[3].append(piece)
        else:
            sides[1 if piece.box.right <= cut.x else 2].append(piece)
    return sides


def _middle(piece: Piece) -> float:
    return (piece.box.top + piece.box.bottom) / 2


def _find_cut(pieces: Sequence[Piece]) -> _Cut | None:
    """Return the tallest gutter."""
    if len(pieces) < 2 * _FEWEST_ROWS:
        return None
    size = _measure_size(pieces)
    ordered = sorted(pieces, key=_middle)
    cuts = chain.from_iterable(
        _find_cuts_at(ordered, x, size) for x in _find_candidates(ordered, size)
    )
    return max(cuts, key=lambda cut: cut.height, default=None)


def _measure_size(pieces: Sequence[Piece]) -> float:
    """Return the size of type of most characters."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0]


def _find_candidates(pieces: Sequence[Piece], size: float) -> list[float]:
    """Return the left edges that several pieces share, the commonest first."""
    step = size / 2
    left = min(piece.box.left for piece in pieces)
    edges: Counter[int] = Counter()
    first: dict[int, float] = {}
    for piece in pieces:
        key = round(piece.box.left / step)
        edges[key] += piece.table.rows if piece.table else 1
        first[key] = min(first.get(key, piece.box.left), piece.box.left)
    common = [key for key, count in edges.most_common(_MOST_CANDIDATES) if count >= _FEWEST_ROWS]
    return [first[key] for key in common if first[key] > left + _NARROWEST_COLUMN * size]


def _find_cuts_at(pieces: Sequence[Piece], x: float, size: float) -> Iterator[_Cut]:
    """Yield the gutters that end at ``x``, between the pieces that reach across it."""
    edge, end = x - _NARROWEST_GUTTER * size, x - size / 100
    left: list[Piece] = []
    right: list[Piece] = []
    for piece in pieces:
        if piece.box.right <= edge:
            left.append(piece)
        elif piece.box.left >= end:
            right.append(piece)
        else:
            if cut := _build_cut(left, right, x, size):
                yield cut
            left, right = [], []
    if cut := _build_cut(left, right, x, size):
        yield cut


def _build_cut(left: Sequence[Piece], right: Sequence[Piece], x: float, size: float) -> _Cut | None:
    """Return the gutter between the pieces if they are columns and no table."""
    if min(map(_count_rows, (left, right))) < _FEWEST_ROWS:
        return None
    one, other = unite(piece.box for piece in left), unite(piece.box for piece in right)
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    if shared < _SHARED_HEIGHT * min(one.height, other.height) or other.width < (
        _NARROWEST_COLUMN * size
    ):
        return None
    rows, others = list(group_rows(left)), list(group_rows(right))
    top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
    beside, facing = (
        [row for row in side if top <= _middle(row[0]) <= bottom] for side in (rows, others)
    )  # of a column that is longer than the other, what both share
    if _are_cells(rows, others, one, other, size) and _are_cells(beside, facing, one, other, size):
        return None
    start = other.top if other.top <= one.top else _find_start(left, other.top, size)
    return _Cut(x - size / 100, start, max(one.bottom, other.bottom), shared)


def _find_start(left: Sequence[Piece], top: float, size: float) -> float:
    """Return where the left column begins: below white above which nothing is beside it.

    What is there is the end of lines over both columns, like those of an abstract.
    """
    rows = [unite(piece.box for piece in row) for row in group_rows(left)]
    for above, below in pairwise(rows):
        if above.bottom <= top + size / 2 <= below.bottom and below.top - above.bottom > size:
            return below.top
    return rows[0].top


def _count_rows(pieces: Sequence[Piece]) -> int:
    """Return how many lines the pieces fill, a table as many as it has rows."""
    tables = [piece.table.rows for piece in pieces if piece.table]
    return sum(tables) + sum(1 for _ in group_rows([one for one in pieces if not one.table]))


def _are_cells(
    left: Sequence[Sequence[Piece]],
    right: Sequence[Sequence[Piece]],
    one: Box,
    other: Box,
    size: float,
) -> bool:
    """Return whether the rows on both sides of a gutter are rows of one table without rules."""
    if any(piece.table for row in (*left, *right) for piece in row):
        return False
    prose = [_is_prose(left, one, size), _is_prose(right, other, size)]
    if all(prose):
        return False
    baselines = {round(row[0].baseline / size * 2) for row in right}
    aligned = sum(
        not baselines.isdisjoint({place - 1, place, place + 1})
        for place in (round(row[0].baseline / size * 2) for row in left)
    )
    few, many = sorted((len(left), len(right)))
    if aligned < _ALIGNED * few:
        return False
    return not any(prose) or few < _EVERY_ROW * many


def _is_prose(rows: Sequence[Sequence[Piece]], box: Box, size: float) -> bool:
    """Return whether most lines fill the column."""
    if box.width < _SHORTEST_PROSE * size:
        return False
    full = sum(
        sum(piece.box.width for piece in row) >= min(_FILLED * box.width, box.width - 2 * size)
        for row in rows
    )
    return full >= _PROSE * len(rows) and len(rows) > _FEWEST_ROWS
