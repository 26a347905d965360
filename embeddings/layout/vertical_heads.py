"""Headlines that run downwards: the columns beside them, which begin at one level."""

from collections.abc import Iterable, Sequence

from embeddings.layout.blocks import Block, overlap_across, overlap_down
from embeddings.layout.boxes import Box, unite
from embeddings.layout.heads import Head

_BESIDE = 4.0  # sizes from the headline to a column, and from one column to the next
_ONE_LEVEL = 0.5  # sizes by which the tops of columns differ
_LINE = 1.3  # sizes of white between the lines of a column
_SAME_COLUMN = 0.5  # share of the narrower of two blocks of one column


def find_columns_beside(
    heads: Iterable[Head], texts: Sequence[Block], walls: Sequence[Box], size: float
) -> dict[Block, Head]:
    """Return the columns of each headline that runs downwards, by their uppermost blocks.

    Args:
        heads: those of a page; columns under a level one are its own.
        texts: the other blocks.
        walls: rules and frames between columns.
        size: of the page's text.
    """
    heads = list(heads)
    under = {block for head in heads for block in head.columns}
    free = [block for block in texts if block not in under]
    found: dict[Block, Head] = {}
    for head in heads:
        if head.crosswise and (first := _find_first(head, free, walls, size)):
            for block in _follow(first, head, free, size):
                found.setdefault(block, head)
    return found


def _find_first(
    head: Head, texts: Sequence[Block], walls: Sequence[Box], size: float
) -> Block | None:
    """Return the uppermost block of the column right beside a headline."""
    near = [
        (gap, block.box.top, block)
        for block in texts
        if overlap_down(head.box, block.box) > size
        and (gap := _measure_gap(head.box, block.box, walls)) <= _BESIDE * size
    ]
    first = min(near, key=lambda item: item[:2], default=None)
    return _climb(first[2], texts, size) if first else None


def _climb(block: Block, texts: Sequence[Block], size: float) -> Block:
    """Return the uppermost block of the column that a block is in, without wide white between."""
    while True:
        above = [
            other
            for other in texts
            if other.box.top < block.box.top
            and -size / 2 <= block.box.top - other.box.bottom <= _LINE * size
            and overlap_across(other.box, block.box)
            >= _SAME_COLUMN * min(other.box.width, block.box.width)
        ]
        if not above:
            return block
        block = above[0]


def _follow(first: Block, head: Head, texts: Sequence[Block], size: float) -> list[Block]:
    """Return the blocks that begin at the level of the first one, each beside the one before."""
    is_left = head.box.left < first.box.left
    level = sorted(
        (
            (_widen(block, texts, size), block)
            for block in texts
            if abs(block.box.top - first.box.top) <= _ONE_LEVEL * size
            and (block.box.left > head.box.left) is is_left
        ),
        key=lambda pair: pair[0].left if is_left else -pair[0].right,
    )
    columns, last = [first], _widen(first, texts, size)
    for box, block in level:
        if block is not first and _measure_gap(last, box) <= _BESIDE * size:
            columns.append(block)
            last = box
    return columns


def _widen(block: Block, texts: Iterable[Block], size: float) -> Box:
    """Return the box of a block as wide as the column under it: its own line may be short."""
    below = (
        other.box
        for other in texts
        if other is not block
        and -size / 2 <= other.box.top - block.box.bottom <= _LINE * size
        and overlap_across(other.box, block.box) >= _SAME_COLUMN * block.box.width
    )
    return unite([block.box, *(block.box._replace(left=b.left, right=b.right) for b in below)])


def _measure_gap(one: Box, other: Box, walls: Iterable[Box] = ()) -> float:
    """Return the white between two boxes beside each other, infinite if a wall is in it."""
    left, right = (one, other) if one.left < other.left else (other, one)
    if right.left < left.right:
        return float("inf")
    is_walled = any(
        left.right <= (wall.left + wall.right) / 2 <= right.left
        and min(overlap_down(wall, left), overlap_down(wall, right)) > 0
        for wall in walls
    )
    return float("inf") if is_walled else right.left - left.right
