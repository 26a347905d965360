"""Join what was found apart of one line: overlapping parts, a mark at its end, a flat character.

A character in two boxes would be read twice, and a mark alone wrongly: “ as 66.
"""

from collections.abc import Sequence

from embeddings.layout.boxes import Box, unite

_SHARED = 0.7  # of the height of the higher one: of parts of one line
_LOW = 0.75  # of the height of the line: how high a fragment is at most
_SHORT = 1.3  # times the height of the line: how long it is at most
_NEAR = 1.2  # times the height of the line: how far it is from the line's end
_LONG = 1.5  # length to height of a line
_LONGEST = 3.0  # length to height of a fragment: a longer one is a line in smaller type


def join_fragments(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes of a page's lines, each with its fragments."""
    lines = _join_overlapping(boxes)
    for box in sorted(lines, key=lambda box: box.width * box.height):
        near = [
            (gap, place)
            for place, line in enumerate(lines)
            if line is not box and (gap := _measure_gap(box, line)) is not None
        ]
        if near:
            place = min(near)[1]
            lines[place] = unite((lines[place], box))
            lines.remove(box)
    return lines


def _join_overlapping(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes, with those joined that overlap in one line."""
    lines: list[Box] = []
    for box in sorted(boxes):
        place = next((n for n, line in enumerate(lines) if _overlap(line, box)), None)
        if place is None:
            lines.append(box)
        else:
            lines[place] = unite((lines[place], box))
    return lines


def _overlap(line: Box, box: Box) -> bool:
    longer = max(line, box, key=_measure_length)
    if longer.height > longer.width:
        line, box = line.transpose(), box.transpose()
    shared = min(line.bottom, box.bottom) - max(line.top, box.top)
    is_one_line = shared >= _SHARED * max(line.height, box.height)
    return is_one_line and box.left < line.right and line.left < box.right


def _measure_length(box: Box) -> float:
    return max(box.width, box.height)


def _measure_gap(box: Box, line: Box) -> float | None:
    """Return how far a fragment is from a line, or None if it is none of it."""
    if line.height >= _LONG * line.width:
        box, line = box.transpose(), line.transpose()
    middle = (box.top + box.bottom) / 2
    gap = max(box.left - line.right, line.left - box.right)
    is_fragment = (
        line.width >= _LONG * line.height
        and box.height <= _LOW * line.height
        and box.width <= min(_SHORT * line.height, _LONGEST * box.height)
        and line.top <= middle <= line.bottom
        and gap <= _NEAR * line.height
    )
    return gap if is_fragment else None
