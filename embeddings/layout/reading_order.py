"""The order in which the blocks of a story are read."""

from collections.abc import Sequence

from embeddings.layout.blocks import Block, overlap_across, overlap_down
from embeddings.layout.boxes import unite

SAME_COLUMN = 0.5  # share of the narrower of two blocks that both have above each other


def order_blocks(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks in reading order: column after column, between those across several."""
    wide = next(
        (block for block in sorted(blocks, key=lambda b: b.box.top) if _is_wide(block, blocks)),
        None,
    )
    if wide:
        middle = (wide.box.top + wide.box.bottom) / 2
        rest = [block for block in blocks if block is not wide]
        upper = [block for block in rest if (block.box.top + block.box.bottom) / 2 < middle]
        lower = [block for block in rest if block not in upper]
        return [*order_blocks(upper), wide, *order_blocks(lower)]
    columns: list[list[Block]] = []
    for block in sorted(blocks, key=lambda block: block.box.left):
        for column in columns:
            box = unite(other.box for other in column)
            if overlap_across(box, block.box) > SAME_COLUMN * min(box.width, block.box.width):
                column.append(block)
                break
        else:
            columns.append([block])
    return [block for column in columns for block in sorted(column, key=lambda b: b.box.top)]


def _is_wide(block: Block, blocks: Sequence[Block]) -> bool:
    """Return whether a block stands over, or under, several that are beside each other."""
    under = sorted(
        (
            other.box
            for other in blocks
            if other is not block and overlap_across(other.box, block.box) > other.box.width / 2
        ),
        key=lambda box: box.left,
    )
    return any(
        right.left >= left.right and overlap_down(left, right) > 0
        for place, left in enumerate(under)
        for right in under[place + 1 :]
    )
