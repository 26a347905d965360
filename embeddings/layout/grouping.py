"""Join headlines and blocks of text to stories: what is under, beside and below each other."""

from collections.abc import Sequence

from embeddings.layout.blocks import Block, overlap_across, overlap_down
from embeddings.layout.boxes import Box
from embeddings.layout.heads import Head
from embeddings.layout.reading_order import SAME_COLUMN
from embeddings.layout.story_blocks import StoryBlocks
from embeddings.layout.vertical_heads import find_columns_beside

_BESIDE = 4.0  # sizes from one column of a story to the next
_LEVEL = 0.3  # share of the shorter of two blocks that are beside each other


class Grouping:
    """Blocks and heads being joined to stories."""

    def __init__(
        self,
        texts: Sequence[Block],
        heads: Sequence[Head],
        rules: Sequence[Box],
        frames: Sequence[Box],
        size: float,
    ) -> None:
        self._texts, self._heads, self._size = texts, heads, size
        self._barriers = [*(rule for rule in rules if rule.width > rule.height), *frames]
        walls = [*(rule for rule in rules if rule.height > rule.width), *frames]
        self._beside = find_columns_beside(heads, texts, walls, size)
        self._parents: dict[Block | Head, Block | Head] = {}
        self._parents.update((text, text) for text in texts)
        self._parents.update((head, head) for head in heads)

    def _find(self, item: Block | Head) -> Block | Head:
        while self._parents[item] is not item:
            item = self._parents[item]
        return item

    def _join(self, one: Block | Head, other: Block | Head) -> None:
        first, second = self._find(one), self._find(other)
        if first is not second:
            self._parents[second] = first

    def _has_head(self, item: Block | Head) -> bool:
        root = self._find(item)
        return any(self._find(head) is root for head in self._heads)

    def gather(self) -> list[StoryBlocks]:
        """Return the stories, their blocks in any order."""
        for head in self._heads:
            for block in head.columns:
                self._join(head, block)
        for block, head in self._beside.items():
            self._join(head, block)
        for block in self._texts:
            if block in self._beside:
                continue  # what is above it has another headline
            above = self._find_above(block)
            if above is not None and not (isinstance(above, Block) and self._is_under_head(block)):
                self._join(above, block)
        self._join_beside()
        stories: dict[Block | Head, StoryBlocks] = {}
        for head in self._heads:
            stories.setdefault(self._find(head), StoryBlocks()).heads.append(head)
        for block in self._texts:
            stories.setdefault(self._find(block), StoryBlocks()).texts.append(block)
        return list(stories.values())

    def _is_under_head(self, block: Block) -> bool:
        return any(block in head.columns for head in self._heads)

    def _find_above(self, block: Block) -> Block | Head | None:
        """Return what a block continues: the nearest above in its column, unless parted from it."""
        items: list[tuple[Box, Block | Head | None]] = [
            (other.box, other) for other in self._texts if other is not block
        ]
        items += [(head.band, head) for head in self._heads if not head.crosswise]
        items += [(barrier, None) for barrier in self._barriers]
        box, loose = block.box, self._size / 2
        nearest: tuple[float, Block | Head | None] = (-1e9, None)
        for other, item in items:
            shared = overlap_across(other, box)
            is_above = other.bottom <= box.top + loose and other.top < box.top
            if is_above and shared >= SAME_COLUMN * min(other.width, box.width):
                nearest = max(nearest, (other.bottom, item), key=lambda pair: pair[0])
        return nearest[1]

    def _join_beside(self) -> None:
        """Join columns without a head to the story beside them: the one at the left, mostly."""
        for block in sorted(self._texts, key=lambda block: (block.box.left, block.box.top)):
            if not self._has_head(block):
                beside = self._find_beside(block, to_left=True)
                if beside is not None:
                    self._join(beside, block)
        for block in sorted(self._texts, key=lambda block: -block.box.left):
            if not self._has_head(block):
                beside = self._find_beside(block, to_left=False)
                if beside is not None and self._has_head(beside):
                    self._join(beside, block)

    def _find_beside(self, block: Block, *, to_left: bool) -> Block | Head | None:
        """Return the nearest text or vertical headline at one side of a block."""
        nearest: tuple[float, float, Block | Head] | None = None
        items: list[Block | Head] = [other for other in self._texts if other is not block]
        items += [head for head in self._heads if head.crosswise or head.is_jump]
        for item in items:
            box = item.box
            gap = block.box.left - box.right if to_left else box.left - block.box.right
            level = overlap_down(box, block.box)
            if not -self._size <= gap <= _BESIDE * self._size:
                continue
            if level < _LEVEL * min(box.height, block.box.height):
                continue
            if nearest is None or (gap, -level) < nearest[:2]:
                nearest = gap, -level, item
        return nearest[2] if nearest else None
