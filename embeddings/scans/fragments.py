"""Join what was found apart from its line: a mark at its end, or a flat character.

Alone such a fragment is read wrongly: “ as 66.
"""

from collections.abc import Sequence

from embeddings.layout.boxes import Box, unite

_LOW = 0.75  # of the height of the line: how high a fragment is at most
_SHORT = 1.3  # times the height of the line: how long it is at most
_NEAR = 1.2  # times the height of the line: how far it is from the line's end
_LONG = 1.5  # length to height of a line
_LONGEST = 3.0  # length to height of a fragment: a longer one is a line in smaller type


def join_fragments(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes of a page's lines, each with its fragments."""
    lines = list(boxes)
    for box in sorted(boxes, key=lambda box: box.width * box.height):
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


def _measure_gap(box: Box, line: Box) -> float | None:
    """Return how far a fragment is from a line, or None if it is none of it."""
    if line.height >= _LONG * line.width:
        box, line = _turn(box), _turn(line)
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


def _turn(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)
