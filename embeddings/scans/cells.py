"""Find the rows of a vertical line that show each character, also those between letters: marks."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from embeddings.scans.pixels import Mask

_OFF = 0.5  # of the size: how far the middle of a character's ink is from where it was read
_DISTANCE = 3.0  # cost of being off by the size, squared
_MARK = 0.15  # cost of a mark
_STROKE_ALONE = 0.5  # added cost of a mark that is a stroke across the line, as those of 二 are
_LOST = 1.0  # cost of a letter without ink
_LARGEST = 1.1  # times the size: how high a character of several runs is, measured a little small
_ONE_MARK = 0.25  # of the size between the runs of one mark
_MOST_RUNS = 8  # of a character

_Run = tuple[int, int]
"""Neighbouring rows with ink: the first one, and the one after the last."""

_State = tuple[int, int]
"""How many runs, and how many letters, have been shared out."""


class Part(NamedTuple):
    """The rows of a line that show one character.

    Attributes:
        start: the first one.
        end: the one after the last.
        letter: the index of the letter that was read there, or None for a mark.
    """

    start: int
    end: int
    letter: int | None


_Best = dict[_State, tuple[float, _State | None, Part | None]]
"""The least cost of each state, the state before it, and the part between them."""


def find_runs(ink: Mask, middles: Sequence[float]) -> list[_Run]:
    """Return the stretches of rows with ink; one that shows several characters is cut."""
    rows = ink.sum(axis=1)
    filled = np.concatenate(([False], rows > 0, [False]))
    edges = np.flatnonzero(filled[1:] != filled[:-1]).tolist()
    runs: list[_Run] = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        inside = [round(middle) for middle in middles if first < middle < last]
        cuts = [a + int(rows[a:b].argmin()) for a, b in pairwise(inside) if b > a]
        runs += pairwise([first, *cuts, last])
    return runs


def find_parts(
    runs: Sequence[_Run], strokes: Sequence[bool], middles: Sequence[float], size: float
) -> list[Part]:
    """Return the parts of a line, from top to bottom: the likeliest way to share out its runs.

    Args:
        runs: of the line.
        strokes: which of them are a stroke across the line.
        middles: of the letters that were read, in rows of pixels.
        size: of its type, in pixels.
    """
    best: _Best = {(0, 0): (0.0, None, None)}
    for run in range(len(runs) + 1):
        for letter in range(len(middles) + 1):
            if (run, letter) not in best:
                continue
            cost = best[run, letter][0]
            for target, part, step in _list_steps(runs, middles, size, run, letter):
                is_odd = part and part.letter is None and any(strokes[run : target[0]])
                total = cost + step + (_STROKE_ALONE if is_odd else 0.0)
                if target not in best or total < best[target][0]:
                    best[target] = total, (run, letter), part
    return list(_trace(best, (len(runs), len(middles))))[::-1]


def _list_steps(
    runs: Sequence[_Run], middles: Sequence[float], size: float, run: int, letter: int
) -> Iterator[tuple[_State, Part | None, float]]:
    """Yield what the next runs may show: where that leads, the part, and its cost."""
    if letter < len(middles):
        yield (run, letter + 1), None, _LOST
    is_mark = True
    for last in range(run, min(run + _MOST_RUNS, len(runs))):
        start, end = runs[run][0], runs[last][1]
        if last > run and end - start > _LARGEST * size:
            return
        is_mark = is_mark and (last == run or runs[last][0] - runs[last - 1][1] <= _ONE_MARK * size)
        if is_mark:
            yield (last + 1, letter), Part(start, end, None), _MARK
        if letter < len(middles):
            off = abs((start + end) / 2 - middles[letter]) / size
            if off <= _OFF:
                yield (last + 1, letter + 1), Part(start, end, letter), _DISTANCE * off**2


def _trace(best: _Best, state: _State | None) -> Iterator[Part]:
    """Yield the parts that led to a state, the last one first."""
    while state is not None:
        _, state, part = best[state]
        if part is not None:
            yield part
