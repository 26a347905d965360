"""Give the characters of a line that was read their places and the size of their type.

The model tells where the middle of a character is to about a sixth of its size; the ink tells the
rest. Chinese type fills a square, so its height is its size.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from embeddings.layout.boxes import ASCENT, Box, Glyph
from embeddings.layout.letters import is_full_width
from embeddings.scans.lines import ReadCharacter, ReadLine
from embeddings.scans.marks import spell_marks
from embeddings.scans.pixels import Mask

_BEARING = 0.1  # of the size: the white beside a letter or a digit
_FACE = 0.93  # of the size: how high a Chinese character is printed at most
_CAPITAL = 0.73  # of the size: how high a digit or a Latin capital is
_EDGE = 0.3  # of a line's height: how far ink of its neighbours reaches into its box
_TALL = 90  # percentile of the heights of a line's characters that tells its size
_FEWEST_WIDE = 2  # Chinese characters that tell the size of a line
_FLAT = frozenset("一二三工丁七卜入八小")  # less high, or low, than others


class Placed(NamedTuple):
    """A character with its ink: along its line, and across it, in pixels of the page."""

    character: ReadCharacter
    start: float
    end: float
    upper: float
    lower: float


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """A line with the size of its type.

    Attributes:
        line: as it was read.
        placed: its characters.
        size: of its type, in pixels.
        weight: how thick its strokes are, as a share of the size.
        slope: of its middle, in pixels across per pixel along.
        level: of its middle where it begins.
    """

    line: ReadLine
    placed: tuple[Placed, ...]
    size: float
    weight: float
    slope: float
    level: float


def measure_line(line: ReadLine, ink: Mask) -> MeasuredLine:
    """Return the line with the places of its characters' ink, and the size of its type."""
    left, top, right, bottom = (round(edge) for edge in line.box)
    window = ink[top:bottom, left:right]
    if line.is_vertical:
        window = window.T
    placed = tuple(_place(line.characters, window))
    size = _measure_size(placed, window.shape[0])
    slope, level = _fit_middle(placed, size)
    return MeasuredLine(line, placed, size, _measure_weight(window, size), slope, level)


def build_glyphs(measured: MeasuredLine, size: float, *, bold: bool) -> Iterator[Glyph]:
    """Yield the characters of a line as printed on its page, in type of this size."""
    box = measured.line.box
    texts = spell_marks([place.character.text for place in measured.placed])
    extents = _extend(measured.placed, size)
    for text, place, (start, end) in zip(texts, measured.placed, extents, strict=True):
        middle = measured.level + measured.slope * (place.start + place.end) / 2
        upper, lower = middle - size / 2, middle + size / 2
        if measured.line.is_vertical:
            around = Box(box.left + upper, box.top + start, box.left + lower, box.top + end)
        else:
            around = Box(box.left + start, box.top + upper, box.left + end, box.top + lower)
        baseline = around.top + ASCENT * size
        yield Glyph(text, around, baseline, size, bold, 0, place.character.confidence)


def _extend(placed: Sequence[Placed], size: float) -> Iterator[tuple[float, float]]:
    """Yield the extent of each character along its line: the ink, and some of the white beside it.

    Chinese characters and marks fill a square; others have a tenth of their size to either side.
    """
    edges = [(a.end + b.start) / 2 for a, b in pairwise(placed)]
    for place, before, after in zip(placed, [-math.inf, *edges], [*edges, math.inf], strict=True):
        middle = (place.start + place.end) / 2
        half = (place.end - place.start) / 2 + _BEARING * size
        reach = max(half, size / 2) if is_full_width(place.character.text) else half
        start, end = max(middle - reach, before), min(middle + reach, after)
        yield min(start, place.start), max(end, place.end)


def _place(characters: Sequence[ReadCharacter], window: Mask) -> Iterator[Placed]:
    """Yield each character with its ink, parted from its neighbours where there is the least."""
    if not characters:
        return
    columns = window.sum(axis=0)
    middles = [(character.start + character.end) / 2 for character in characters]
    cuts = [_find_cut(columns, before, after) for before, after in pairwise(middles)]
    reach = _estimate_reach(middles, window.shape[0])
    starts = [max(0.0, middles[0] - reach), *cuts]
    ends = [*cuts, min(float(window.shape[1]), middles[-1] + reach)]
    for character, middle, start, end in zip(characters, middles, starts, ends, strict=True):
        yield _shrink(character, max(start, middle - reach), min(end, middle + reach), window)


def _find_cut(columns: NDArray[np.int64], before: float, after: float) -> float:
    """Return where two characters part: the lightest place between their middles."""
    start, end = round(before), round(after)
    if end - start < 2:  # noqa: PLR2004 - pixels
        return (before + after) / 2
    between = columns[start:end]
    lightest = np.flatnonzero(between == between.min())
    middle = (end - start) / 2
    nearest = lightest[np.argmin(np.abs(lightest - middle))]
    return float(start + nearest + 0.5)


def _estimate_reach(middles: Sequence[float], height: int) -> float:
    """Return how far a character reaches from its middle at most, in pixels."""
    steps = sorted(after - before for before, after in pairwise(middles))
    usual = steps[len(steps) // 2] if steps else height
    return 0.6 * min(max(usual, height / 3), float(height))


def _shrink(character: ReadCharacter, start: float, end: float, window: Mask) -> Placed:
    """Return the place of the ink between ``start`` and ``end``; all of it if there is none."""
    first, last = max(0, round(start)), max(round(start) + 1, round(end))
    part = window[:, first:last]
    rows = _drop_edges(part.sum(axis=1) > 0)
    along = np.flatnonzero(rows)
    across = np.flatnonzero(part[rows].any(axis=0))
    if not across.size:
        return Placed(character, start, end, 0.0, float(window.shape[0]))
    return Placed(
        character,
        float(first + across[0]),
        float(first + across[-1] + 1),
        float(along[0]),
        float(along[-1] + 1),
    )


def _drop_edges(rows: Mask) -> Mask:
    """Return which rows have ink, without that of the lines above and below at the edges."""
    kept = rows.copy()
    for side in (kept, kept[::-1]):
        white = np.flatnonzero(~side)
        if white.size and white[0] < _EDGE * side.size:
            side[: white[0]] = False
    return kept


def _measure_size(placed: Sequence[Placed], height: int) -> float:
    wide = [place for place in placed if _is_telling(place)]
    if len(wide) >= _FEWEST_WIDE:
        return float(np.percentile([place.lower - place.upper for place in wide], _TALL)) / _FACE
    highest = max((place.lower - place.upper for place in placed), default=float(height))
    if any(_is_telling(place) for place in placed):
        return highest / _FACE
    return min(highest / _CAPITAL, float(height))


def _is_telling(place: Placed) -> bool:
    letter = place.character.text
    return is_full_width(letter) and letter.isalpha() and letter not in _FLAT


def _fit_middle(placed: Sequence[Placed], size: float) -> tuple[float, float]:
    """Return slope and level of the line through the middles of high characters."""
    high = [place for place in placed if place.lower - place.upper > 0.6 * size] or list(placed)
    if not high:
        return 0.0, 0.0
    along = np.array([(place.start + place.end) / 2 for place in high])
    across = np.array([(place.upper + place.lower) / 2 for place in high])
    if len(high) < 4 or np.ptp(along) < 4 * size:  # noqa: PLR2004
        return 0.0, float(np.median(across))
    slope, level = np.polyfit(along, across, 1)
    return float(slope), float(level)


def _measure_weight(window: Mask, size: float) -> float:
    """Return the usual thickness of the strokes, as a share of the size: area by half the edge."""
    area = int(window.sum())
    edge = int((window[:, 1:] != window[:, :-1]).sum() + (window[1:] != window[:-1]).sum())
    return 2 * area / max(edge, 1) / max(size, 1.0)
