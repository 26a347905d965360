"""Find the lines of a page: the boxes that the detection model sees text in.

The model is trained on whole scenes and works on a page of moderate size, so a large page is made
smaller, as far as its type stays legible (Liao et al. 2020, differentiable binarization).
"""

from collections.abc import Iterable, Iterator
from statistics import median

import numpy as np

from embeddings.layout.boxes import Box
from embeddings.scans.images import Image, measure_page
from embeddings.scans.models import Models, Tensor
from embeddings.scans.pixels import find_regions, scale

_SIDE = 1600  # pixels: the longer side of a page as the model sees it first
_LEGIBLE = 13.0  # pixels: the height of lines that are told apart well
_LARGEST = 2.0  # how much larger a page with small type is made at most
_MULTIPLE = 32  # pixels: what sides must be multiples of
_STRIP, _WIDEST = 1600, 3328  # pixels: of the part of a page that the model sees at once
_MARGIN = 64  # pixels: seen of the parts around
_INSIDE = 0.3  # from which likelihood on a pixel is inside of a line
_CERTAIN = 0.5  # mean likelihood of a line
_GROWTH = 1.6  # lines are found narrower than they are: the ratio of area to circumference
_SMALLEST = 3  # pixels
_COARSE = 0.5  # of that size: a page on which headlines are no larger than the model's usual type
_LARGE = 1.6  # times the height of most lines: type whose middle the model may not see
_COVERED = 0.9  # share of a line's length that was found without this


def detect_lines(image: Image, models: Models) -> list[Box]:
    """Return the boxes of the lines on a page, in no order."""
    factor = min(1.0, _SIDE / measure_page(*image.shape))
    boxes = _detect_at(image, factor, models)
    if not boxes:
        return []
    height = factor * median(map(_measure_height, boxes))
    coarse = [_detect_at(image, _COARSE * factor, models)]
    if height < _LEGIBLE and factor < 1:
        coarse.insert(0, boxes)
        boxes = _detect_at(image, min(1.0, factor * min(_LARGEST, _LEGIBLE / height)), models)
    for larger in coarse:
        boxes = _add_large(boxes, larger)
    return boxes


def detect_coarsely(image: Image, models: Models) -> list[Box]:
    """Return the boxes of most lines, in whole pixels; they may be cut and joined wrongly."""
    found = _detect_at(image, _COARSE * min(1.0, _SIDE / measure_page(*image.shape)), models)
    return [Box(*map(float, map(round, box))) for box in found]


def _measure_height(line: Box) -> float:
    return min(line.width, line.height)


def _add_large(boxes: list[Box], coarse: Iterable[Box]) -> list[Box]:
    """Return the boxes, with lines of large type as they are seen on a smaller page.

    Of a long line in large type the model sees both ends, but not always its middle.
    """
    least = _LARGE * median(map(_measure_height, boxes)) if boxes else 0.0
    for line in coarse:
        if _measure_height(line) >= least and _measure_cover(line, boxes) < _COVERED:
            boxes = [*(box for box in boxes if not _is_within(box, line)), line]
    return boxes


def _measure_cover(line: Box, boxes: Iterable[Box]) -> float:
    """Return the share of a line's length that boxes cover which overlap its middle."""
    is_vertical = line.height > line.width
    if is_vertical:
        line, boxes = line.transpose(), map(Box.transpose, boxes)
    middle = (line.top + line.bottom) / 2
    covered = sum(
        max(0.0, min(box.right, line.right) - max(box.left, line.left))
        for box in boxes
        if box.top < middle < box.bottom
    )
    return covered / line.width


def _is_within(box: Box, line: Box) -> bool:
    return line.contains((box.left + box.right) / 2, (box.top + box.bottom) / 2)


def _detect_at(image: Image, factor: float, models: Models) -> list[Box]:
    height, width = (_round(factor * side) for side in image.shape)
    likely = _detect_strips(scale(image, width, height), models)
    down, across = image.shape[0] / height, image.shape[1] / width
    return [
        Box(
            max(0.0, box.left * across),
            max(0.0, box.top * down),
            min(float(image.shape[1]), box.right * across),
            min(float(image.shape[0]), box.bottom * down),
        )
        for box in _find_boxes(likely)
    ]


def _round(side: float) -> int:
    return max(_MULTIPLE, round(side / _MULTIPLE) * _MULTIPLE)


def _detect_strips(image: Image, models: Models) -> Tensor:
    """Return the likelihood map of a page that may be too large to be seen at once."""
    likely = np.empty(image.shape, np.float32)
    for rows, seen_rows in _cut(image.shape[0], _STRIP):
        for columns, seen_columns in _cut(image.shape[1], _WIDEST):
            found = models.detect(prepare(image[seen_rows, seen_columns]))
            top, left = rows.start - seen_rows.start, columns.start - seen_columns.start
            part = found[top : top + rows.stop - rows.start, left:]
            likely[rows, columns] = part[:, : columns.stop - columns.start]
    return likely


def _cut(length: int, longest: int) -> Iterator[tuple[slice, slice]]:
    """Yield the parts of a side, each with what is seen of it and around it."""
    for start in range(0, length, longest):
        end = min(start + longest, length)
        yield slice(start, end), slice(max(0, start - _MARGIN), min(length, end + _MARGIN))


def prepare(image: Image) -> Tensor:
    """Return an image as the models take it: three equal layers, from -1 to 1."""
    values = image.astype(np.float32) / 127.5 - 1
    return np.broadcast_to(values, (3, *values.shape))


def _find_boxes(likely: Tensor) -> Iterator[Box]:
    for region in find_regions(likely > _INSIDE):
        left, top, right, bottom, _ = region
        width, height = right - left, bottom - top
        if min(width, height) < _SMALLEST:
            continue
        window = likely[top:bottom, left:right]
        if window[window > _INSIDE].mean() < _CERTAIN:
            continue
        growth = _GROWTH * width * height / (2 * (width + height))
        yield Box(left - growth, top - growth, right + growth, bottom + growth)
