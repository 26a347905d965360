"""Where the text of a paragraph stands on its pages, and which characters are in doubt."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from embeddings.layout.boxes import Box, Glyph, unite
from embeddings.layout.lines import Line
from embeddings.layout.paragraphs import LinePart, PrintedParagraph
from embeddings.places import DOUBTFUL, PlacedText, Places

PageSizes = Mapping[int, tuple[float, float]]
"""Width and height of each page, by its number."""

_Stretch = tuple[int, Box]
"""How many characters, white space not counted, are printed in a box."""

_DIGITS = 5
_GAP = 1.0  # of the size: what is farther apart is highlighted apart


def find_places(paragraph: PrintedParagraph, sizes: PageSizes, as_headline: bool = False) -> Places:
    """Return the places of the paragraph's text, as ``PrintedParagraph.join`` returns it."""
    lines: list[PlacedText] = []
    doubtful: list[int] = []
    for part in paragraph.split_lines(as_headline):
        letters = [part.start + n for n, x in enumerate(part.text) if not x.isspace()]
        if letters:
            lines += _place(part, letters, sizes)
            doubtful += _find_doubtful(part.line, letters)
    return Places(tuple(lines), tuple(doubtful))


def _place(part: LinePart, letters: Sequence[int], sizes: PageSizes) -> Iterator[PlacedText]:
    """Yield the place of each stretch of a line, or of the whole line if its text was changed."""
    stretches = _split_line(part.line)
    if stretches and sum(count for count, _ in stretches) != len(letters):
        stretches = [(len(letters), unite(box for _, box in stretches))]
    ends = accumulate(count for count, _ in stretches)
    for (count, box), end in zip(stretches, ends, strict=True):
        span = letters[end - count], letters[end - 1] + 1
        yield PlacedText(*span, part.line.page, *_scale(box, *sizes[part.line.page]))


def _split_line(line: Line) -> list[_Stretch]:
    if line.glyphs:
        return list(_group_glyphs(_list_letters(line)))
    return [
        (count, piece.place)
        for piece in line.pieces
        if piece.place and (count := sum(not letter.isspace() for letter in piece.text))
    ]


def _list_letters(line: Line) -> list[Glyph]:
    """Return the glyph of each character of a line, white space not counted."""
    return [glyph for glyph in line.glyphs for x in glyph.text if not x.isspace()]


def _group_glyphs(glyphs: Sequence[Glyph]) -> Iterator[_Stretch]:
    """Yield the stretches of neighbouring glyphs, whether their line runs across or downwards."""
    group = list(glyphs[:1])
    for before, glyph in pairwise(glyphs):
        across = glyph.box.left - before.box.right, glyph.box.top - before.box.bottom
        if max(across) > _GAP * glyph.size:
            yield len(group), unite(item.box for item in group)
            group = []
        group.append(glyph)
    if group:
        yield len(group), unite(item.box for item in group)


def _scale(box: Box, width: float, height: float) -> tuple[float, float, float, float]:
    edges = (box.left / width, box.top / height, box.right / width, box.bottom / height)
    left, top, right, bottom = (round(min(max(edge, 0.0), 1.0), _DIGITS) for edge in edges)
    return left, top, right, bottom


def _find_doubtful(line: Line, letters: Sequence[int]) -> Iterator[int]:
    """Yield the offsets of a line's characters in doubt; none if its text was changed."""
    if line.glyphs:
        glyphs = _list_letters(line)
        found = [n for n, glyph in enumerate(glyphs) if glyph.confidence < DOUBTFUL]
        count = len(glyphs)
    else:
        counts = [sum(not x.isspace() for x in piece.text) for piece in line.pieces]
        starts = accumulate(counts, initial=0)
        found = [
            start + n
            for piece, start in zip(line.pieces, starts, strict=False)
            for n in piece.doubtful
        ]
        count = sum(counts)
    if count == len(letters):
        yield from (letters[n] for n in found)
