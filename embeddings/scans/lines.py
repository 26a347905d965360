"""Read the lines of a page: cut them out, let the model read them, place what it read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
_GAP = 1.1  # of the height: white space that parts a line in two
_INK = 0.02  # share of dark pixels of a column of pixels that is not white


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
    cuts = [cut for box in boxes for cut in _cut(image, box)]
    cuts.sort(key=lambda cut: -cut.image.shape[1])  # the longest first: no processor waits
    readings = models.recognize(prepare(cut.image) for cut in cuts)
    lines = (
        _place(cut, reading, models.characters) for cut, reading in zip(cuts, readings, strict=True)
    )
    return [line for line in lines if line.characters]


class _Cut(NamedTuple):
    """A line cut out of a page, ``_HEIGHT`` high; ``ratio`` is of its size to that on the page."""

    image: Image
    box: Box
    is_vertical: bool
    ratio: float


def _cut(image: Image, box: Box) -> Iterator[_Cut]:
    left, top, right, bottom = (round(edge) for edge in box)
    window = image[max(0, top) : bottom, max(0, left) : right]
    if not window.size:
        return
    is_vertical = box.height >= _UPRIGHT * box.width
    if is_vertical:
        window = np.rot90(window)
    height, width = window.shape
    ratio = _HEIGHT / height
    target = min(_WIDEST, max(_NARROWEST, round(width * ratio)))
    yield _Cut(
        scale(window, target, _HEIGHT),
        Box(*map(float, (left, top, right, bottom))),
        is_vertical,
        target / width,
    )


def _place(cut: _Cut, reading: Reading, characters: Sequence[str]) -> ReadLine:
    """Return the line with each character at the steps that it was read at."""
    spikes = list(_find_spikes(reading))
    centers = [(first + last) / 2 * _STEP + _STEP / 2 for first, last, _ in spikes]
    found = tuple(
        ReadCharacter(
            characters[reading.classes[first]],
            (center - _STEP) / cut.ratio,
            (center + _STEP) / cut.ratio,
            confidence,
        )
        for (first, _, confidence), center in zip(spikes, centers, strict=True)
    )
    return ReadLine(cut.box, cut.is_vertical, found)


def _find_spikes(reading: Reading) -> Iterator[tuple[int, int, float]]:
    """Yield first and last step of each character, and how likely it is (CTC, Graves 2006)."""
    classes = reading.classes
    edges: NDArray[np.int64] = np.flatnonzero(np.diff(classes)) + 1
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(classes)], strict=True):
        if classes[start]:
            yield start, end - 1, float(reading.likelihoods[start:end].max())
