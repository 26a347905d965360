"""Read the lines of a page: cut them out, let the model read them, place what it read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.layout.boxes import Box
from embeddings.scans.detection import prepare
from embeddings.scans.images import Image
from embeddings.scans.models import Models, Reading
from embeddings.scans.pixels import scale

_HEIGHT = 48  # pixels of a line that the model reads
_STEP = 8  # pixels of such a line from one step to the next
_NARROWEST = 16  # pixels of such a line
_WIDEST = 6400
_UPRIGHT = 1.5  # height to width from which on a box holds a vertical line
_SHORT = 1.15  # the same on a page of vertical lines: it may be one character with a mark
_BESIDE = 2.0  # times the shorter side: how far the lines beside a box may be

_Pixel = TypeVar("_Pixel", np.uint8, np.bool_)


class ReadCharacter(NamedTuple):
    """A character that was read.

    Attributes:
        text: one character.
        start: where it begins in its line, in pixels of the page from the left end (or upper end).
        end: where it ends.
        confidence: how likely it is, 0 to 1.
    """

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that was read.

    Attributes:
        box: where it is.
        is_vertical: whether it runs downwards.
        characters: from left to right, or from top to bottom.
    """

    box: Box
    is_vertical: bool
    characters: tuple[ReadCharacter, ...]


def read_lines(image: Image, boxes: Sequence[Box], models: Models) -> list[ReadLine]:
    """Return what the lines in these boxes say; those that say nothing are left out."""
    whole = [Box(*map(float, map(round, box))) for box in boxes]
    ways = _find_ways(whole)
    found = [
        (box, is_vertical, cut_out(image, box))
        for box, is_vertical in zip(whole, ways, strict=True)
    ]
    found = [(box, is_vertical, window) for box, is_vertical, window in found if window.size]
    windows = [np.rot90(window) if is_vertical else window for _, is_vertical, window in found]
    readings = read_windows(windows, models)
    lines = [
        ReadLine(box, is_vertical, characters)
        for (box, is_vertical, _), characters in zip(found, readings, strict=True)
    ]
    return [line for line in lines if line.characters]


def _find_ways(boxes: Sequence[Box]) -> list[bool]:
    """Return of each box whether it holds a vertical line.

    One of few characters has the way of the lines beside it, if these tell.
    """
    usual = _count_ways(boxes) > 0
    return [_is_vertical(box, boxes, usual) for box in boxes]


def _is_vertical(box: Box, boxes: Iterable[Box], usual: bool) -> bool:
    if box.height >= _UPRIGHT * box.width or box.width >= _UPRIGHT * box.height:
        return box.height > box.width
    reach = _BESIDE * min(box.width, box.height)
    beside = [
        other
        for other in boxes
        if other is not box
        and other.left <= box.right + reach
        and box.left - reach <= other.right
        and other.top < box.bottom
        and box.top < other.bottom
    ]
    count = _count_ways(beside)
    if count > 0:
        return True
    return count == 0 and usual and box.height >= _SHORT * box.width


def _count_ways(boxes: Iterable[Box]) -> int:
    """Return how many more boxes surely hold vertical lines than level ones."""
    return sum(
        (box.height >= _UPRIGHT * box.width) - (box.width >= _UPRIGHT * box.height) for box in boxes
    )


def cut_out(image: NDArray[_Pixel], box: Box) -> NDArray[_Pixel]:
    """Return the part of an image, or of a mask, that a box of whole pixels contains."""
    left, top, right, bottom = map(int, box)
    return image[max(0, top) : bottom, max(0, left) : right]


def read_windows(windows: Sequence[Image], models: Models) -> list[tuple[ReadCharacter, ...]]:
    """Return what each of these images of one line says, from left to right."""
    order = sorted(range(len(windows)), key=lambda n: -windows[n].shape[1] / windows[n].shape[0])
    lines = (_fit(windows[n]) for n in order)  # the longest first: no processor waits
    readings = models.recognize(prepare(line) for line in lines)
    result: list[tuple[ReadCharacter, ...]] = [()] * len(windows)
    for place, reading in zip(order, readings, strict=True):
        width = windows[place].shape[1]
        ratio = _measure_width(windows[place]) / width
        result[place] = tuple(_place(reading, ratio, models.characters))
    return result


def _measure_width(window: Image) -> int:
    """Return how wide a line is that is ``_HEIGHT`` high."""
    height, width = window.shape
    target: int = round(width * _HEIGHT / height)
    return min(_WIDEST, max(_NARROWEST, target))


def _fit(window: Image) -> Image:
    return scale(window, _measure_width(window), _HEIGHT)


def _place(reading: Reading, ratio: float, characters: Sequence[str]) -> Iterator[ReadCharacter]:
    """Yield each character at the steps that it was read at."""
    for first, last, confidence in _find_spikes(reading):
        center = (first + last) / 2 * _STEP + _STEP / 2
        text = characters[reading.classes[first]]
        yield ReadCharacter(text, (center - _STEP) / ratio, (center + _STEP) / ratio, confidence)


def _find_spikes(reading: Reading) -> Iterator[tuple[int, int, float]]:
    """Yield first and last step of each character, and how likely it is (CTC, Graves 2006)."""
    classes = reading.classes
    edges: NDArray[np.int64] = np.flatnonzero(np.diff(classes)) + 1
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(classes)], strict=True):
        if classes[start]:
            yield start, end - 1, float(reading.likelihoods[start:end].max())
