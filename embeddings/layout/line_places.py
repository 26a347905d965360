"""Where the text of a paragraph stands on its pages, and which characters are in doubt."""

from collections.abc import Iterator, Mapping

from embeddings.layout.boxes import Box, unite
from embeddings.layout.lines import Line
from embeddings.layout.paragraphs import LinePart, PrintedParagraph
from embeddings.places import PlacedText, Places

PageSizes = Mapping[int, tuple[float, float]]
"""Width and height of each page, by its number."""

_DIGITS = 5


def find_places(paragraph: PrintedParagraph, sizes: PageSizes, as_headline: bool = False) -> Places:
    """Return the places of the paragraph's text, as ``PrintedParagraph.join`` returns it."""
    lines: list[PlacedText] = []
    doubtful: list[int] = []
    for part in paragraph.split_lines(as_headline):
        letters = [n for n, letter in enumerate(part.text) if not letter.isspace()]
        if not letters:
            continue
        lines += _place(part, letters, sizes)
        doubtful += (part.start + letters[n] for n in _find_doubtful(part.line, len(letters)))
    return Places(tuple(lines), tuple(doubtful))


def _place(part: LinePart, letters: list[int], sizes: PageSizes) -> Iterator[PlacedText]:
    """Yield the place of each piece of a line, or of the whole line if its text was changed."""
    width, height = sizes[part.line.page]
    count = 0
    pieces = [piece for piece in part.line.pieces if piece.place]
    lengths = [sum(not letter.isspace() for letter in piece.text) for piece in pieces]
    if sum(lengths) != len(letters):
        if pieces:
            start, end = part.start + letters[0], part.start + letters[-1] + 1
            around = unite(piece.place for piece in pieces if piece.place)
            yield PlacedText(start, end, part.line.page, *_scale(around, width, height))
        return
    for piece, length in zip(pieces, lengths, strict=True):
        if length and piece.place:
            start = part.start + letters[count]
            end = part.start + letters[count + length - 1] + 1
            yield PlacedText(start, end, part.line.page, *_scale(piece.place, width, height))
            count += length


def _scale(box: Box, width: float, height: float) -> tuple[float, float, float, float]:
    edges = (box.left / width, box.top / height, box.right / width, box.bottom / height)
    left, top, right, bottom = (round(min(max(edge, 0.0), 1.0), _DIGITS) for edge in edges)
    return left, top, right, bottom


def _find_doubtful(line: Line, count: int) -> Iterator[int]:
    """Yield which characters of a line are in doubt; none if its text was changed."""
    before = 0
    found: list[int] = []
    for piece in line.pieces:
        found += (before + n for n in piece.doubtful)
        before += sum(not letter.isspace() for letter in piece.text)
    if before == count:
        yield from found
