"""Stories of a page: which blocks of text belong to which headline, and in which order."""

from collections.abc import Iterable, Sequence

from embeddings.layout.blocks import Block, overlap_across, overlap_down
from embeddings.layout.boxes import Box
from embeddings.layout.credits import BYLINE, CAPTION_START, PICTURE_CREDIT
from embeddings.layout.grouping import Grouping
from embeddings.layout.heads import Head, assign_columns
from embeddings.layout.jump_lines import read_jump, split_jump
from embeddings.layout.reading_order import order_blocks
from embeddings.layout.story_blocks import StoryBlocks
from embeddings.layout.strips import build_strip

_SMALL = 0.93  # of the size of the text: type of captions
_MOST_CAPTION = 4  # lines
_PICTURE = 4.0  # sizes of white above a caption
_ONE_LEVEL = 1.5  # sizes: stories whose tops differ by less begin beside each other


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
    groups = Grouping(texts, heads, rules, frames, size).gather()
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
    """Move a byline from the top of the first column, or from above the columns, to the head."""
    if not story.heads or not story.texts or any(head.imprint for head in story.heads):
        return
    first = story.texts[0]
    for place, block in enumerate(story.texts):
        top, *below = block.strips
        is_above = block is first or top.box.bottom <= first.box.top + top.size / 2
        if below and is_above and BYLINE.fullmatch(top.text):
            story.heads[0].imprint.append(Block([top]))
            story.texts[place] = Block(below)
            return


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
    if block.size > _SMALL * size or _is_beside_text(block, texts):
        return False
    above = [other.box for other in texts if other is not block]
    above += [head.box for head in heads]
    bottoms = [
        box.bottom
        for box in above
        if box.bottom <= block.box.top + size / 2 and overlap_across(box, block.box) > size
    ]
    return not bottoms or block.box.top - max(bottoms) > _PICTURE * size


def _is_beside_text(block: Block, texts: Iterable[Block]) -> bool:
    """Return whether a block begins where columns in its type begin: as one of them."""
    return any(
        len(other.strips) > _MOST_CAPTION
        and abs(other.box.top - block.box.top) <= block.size / 2
        and other.size * _SMALL <= block.size
        for other in texts
    )


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
