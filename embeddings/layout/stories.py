"""Stories of a page: which blocks of text belong to which headline, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from embeddings.layout.blocks import Block, overlap_across, overlap_down
from embeddings.layout.boxes import Box, unite
from embeddings.layout.credits import BYLINE, CAPTION_START, PICTURE_CREDIT
from embeddings.layout.heads import Head, assign_columns
from embeddings.layout.jump_lines import Jump, read_jump, split_jump
from embeddings.layout.reading_order import SAME_COLUMN, order_blocks
from embeddings.layout.strips import build_strip

_SMALL = 0.93  # of the size of the text: type of captions
_MOST_CAPTION = 4  # lines
_PICTURE = 4.0  # sizes of white above a caption
_ONE_LEVEL = 1.5  # sizes: stories whose tops differ by less begin beside each other
_BESIDE = 4.0  # sizes from one column of a story to the next
_LEVEL = 0.3  # share of the shorter of two blocks that are beside each other


@dataclass(slots=True, eq=False)
class StoryBlocks:
    """The blocks of a story.

    Attributes:
        heads: its headlines; mostly one.
        texts: its text in reading order.
        captions: of its pictures.
        jumps: where it goes on and where it comes from.
        jump_lines: the lines that say where it goes on.
    """

    heads: list[Head] = field(default_factory=list)
    texts: list[Block] = field(default_factory=list)
    captions: list[Block] = field(default_factory=list)
    jumps: list[Jump] = field(default_factory=list)
    jump_lines: list[Block] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """All of its blocks: headlines, bylines, text, captions and jump lines."""
        heads = [block for head in self.heads for block in [*head.blocks, *head.imprint]]
        return [*heads, *self.texts, *self.captions, *self.jump_lines]

    @property
    def box(self) -> Box:
        """The box around all of it."""
        return unite(block.box for block in self.blocks)


def part_stories(
    blocks: Sequence[Block], heads: Sequence[Head], rules: Sequence[Box], frames: Sequence[Box],
    size: float,
) -> list[StoryBlocks]:  # fmt: skip
    """Return the stories that blocks and headlines form, from top to bottom.

    Args:
        blocks: of the page.
        heads: its headlines, which consist of some of the blocks.
        rules: that are no part of a frame.
        frames: whose content is not among the blocks.
        size: of the text.
    """
    used = {block for head in heads for block in [*head.blocks, *head.imprint]}
    jumps = [block for block in blocks if block not in used and read_jump(block.text)]
    texts = [block for block in blocks if block not in used and block not in jumps]
    captions = [b for b in texts if _is_caption(b, texts, heads, size)]
    texts = [block for block in texts if block not in captions]
    assign_columns(heads, texts, [*(r for r in rules if r.height > r.width), *frames], size)
    groups = _Grouping(texts, heads, rules, frames, size).gather()
    for block in captions:
        _find_nearest(groups, block).captions.append(block)
    for block in jumps:
        jump = read_jump(block.text)
        if jump and groups:
            story = _find_last_above(groups, block)
            story.jumps.append(jump)
            story.jump_lines.append(block)
    for story in groups:
        story.texts = order_blocks(story.texts)
        _take_byline(story)
        _take_jump(story)
        story.captions.sort(key=lambda block: (block.box.top, block.box.left))
        story.jumps += [
            jump
            for head in story.heads
            if head.is_jump and (jump := read_jump(head.blocks[0].text))
        ]
    return _order_stories(groups, size)


def _order_stories(stories: Sequence[StoryBlocks], size: float) -> list[StoryBlocks]:
    """Return the stories from top to bottom; those that begin at one level from left to right."""
    ordered: list[StoryBlocks] = []
    level: list[StoryBlocks] = []
    for story in sorted(stories, key=lambda story: story.box.top):
        if level and story.box.top - level[0].box.top > _ONE_LEVEL * size:
            ordered += sorted(level, key=lambda item: item.box.left)
            level = []
        level.append(story)
    return ordered + sorted(level, key=lambda item: item.box.left)


def _take_byline(story: StoryBlocks) -> None:
    """Move a byline from the top of the first column to the head."""
    if not story.heads or not story.texts or any(head.imprint for head in story.heads):
        return
    first = story.texts[0]
    if len(first.strips) > 1 and BYLINE.fullmatch(first.strips[0].text):
        story.heads[0].imprint.append(Block(first.strips[:1]))
        story.texts[0] = Block(first.strips[1:])


def _take_jump(story: StoryBlocks) -> None:
    """Move a jump at the end of the last line to where the others are."""
    if not story.texts:
        return
    *above, strip = story.texts[-1].strips
    text, jump = split_jump(strip.text)
    if jump is None or not text:
        return
    letters = list(strip.letters)
    while sum(len(letter.text) for letter in letters) > len(text):
        letters.pop()
    story.texts[-1] = Block([*above, build_strip(letters, strip.crosswise)])
    story.jumps.append(jump)


def _is_caption(block: Block, texts: Sequence[Block], heads: Sequence[Head], size: float) -> bool:
    if block.crosswise or len(block.strips) > _MOST_CAPTION:
        return False
    if CAPTION_START.match(block.text) or PICTURE_CREDIT.search(block.text):
        return True
    if block.size > _SMALL * size:
        return False
    above = [other.box for other in texts if other is not block]
    above += [head.box for head in heads]
    bottoms = [
        box.bottom
        for box in above
        if box.bottom <= block.box.top + size / 2 and overlap_across(box, block.box) > size
    ]
    return not bottoms or block.box.top - max(bottoms) > _PICTURE * size


class _Grouping:
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
        self._walls = [*(rule for rule in rules if rule.height > rule.width), *frames]
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
        for block in self._texts:
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


def _find_nearest(stories: list[StoryBlocks], block: Block) -> StoryBlocks:
    """Return the story that a caption belongs to, or a new one."""

    def measure(story: StoryBlocks) -> tuple[float, float]:
        box = story.box
        apart = max(-overlap_down(box, block.box), 0) + max(-overlap_across(box, block.box), 0)
        near = min(
            (
                abs(other.box.top - block.box.bottom)
                for other in story.texts
                if overlap_across(other.box, block.box) > 0
            ),
            default=1e6,
        )
        return apart, near

    if not stories:
        stories.append(StoryBlocks())
        return stories[0]
    return min(stories, key=measure) if stories[0].texts or stories[0].heads else stories[0]


def _find_last_above(stories: Iterable[StoryBlocks], block: Block) -> StoryBlocks:
    """Return the story whose text ends right above a block."""

    def measure(story: StoryBlocks) -> float:
        return min(
            (
                abs(block.box.top - text.box.bottom)
                + 10 * max(0.0, -overlap_across(text.box, block.box))
                for text in story.texts
            ),
            default=1e9,
        )

    return min(stories, key=measure)
