"""The paragraphs of a story: lines of its columns joined, by indents and short ends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from embeddings.cleaning.characters import ends_sentence
from embeddings.layout.blocks import Block
from embeddings.layout.boxes import Box, Glyph, PrintedPage, unite
from embeddings.layout.letters import Letter
from embeddings.layout.lines import Line
from embeddings.layout.paragraphs import PrintedParagraph
from embeddings.layout.spelling import spell
from embeddings.layout.strips import Strip

_INDENT = 1.2  # sizes
_SHORT = 1.8  # sizes missing at the end of a line that ends a paragraph
_VERY_SHORT = 4.0  # sizes missing, so that a line ends a paragraph without a mark
_ALIKE = 0.85  # the smaller of two sizes to the larger, within a paragraph
_FEWEST = 3  # lines that tell the edge of a column
_ROW = 0.5  # of the size: strips of one row


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a column, upright: its strips from left to right, and the column's edges."""

    strips: tuple[Strip, ...]
    left: float
    right: float

    @property
    def size(self) -> float:
        return max(strip.size for strip in self.strips)

    @property
    def indent(self) -> float:
        return self.strips[0].box.left - self.left

    @property
    def room(self) -> float:
        return self.right - self.strips[-1].box.right

    @property
    def text(self) -> str:
        return "".join(strip.text for strip in self.strips)


def build_paragraphs(blocks: Sequence[Block], page: PrintedPage) -> list[PrintedParagraph]:
    """Return the paragraphs of blocks in reading order."""
    rows = [row for block in _join_columns(blocks) for row in _build_rows(block)]
    paragraphs: list[list[_Row]] = []
    for row in rows:
        if paragraphs and _continues(paragraphs[-1][-1], row):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return [
        PrintedParagraph(tuple(build_line(row.strips, page) for row in paragraph))
        for paragraph in paragraphs
    ]


def build_title(blocks: Iterable[Block], page: PrintedPage) -> list[PrintedParagraph]:
    """Return the lines of a head: those in type of one size are one paragraph."""
    strips = [strip for block in blocks for strip in block.strips]
    groups: list[list[Strip]] = []
    for strip in strips:
        if groups and _are_alike(groups[-1][-1].size, strip.size):
            groups[-1].append(strip)
        else:
            groups.append([strip])
    return [PrintedParagraph(tuple(build_line([s], page) for s in group)) for group in groups]


def build_line(strips: Sequence[Strip], page: PrintedPage) -> Line:
    """Return a line with its place on the page."""
    letters = [letter for strip in strips for letter in strip.letters]
    glyphs = tuple(page.glyphs[letter.place] for letter in letters)
    box = unite(glyph.box for glyph in glyphs)
    return Line(
        text=" ".join(_spell(strip.letters, strip.crosswise) for strip in strips),
        box=box,
        size=median(letter.size for letter in letters),
        bold=all(glyph.bold for glyph in glyphs),
        baseline=glyphs[0].baseline,
        page=page.number,
        pieces=(),
        column=box,
        glyphs=glyphs,
    )


def _spell(letters: Sequence[Letter], crosswise: bool) -> str:
    if crosswise:
        return "".join(letter.text for letter in letters)
    return spell([Glyph(x.text, x.box, x.box.bottom, x.size) for x in letters])


def _join_columns(blocks: Sequence[Block]) -> Iterator[tuple[list[Strip], float, float]]:
    """Yield the strips of each column with its edges: blocks above each other share these."""
    for _, group in groupby(_number_columns(blocks), key=lambda pair: pair[0]):
        members = [block for _, block in group]
        strips = [strip for block in members for strip in block.strips]
        yield strips, _find_left(strips), max(strip.box.right for strip in strips)


def _number_columns(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    number = 0
    last: Box | None = None
    for block in blocks:
        size = block.size
        if last and (
            abs(last.left - block.box.left) > 2.6 * size
            or abs(last.right - block.box.right) > 2.6 * size
            or block.box.top < last.top
        ):
            number += 1
        last = block.box
        yield number, block


def _find_left(strips: Sequence[Strip]) -> float:
    """Return the left edge that at least two lines share, if there are several."""
    lefts = sorted(strip.box.left for strip in strips)
    size = strips[0].size
    for place, left in enumerate(lefts):
        if sum(abs(other - left) < size / 2 for other in lefts[place:]) > 1 or len(lefts) < _FEWEST:
            return left
    return lefts[0]


def _build_rows(column: tuple[list[Strip], float, float]) -> Iterator[_Row]:
    strips, left, right = column
    row: list[Strip] = []
    for strip in strips:
        if row and abs(strip.box.top - row[-1].box.top) > _ROW * strip.size:
            yield _Row(tuple(sorted(row, key=lambda s: s.box.left)), left, right)
            row = []
        row.append(strip)
    if row:
        yield _Row(tuple(sorted(row, key=lambda s: s.box.left)), left, right)


def _continues(above: _Row, row: _Row) -> bool:
    """Return whether a line continues the paragraph of the line before it."""
    size = max(above.size, row.size)
    if not _are_alike(above.size, row.size) or row.indent > _INDENT * size:
        return False
    if ends_sentence(above.text):
        return above.room < _SHORT * size
    return above.room < _VERY_SHORT * size


def _are_alike(one: float, other: float) -> bool:
    return min(one, other) >= _ALIKE * max(one, other)
