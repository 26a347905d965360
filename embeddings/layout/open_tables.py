"""Tables with horizontal rules only: above the heads, below them, and at the foot.

The usual form in papers (三线表). Their columns are parted by white space, their rows too:
lines that are near each other, in cells that are centred beside each other, are one row.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean

from embeddings.layout.boxes import Box, Glyph, unite
from embeddings.layout.grids import Cell, Grid
from embeddings.layout.open_table_heads import (
    Columns,
    PieceLine,
    clean_cell,
    find_column,
    join_cell,
    read_heads,
)
from embeddings.layout.pieces import Piece, gather_pieces
from embeddings.layout.ruled_tables import RuledTable, merge_collinear

_ALIKE = 6.0  # points: how far the ends of a table's rules may be apart
_FEWEST_RULES = 3
_FEWEST_COLUMNS = 2
_NARROWEST = 8.0  # sizes: of a table
_GAP = 0.9  # sizes between the columns
_PARTED = 1.35  # a gap between rows is so many times as wide as one within a row
_SURE = 1.6  # likewise, where both lines fill all columns
_FULL = 0.8  # share of a column that the lines of prose fill, on average
_PROSE = 8.0  # sizes: a column of prose is not narrower
_FEWEST_LINES = 5  # of prose
_MOST_HEAD_LINES = 4
_CAPTION = re.compile(
    r"[续續]?[表图圖]\s?[\dA-Z一二三四五六七八九十]|(?:Table|Figure|Fig\.)\s?\d", re.I
)
_LONGEST_CELL = 300  # characters


def find_open_tables(
    glyphs: Sequence[Glyph], rules: Sequence[Box], taken: Iterable[int]
) -> list[RuledTable]:
    """Return the tables of a page that have no vertical rules.

    Args:
        glyphs: the characters of the page; ``RuledTable.glyphs`` are indices of them.
        rules: the straight lines of the page.
        taken: the indices of characters that stand in other tables.
    """
    used = set(taken)
    free = [index for index, glyph in enumerate(glyphs) if index not in used]
    merged = merge_collinear(rules)
    across = [rule for rule in merged if rule.width >= rule.height]
    down = [rule for rule in merged if rule.height > rule.width]
    tables: list[RuledTable] = []
    for levels in _group_levels(across):
        start = 0
        while start + _FEWEST_RULES <= len(levels):
            table, end = _read_table(levels[start:], glyphs, free, down)
            if table:
                tables.append(table)
            start += end
    return tables


def _group_levels(across: Iterable[Box]) -> Iterator[list[Box]]:
    """Yield rules of one width that stand below each other, from top to bottom."""
    groups: list[list[Box]] = []
    for rule in sorted(across, key=lambda rule: rule.top):
        for group in groups:
            if max(abs(rule.left - group[0].left), abs(rule.right - group[0].right)) < _ALIKE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return (group for group in groups if len(group) >= _FEWEST_RULES)


@dataclass(frozen=True, slots=True)
class _Band:
    """What stands between two rules: its pieces in lines, each line from left to right."""

    lines: tuple[PieceLine, ...]
    indices: tuple[int, ...]


def _read_table(
    levels: Sequence[Box], glyphs: Sequence[Glyph], free: Sequence[int], down: Sequence[Box]
) -> tuple[RuledTable | None, int]:
    """Return the table that begins at the first rule, if any, and how many rules it has."""
    bands: list[_Band] = []
    for above, below in pairwise(levels):
        area = Box(above.left - 1, above.bottom, above.right + 1, below.top)
        if any(rule.height > area.height / 2 and _meets(rule, area) for rule in down):
            break
        band = _read_band(area, glyphs, free)
        if band is None or (bands and not _goes_on(bands, band)):
            break
        bands.append(band)
    grid = _build_grid(bands) if len(bands) >= _FEWEST_RULES - 1 else None
    if grid is None:
        return None, 1
    inside = frozenset(index for band in bands for index in band.indices)
    return RuledTable(unite(levels[: len(bands) + 1]), grid, inside), len(bands) + 1


def _meets(rule: Box, area: Box) -> bool:
    return (
        rule.left < area.right
        and rule.right > area.left
        and rule.top < area.bottom
        and rule.bottom > area.top
    )


def _read_band(area: Box, glyphs: Sequence[Glyph], free: Sequence[int]) -> _Band | None:
    """Return what stands in an area; None if it is empty, or its lines leave it."""
    indices: list[int] = []
    for index in free:
        glyph = glyphs[index]
        y = glyph.baseline - 0.3 * glyph.size
        if not area.top <= y <= area.bottom:
            continue
        if area.left <= (glyph.box.left + glyph.box.right) / 2 <= area.right:
            indices.append(index)
    pieces = gather_pieces(glyphs[index] for index in indices)
    if not pieces or area.width < _NARROWEST * pieces[0].size:
        return None
    return _Band(tuple(_group_lines(pieces)), tuple(indices))


def _group_lines(pieces: Iterable[Piece]) -> Iterator[PieceLine]:
    """Yield the pieces whose heights overlap as one line, as cells centred beside each other do."""
    line: list[Piece] = []
    bottom = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.box.top):
        middle = (piece.box.top + piece.box.bottom) / 2
        if line and middle > bottom:
            yield tuple(sorted(line, key=lambda piece: piece.box.left))
            line = []
        if not line:
            bottom = piece.box.bottom
        line.append(piece)
    if line:
        yield tuple(sorted(line, key=lambda piece: piece.box.left))


def _goes_on(bands: Sequence[_Band], band: _Band) -> bool:
    """Return whether what stands below a rule has the columns of what stands above it."""
    first = band.lines[0][0].text if len(band.lines) == 1 else ""
    if _CAPTION.match(first):
        return False
    above, together = _find_columns(bands[1:]), _find_columns([*bands[1:], band])
    own = _find_columns([band])
    return min(len(own), len(together)) >= _FEWEST_COLUMNS and len(together) >= len(above)


def _find_columns(bands: Sequence[_Band]) -> list[tuple[float, float]]:
    """Return the extents of the columns, from left to right."""
    pieces = [piece for band in bands for line in band.lines for piece in line]
    columns: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.left):
        if columns and piece.box.left < columns[-1][1] + _GAP * piece.size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], piece.box.right))
        else:
            columns.append((piece.box.left, piece.box.right))
    return columns


def _build_grid(bands: Sequence[_Band]) -> Grid | None:
    head, body = bands[0], bands[1:]
    columns = _add_empty(_find_columns(body), head)
    if len(columns) < _FEWEST_COLUMNS or len(head.lines) > _MOST_HEAD_LINES:
        return None
    if _is_prose(columns, body):
        return None
    heads = list(read_heads(head.lines, columns))
    if len({cell.column for cell in heads if cell.text}) < _FEWEST_COLUMNS:
        return None
    depth = max(cell.row_end for cell in heads)
    is_each_a_row = len(body) >= _FEWEST_RULES
    rows = [row for band in body for row in _read_rows(band, columns, whole=is_each_a_row)]
    cells = [*heads]
    for number, row in enumerate(rows, start=depth):
        for column in range(len(columns)):
            cells.append(Cell(row.get(column, ""), number, column, number + 1, column + 1))
    if max(len(cell.text) for cell in cells) > _LONGEST_CELL:
        return None
    return Grid(depth + len(rows), len(columns), tuple(cells), heads=depth)


def _add_empty(columns: list[tuple[float, float]], head: _Band) -> list[tuple[float, float]]:
    """Return the columns with those that have only a head."""
    alone = [
        (piece.box.left, piece.box.right)
        for piece in head.lines[-1]
        if all(piece.box.right < left or piece.box.left > right for left, right in columns)
    ]
    return sorted([*columns, *alone])


def _is_prose(columns: Columns, body: Sequence[_Band]) -> bool:
    """Return whether the columns are columns of running text, whose lines are full."""
    widths: defaultdict[int, list[float]] = defaultdict(list)
    sizes: list[float] = []
    for band in body:
        for line in band.lines:
            for piece in line:
                widths[find_column(piece, columns)].append(piece.box.width)
                sizes.append(piece.size)
    wide = [
        place
        for place, (left, right) in enumerate(columns)
        if right - left >= _PROSE * mean(sizes) and len(widths[place]) >= _FEWEST_LINES
    ]
    full = [
        place
        for place in wide
        if mean(widths[place]) >= _FULL * (columns[place][1] - columns[place][0])
    ]
    return len(full) >= _FEWEST_COLUMNS and len(full) == len(wide)


def _read_rows(band: _Band, columns: Columns, *, whole: bool) -> Iterator[dict[int, str]]:
    """Yield the rows: the text in each column."""
    for lines in [band.lines] if whole and not _has_rows(band, columns) else _part(band, columns):
        row: dict[int, str] = {}
        for line in lines:
            for piece in line:
                column = find_column(piece, columns)
                row[column] = join_cell(row.get(column, ""), piece.text)
        yield {column: clean_cell(text) for column, text in row.items()}


def _has_rows(band: _Band, columns: Columns) -> bool:
    return sum(_fills(line, columns) for line in band.lines) > 1


def _fills(line: Sequence[Piece], columns: Columns) -> bool:
    return len({find_column(piece, columns) for piece in line}) == len(columns)


def _part(band: _Band, columns: Columns) -> list[list[PieceLine]]:
    """Return the lines of each row."""
    boxes = [unite(piece.box for piece in line) for line in band.lines]
    gaps = [max(below.top - above.bottom, 0.0) for above, below in pairwise(boxes)]
    size = band.lines[0][0].size
    limit = _find_limit(gaps)
    rows = [[band.lines[0]]]
    for gap, above, line in zip(gaps, band.lines, band.lines[1:], strict=False):
        is_full = _fills(above, columns) and _fills(line, columns)
        if gap < limit and not (is_full and max(gaps) < _SURE * max(gap, size / 10)):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _find_limit(gaps: Sequence[float]) -> float:
    """Return the gap from which on a new row begins: that with the widest step to the next."""
    steps = [(wide - narrow, narrow, wide) for narrow, wide in pairwise(sorted(gaps))]
    _, narrow, wide = max(steps, default=(0.0, 0.0, 0.0))
    return wide if wide >= _PARTED * narrow else 0.0
