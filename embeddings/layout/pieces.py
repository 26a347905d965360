"""Gather characters into pieces of lines: what stands on one baseline without a wide gap."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from embeddings.layout.boxes import ASCENT, Box, Glyph, unite
from embeddings.layout.grids import Grid
from embeddings.layout.spelling import spell
from embeddings.places import DOUBTFUL

_DESCENT = 1 - ASCENT  # of the size; the same for every font, so that boxes compare
_WIDE = 0.8  # of the size: a wider gap ends a piece
_OVERLAP = 0.6  # of the size: characters may stand that far inside the one before
_SAME_BASELINE = 0.2  # of the size
_SMALL = 0.8  # of the size of its neighbours: a raised or lowered character
_RECENT = 3  # characters of a piece that tell its size and baseline
_HIGHEST, _LOWEST = 0.75, 0.2  # of the size: how far it is raised or lowered


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring characters of a line.

    Attributes:
        text: what they say; raised characters stand between two marks, see ``spelling``.
        box: from ascender to descender, whatever the characters are.
        size: of its type.
        bold: whether all of it is heavy.
        baseline: y of the line that it stands on.
        table: the table that stands here instead of characters.
        place: where it is on its page as it lies, which may have been turned for reading.
        doubtful: which of its characters, white space not counted, are in doubt.
    """

    text: str
    box: Box
    size: float
    bold: bool
    baseline: float
    table: Grid | None = None
    place: Box | None = field(default=None, compare=False)
    doubtful: tuple[int, ...] = field(default=(), compare=False)


def gather_pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Return the pieces from top to bottom, then from left to right, however they were drawn."""
    runs = sorted(_split_runs(glyphs), key=lambda run: run[0].box.left)
    gathered = _Gathering()
    for run in runs:
        gathered.add(run)
    pieces = [_build_piece(glyphs) for glyphs in gathered.iterate()]
    return sorted(
        (piece for piece in pieces if piece.text), key=lambda piece: (piece.box.top, piece.box.left)
    )


def _split_runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Yield neighbouring characters that were drawn one after the other, with spaces between."""
    run: list[Glyph] = []
    spaces: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run += [*spaces, glyph] if run else [glyph]
        spaces = []
    if run:
        yield run


def _follows(before: Glyph, glyph: Glyph) -> bool:
    size = max(before.size, glyph.size)
    if min(before.size, glyph.size) < _SMALL * size:
        return False
    if abs(glyph.baseline - before.baseline) > _SAME_BASELINE / 2 * size:
        return False
    return before.box.left < glyph.box.left and glyph.box.left - before.box.right <= _WIDE * size


class _Gathering:
    """Runs being joined from left to right; rows of the page limit what must be compared."""

    def __init__(self) -> None:
        self._rows: defaultdict[int, list[list[Glyph]]] = defaultdict(list)
        self._pieces: list[list[Glyph]] = []
        self._step = 12.0

    def add(self, run: list[Glyph]) -> None:
        row = round(run[0].baseline / self._step)
        for near in (row, row - 1, row + 1):
            for piece in reversed(self._rows[near]):
                if self._join(piece, run):
                    return
        piece = list(run)
        self._pieces.append(piece)
        self._rows[row].append(piece)

    def _join(self, piece: list[Glyph], run: list[Glyph]) -> bool:
        """Append the run to the piece if it continues it."""
        end, first = piece[-1], run[0]
        size = max(end.size, first.size)
        gap = first.box.left - end.box.right
        if not -_OVERLAP * size <= gap <= _WIDE * size or not _share_line(piece, first):
            return False
        piece += run
        return True

    def iterate(self) -> Iterator[list[Glyph]]:
        return iter(self._pieces)


def _share_line(piece: Sequence[Glyph], glyph: Glyph) -> bool:
    """Return whether the glyph is on the baseline of the piece, or raised or lowered beside it."""
    large = max(piece[-_RECENT:], key=lambda item: item.size)
    size = max(large.size, glyph.size)
    rise = large.baseline - glyph.baseline
    if abs(rise) <= _SAME_BASELINE * size:
        return True
    if glyph.size <= _SMALL * large.size:
        return -_LOWEST * size <= rise <= _HIGHEST * size
    return large.size <= _SMALL * glyph.size and -_HIGHEST * size <= rise <= _LOWEST * size


def _build_piece(glyphs: Sequence[Glyph]) -> Piece:
    largest = max(glyph.size for glyph in glyphs)
    main = [glyph for glyph in glyphs if glyph.size > _SMALL * largest]
    typical = _find_typical(main)
    size, baseline = typical.size, typical.baseline
    around = unite(glyph.box for glyph in glyphs)
    box = Box(around.left, baseline - ASCENT * size, around.right, baseline + _DESCENT * size)
    text = "".join(
        spell(list(group), is_raised)
        for is_raised, group in groupby(
            glyphs, key=lambda glyph: glyph.size <= _SMALL * largest and glyph.baseline < baseline
        )
    )
    is_bold = all(glyph.bold for glyph in main)
    is_turned = glyphs[0].place is not None
    place = unite(glyph.place or glyph.box for glyph in glyphs) if is_turned else box
    return Piece(text.strip(), box, size, is_bold, baseline, None, place, _find_doubtful(glyphs))


def _find_typical(glyphs: Sequence[Glyph]) -> Glyph:
    """Return the first of the glyphs in the size that most of them have."""
    counts = Counter(round(glyph.size, 1) for glyph in glyphs)
    size = max(counts, key=lambda size: counts[size])
    return next(glyph for glyph in glyphs if round(glyph.size, 1) == size)


def _find_doubtful(glyphs: Sequence[Glyph]) -> tuple[int, ...]:
    letters = [glyph for glyph in glyphs for letter in glyph.text if not letter.isspace()]
    return tuple(n for n, glyph in enumerate(letters) if glyph.confidence < DOUBTFUL)
