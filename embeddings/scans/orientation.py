"""Tell whether a page lies on its side or upside down: how surely its lines are read so."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from embeddings.layout.boxes import Box
from embeddings.scans.detection import detect_coarsely
from embeddings.scans.images import Image
from embeddings.scans.lines import ReadCharacter, cut_out, read_windows
from embeddings.scans.models import Models
from embeddings.scans.pixels import Mask
from embeddings.scans.vertical_lines import lay_line

_LINES = 6  # that are tried
_LONG = 4.0  # length to height of such a line
_SURE = 0.995  # mean likelihood of characters that do not lie on their sides
_SURER = 0.05  # mean likelihood of characters by which a turned page is read better
_AS_MUCH = (
    0.5  # of the characters: more are read of vertical lines laid out, next to none of others
)

Reading = tuple[ReadCharacter, ...]


def find_quarter_turns(image: Image, ink: Mask, models: Models) -> int:
    """Return by how many quarters to turn a straight page counterclockwise: 0 to 3."""
    lines, is_vertical = _choose_lines(detect_coarsely(image, models))
    if not lines:
        return 0
    windows = [cut_out(image, line) for line in lines]
    ways = (1, 3) if is_vertical else (0, 2)  # that make the lines level
    quarters, readings = ways[0], _read(windows, ways[0], models)
    if _rate(readings) < 1 - _SURER:  # the other way, they may be read more surely
        others = _read(windows, ways[1], models)
        if _rate(others) > _rate(readings) + _SURER:
            quarters, readings = ways[1], others
    if not is_vertical and _rate(readings) >= _SURE:
        return quarters
    upright = [np.rot90(window, quarters - 1) for window in windows]
    masks = [np.rot90(cut_out(ink, line), quarters - 1) for line in lines]
    laid = _read_laid(upright, masks, readings, models)
    is_vertical_text = _weigh(laid) >= _AS_MUCH * _weigh(readings) > 0
    return (quarters - 1) % 4 if is_vertical_text else quarters


def _choose_lines(boxes: Sequence[Box]) -> tuple[list[Box], bool]:
    """Return the longest lines in the direction that most have, and whether it is downwards."""
    upright = [box for box in boxes if box.height >= _LONG * max(box.width, 1)]
    level = [box for box in boxes if box.width >= _LONG * max(box.height, 1)]
    if len(upright) > len(level):
        return sorted(upright, key=lambda box: -box.height)[:_LINES], True
    return sorted(level, key=lambda box: -box.width)[:_LINES], False


def _read(windows: Sequence[Image], quarters: int, models: Models) -> list[Reading]:
    """Return what lines say when they are turned."""
    return read_windows([np.rot90(window, quarters) for window in windows], models)


def _read_laid(
    windows: Sequence[Image], masks: Sequence[Mask], readings: Sequence[Reading], models: Models
) -> list[Reading]:
    """Return what lines say as vertical ones, their characters side by side.

    ``readings`` are what they say on their sides.
    """
    laid = [
        line.image
        for window, mask, reading in zip(windows, masks, readings, strict=True)
        if (line := lay_line(window, mask, reading))
    ]
    return read_windows(laid, models)


def _rate(readings: Sequence[Reading]) -> float:
    """Return how surely characters are read: their mean likelihood."""
    found = [character.confidence for reading in readings for character in reading]
    return fmean(found) if found else 0.0


def _weigh(readings: Sequence[Reading]) -> float:
    """Return how many characters are read, each as far as it is sure."""
    return sum(character.confidence for reading in readings for character in reading)
