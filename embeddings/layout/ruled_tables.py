"""Tables whose cells are separated by rules."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from embeddings.cleaning.spacing import choose_separator, close_up
from embeddings.layout.boxes import Box, Glyph, unite
from embeddings.layout.grids import Cell, Grid
from embeddings.layout.lines import group_rows
from embeddings.layout.pieces import gather_pieces
from embeddings.layout.spelling import RAISED_TEXT

_NEAR = 3.0  # points: rules that are not farther apart are one, or touch
_COVERED = 0.6  # share of a cell's side that must have a rule
_FEWEST = 2  # rows, and columns
_LONGEST_CELL = 500  # characters; boxes with more frame stories, not cells
_FEW_CELLS = 6
_MOST_RULES = 1_500  # of a page, collinear ones counted once; more are a drawing
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table, its place, and the characters in it."""

    box: Box
    grid: Grid
    glyphs: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Lattice:
    """The rules of one table: ends of its columns and rows, and the rules at each of them."""

    xs: Sequence[float]
    ys: Sequence[float]
    across: dict[int, list[Box]]
    down: dict[int, list[Box]]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def find_ruled_tables(glyphs: Sequence[Glyph], rules: Sequence[Box]) -> list[RuledTable]:
    """Return the tables of a page; frames around stories are none.

    ``RuledTable.glyphs`` are indices of ``glyphs``.
    """
    merged = merge_collinear(rules)
    if len(merged) > _MOST_RULES:
        return []
    tables = []
    for group in _group_rules(merged):
        lattice = _build_lattice(group)
        if lattice and (table := _build_table(lattice, glyphs)):
            tables.append(table)
    return tables


def merge_collinear(rules: Iterable[Box]) -> list[Box]:
    """Return the rules, those on one straight line that touch or overlap as one."""
    straight: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)
    for rule in rules:
        axis = 0 if rule.width >= rule.height else 1
        middle = (rule.top + rule.bottom, rule.left + rule.right)[axis] / 2
        straight[axis, round(middle)].append(rule)
    merged: list[Box] = []
    for (axis, _), line in straight.items():
        line.sort(key=lambda rule: rule[axis])
        current = line[0]
        for rule in line[1:]:
            if rule[axis] <= current[axis + 2] + _NEAR:
                current = unite((current, rule))
            else:
                merged.append(current)
                current = rule
        merged.append(current)
    return merged


def _group_rules(rules: Sequence[Box]) -> list[list[Box]]:
    """Return the rules that touch each other, directly or by others."""
    order = sorted(rules, key=lambda rule: rule.top)
    groups: list[list[Box]] = []
    bottoms: list[float] = []
    for rule in order:
        touching = [
            place
            for place, group in enumerate(groups)
            if bottoms[place] >= rule.top - _NEAR and any(_touch(rule, other) for other in group)
        ]
        merged = [rule]
        for place in reversed(touching):
            merged += groups.pop(place)
            bottoms.pop(place)
        groups.append(merged)
        bottoms.append(max(item.bottom for item in merged))
    return groups


def _touch(one: Box, other: Box) -> bool:
    return (
        one.left <= other.right + _NEAR
        and other.left <= one.right + _NEAR
        and one.top <= other.bottom + _NEAR
        and other.top <= one.bottom + _NEAR
    )


def _build_lattice(rules: Sequence[Box]) -> _Lattice | None:
    across = [rule for rule in rules if rule.width >= rule.height and rule.width > _NEAR]
    down = [rule for rule in rules if rule.height > rule.width and rule.height > _NEAR]
    if len(across) <= _FEWEST or not down:
        return None
    around = unite(rules)
    xs = _merge([(rule.left + rule.right) / 2 for rule in down] + [around.left, around.right])
    ys = _merge([(rule.top + rule.bottom) / 2 for rule in across] + [around.top, around.bottom])
    if not _FEWEST * _FEWEST <= (len(xs) - 1) * (len(ys) - 1) <= _MOST_CELLS:
        return None
    return _Lattice(
        xs,
        ys,
        _sort_in(across, ys, lambda rule: (rule.top + rule.bottom) / 2),
        _sort_in(down, xs, lambda rule: (rule.left + rule.right) / 2),
    )


def _merge(places: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _NEAR:
            merged.append(place)
    return merged


def _sort_in(
    rules: Iterable[Box], places: Sequence[float], middle: Callable[[Box], float]
) -> dict[int, list[Box]]:
    found: defaultdict[int, list[Box]] = defaultdict(list)
    for rule in rules:
        found[_find_nearest(places, middle(rule))].append(rule)
    return dict(found)


def _find_nearest(places: Sequence[float], place: float) -> int:
    after = bisect_right(places, place)
    return min(
        (index for index in (after - 1, after) if 0 <= index < len(places)),
        key=lambda index: abs(places[index] - place),
    )


def _build_table(lattice: _Lattice, glyphs: Sequence[Glyph]) -> RuledTable | None:
    """Return the table, or None if its cells are frames of a page's layout."""
    areas = _join_areas(lattice)
    inside = _sort_glyphs(lattice, glyphs, areas)
    texts = {area: _join_cell(glyphs[index] for index in places) for area, places in inside.items()}
    cells = tuple(
        Cell(texts.get(area, ""), top, left, bottom, right)
        for area, (top, left, bottom, right) in sorted(_measure_areas(areas).items())
    )
    starts = {(cell.row, cell.column) for cell in cells}
    if min(len({row for row, _ in starts}), len({column for _, column in starts})) < _FEWEST:
        return None
    longest = max(map(len, texts.values()), default=0)
    if len(texts) < _FEWEST or (longest > _LONGEST_CELL and len(texts) <= _FEW_CELLS):
        return None
    bold = _find_bold_rows(cells, {area: [glyphs[i] for i in v] for area, v in inside.items()})
    grid = Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, cells, bold)
    return RuledTable(lattice.box, grid, frozenset(i for v in inside.values() for i in v))


def _join_areas(lattice: _Lattice) -> dict[tuple[int, int], tuple[int, int]]:
    """Return, for each field of the lattice, the first field of the cell that it belongs to."""
    xs, ys = lattice.xs, lattice.ys
    first: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            here = (row, column)
            if column and not _has_rule(lattice.down.get(column, ()), ys[row], ys[row + 1], 1):
                first[here] = first[row, column - 1]
            elif row and not _has_rule(lattice.across.get(row, ()), xs[column], xs[column + 1], 0):
                first[here] = first[row - 1, column]
            else:
                first[here] = here
    return first


def _has_rule(rules: Iterable[Box], start: float, end: float, axis: int) -> bool:
    """Return whether rules cover most of a side, which runs along x (0) or y (1)."""
    covered = sum(max(0.0, min(end, rule[axis + 2]) - max(start, rule[axis])) for rule in rules)
    return covered >= _COVERED * (end - start)


def _measure_areas(
    areas: dict[tuple[int, int], tuple[int, int]],
) -> dict[tuple[int, int], tuple[int, int, int, int]]:
    """Return first row, first column and the ends of both for each cell."""
    extents: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for (row, column), area in areas.items():
        top, left, bottom, right = extents.get(area, (row, column, row, column))
        extents[area] = (
            min(top, row),
            min(left, column),
            max(bottom, row + 1),
            max(right, column + 1),
        )
    return extents


def _sort_glyphs(
    lattice: _Lattice,
    glyphs: Sequence[Glyph],
    areas: dict[tuple[int, int], tuple[int, int]],
) -> dict[tuple[int, int], list[int]]:
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    box = lattice.box
    for index, glyph in enumerate(glyphs):
        x = (glyph.box.left + glyph.box.right) / 2
        y = glyph.baseline - 0.3 * glyph.size
        if box.contains(x, y):
            row = min(bisect_right(lattice.ys, y) - 1, len(lattice.ys) - 2)
            column = min(bisect_right(lattice.xs, x) - 1, len(lattice.xs) - 2)
            found[areas[row, column]].append(index)
    return dict(found)


def _join_cell(glyphs: Iterable[Glyph]) -> str:
    """Return the text of a cell as one line."""
    text = ""
    for row in group_rows(gather_pieces(glyphs)):
        for piece in row:
            text += choose_separator(text, piece.text) + piece.text
    return RAISED_TEXT.sub(r"\1", close_up(text))


def _find_bold_rows(
    cells: Iterable[Cell], inside: dict[tuple[int, int], list[Glyph]]
) -> frozenset[int]:
    bold: defaultdict[int, list[bool]] = defaultdict(list)
    for cell in cells:
        for glyph in inside.get((cell.row, cell.column), ()):
            bold[cell.row].append(glyph.bold)
    return frozenset(row for row, heavy in bold.items() if all(heavy))
