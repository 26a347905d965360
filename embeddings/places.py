"""Where the text of an article stands on its printed pages, and how surely it was read. No IO."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from embeddings.edits import find_edits

_EDGES = 4
DOUBTFUL = 0.6  # likelihood below which the reading of a character is in doubt


class PlacedText(NamedTuple):
    """A stretch of a line: characters ``start:end`` of a text, and where they are printed.

    Attributes:
        start: first character.
        end: one past the last.
        page: number of the page, from 1.
        left: edge of the box around them, as a share of the page's width, 0 to 1, as all edges.
        top: share of the height, from above.
        right: share of the width.
        bottom: share of the height.
    """

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float

    def move(self, offset: int) -> "PlacedText":
        """Return it as part of a text in which its own begins at ``offset``."""
        return self._replace(start=self.start + offset, end=self.end + offset)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a text; offsets count its characters.

    Attributes:
        lines: the stretches of its lines, in order.
        doubtful: the characters whose reading is in doubt, in order.
    """

    lines: tuple[PlacedText, ...] = ()
    doubtful: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything is known."""
        return bool(self.lines or self.doubtful)

    def clip(self, end: int) -> "Places":
        """Return the places of the first ``end`` characters."""
        return Places(
            tuple(
                _cut(line, line.start, min(line.end, end))
                for line in self.lines
                if line.start < end
            ),
            tuple(offset for offset in self.doubtful if offset < end),
        )

    def follow_edit(self, former: str, text: str) -> "Places":
        """Return the places in ``text``, which replaces ``former``; what was rewritten is sure."""
        edits = find_edits(former, text)
        return Places(
            tuple(
                line._replace(start=start, end=end)
                for line in self.lines
                if (start := edits.map_start(line.start)) < (end := edits.map_end(line.end))
            ),
            tuple(edits.map_start(offset) for offset in self.doubtful if not edits.touch(offset)),
        )

    def confirm(self, spans: Sequence[tuple[int, int]]) -> "Places":
        """Return it with the characters of the spans no longer in doubt."""
        return Places(
            self.lines,
            tuple(
                offset
                for offset in self.doubtful
                if not any(start <= offset < end for start, end in spans)
            ),
        )

    def find_regions(self, spans: Iterable[tuple[int, int]]) -> Iterator[PlacedText]:
        """Yield where the characters of the spans are printed, line by line."""
        for start, end in spans:
            for line in self.lines:
                if line.start < end and start < line.end:
                    yield _cut(line, max(start, line.start), min(end, line.end))


def _cut(line: PlacedText, start: int, end: int) -> PlacedText:
    """Return a part of a stretch; its characters are as wide, or high, as each other."""
    first = (start - line.start) / (line.end - line.start)
    last = (end - line.start) / (line.end - line.start)
    if line.bottom - line.top > line.right - line.left:  # it runs downwards
        height = line.bottom - line.top
        top, bottom = line.top + first * height, line.top + last * height
        return line._replace(start=start, end=end, top=top, bottom=bottom)
    width = line.right - line.left
    left, right = line.left + first * width, line.left + last * width
    return line._replace(start=start, end=end, left=left, right=right)


NOWHERE = Places()
"""Nothing is known."""


def join_places(parts: Sequence[tuple[int, Places]]) -> Places:
    """Return the places of a text that consists of parts, each with the offset it begins at."""
    return Places(
        tuple(line.move(offset) for offset, places in parts for line in places.lines),
        tuple(offset + place for offset, places in parts for place in places.doubtful),
    )


def decode_places(lines: Sequence[object], doubtful: Sequence[object], length: int) -> Places:
    """Return the places of a text of this length from JSON.

    Raises:
        ValueError: they are malformed, not in order, or lead out of the text or a page.
    """
    offsets = [offset for offset in doubtful if type(offset) is int and 0 <= offset < length]
    if len(offsets) != len(doubtful):
        raise ValueError("a doubtful character is none of the text")
    placed = [_decode_line(line, length) for line in lines]
    is_ordered = all(line.end <= after.start for line, after in pairwise(placed)) and all(
        offset < after for offset, after in pairwise(offsets)
    )
    if not is_ordered:
        raise ValueError("a place is not behind the one before")
    return Places(tuple(placed), tuple(offsets))


def _decode_line(line: object, length: int) -> PlacedText:
    match line:
        case [int(start), int(end), int(page), *edges] if (
            0 <= start < end <= length and page > 0 and len(edges) == _EDGES
        ):
            shares = [float(edge) for edge in edges if isinstance(edge, (int, float))]
            if len(shares) == _EDGES and all(0 <= share <= 1 for share in shares):
                return PlacedText(start, end, page, *shares)
    raise ValueError("a placed line is three counts and four edges")


def merge_offsets(offsets: Iterable[int]) -> list[tuple[int, int]]:
    """Return ascending offsets as ranges ``(start, end)``."""
    ranges: list[tuple[int, int]] = []
    for offset in offsets:
        if ranges and ranges[-1][1] == offset:
            ranges[-1] = (ranges[-1][0], offset + 1)
        else:
            ranges.append((offset, offset + 1))
    return ranges


def follow_offsets(offsets: Iterable[int], former: str, text: str) -> list[int]:
    """Return where the characters at these offsets of ``former`` are in ``text``."""
    edits = find_edits(former, text)
    return [edits.map_start(offset) for offset in offsets]
