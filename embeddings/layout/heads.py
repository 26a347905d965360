"""Headlines, with the lines above and below that belong to them, and the columns under them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from embeddings.layout.blocks import Block, is_ruled_off, overlap_across, overlap_down
from embeddings.layout.boxes import Box, unite
from embeddings.layout.credits import BYLINE
from embeddings.layout.jump_lines import read_jump

LARGE = 1.2  # times the size of the text
_NEAR = 1.3  # sizes of white between the lines of one head
_CENTERED = 2.0  # sizes
_PLAIN = 1.12  # times the size of the text: larger lines are no text
_CENTERED_PLAIN = 0.8  # sizes, for lines as small as the text, which may be its first one
_MOST_LINES = 2  # of a kicker, a subtitle or a byline
_UNDER = 3.0  # sizes between a head and a column under it
_LEVEL = 0.5  # sizes: tops of columns beside each other
_FEWEST_LINES = 3  # of a column that tells the size of its text
_SAME_EDGE = 1.0  # sizes
_BELOW = 12.0  # sizes: how far such a column is below the first line of a head
_SENTENCE = re.compile(r"[。！？!?，,；;][”’）)]*$")


@dataclass(slots=True, eq=False)
class Head:
    """The headline of a story.

    Attributes:
        blocks: kicker, headline, subtitle, from top to bottom.
        imprint: the lines under it that name the author.
        columns: the blocks of text right under it.
        is_jump: whether it only says where the story comes from.
        text_size: of the text of its page.
    """

    blocks: list[Block]
    imprint: list[Block] = field(default_factory=list)
    columns: list[Block] = field(default_factory=list)
    is_jump: bool = False
    text_size: float = 0.0

    @property
    def box(self) -> Box:
        """The box around its lines."""
        return unite(block.box for block in [*self.blocks, *self.imprint])

    @property
    def crosswise(self) -> bool:
        """Whether it runs downwards beside its story."""
        return self.blocks[0].crosswise

    @property
    def band(self) -> Box:
        """The box of its lines, as wide as the columns under it."""
        return unite(
            [
                self.box,
                *(self.box._replace(left=c.box.left, right=c.box.right) for c in self.columns),
            ]
        )


def find_heads(blocks: Sequence[Block], rules: Sequence[Box], size: float) -> list[Head]:
    """Return the headlines among the blocks of a page whose text has this size."""
    heads: list[Head] = []
    for block in sorted(blocks, key=lambda block: (block.box.top, -block.box.right)):
        if read_jump(block.text):
            jump = read_jump(block.text)
            if jump and jump.back:
                heads.append(Head([block], is_jump=True, text_size=size))
        elif block.size >= LARGE * (local := _measure_text(block, blocks, size)):
            near = [head for head in heads if _belongs(head, block, rules)]
            if near:
                near[0].blocks.append(block)
            else:
                heads.append(Head([block], text_size=local))
    for head in heads:
        _add_lines(head, blocks, rules, heads)
    return heads


def _measure_text(block: Block, blocks: Iterable[Block], size: float) -> float:
    """Return the size of the text right below a block; that of the page if there is none.

    Stories of one page may be set in types of different size.
    """
    below = [
        other
        for other in blocks
        if len(other.strips) >= _FEWEST_LINES
        and overlap_across(other.box, block.box) > 0
        and block.box.bottom - size / 2 <= other.box.top <= block.box.bottom + _BELOW * size
    ]
    nearest = min(below, key=lambda other: other.box.top, default=None)
    return nearest.size if nearest else size


def _belongs(head: Head, block: Block, rules: Sequence[Box]) -> bool:
    """Return whether a block of large type is another line of a headline."""
    if head.is_jump or head.crosswise != block.crosswise:
        return False
    size = max(block.size, head.blocks[-1].size)
    box, other = head.box, block.box
    if block.crosswise:
        gap = max(box.left - other.right, other.left - box.right)
        return gap <= _NEAR * size and overlap_down(box, other) > 0
    gap = other.top - box.bottom
    if gap > _NEAR * size or overlap_across(box, other) <= 0:
        return False
    return not is_ruled_off(box, other, rules)


def _add_lines(
    head: Head, blocks: Sequence[Block], rules: Sequence[Box], heads: Sequence[Head]
) -> None:
    """Add the kicker, the subtitle and the byline, which are in smaller type."""
    taken = {block for other in heads for block in [*other.blocks, *other.imprint]}
    rest = [block for block in blocks if block not in taken and not block.crosswise]
    if head.crosswise or head.is_jump:
        return
    for block in sorted(rest, key=lambda block: -block.box.top):
        if _is_line_of(head, block, head.box.top - block.box.bottom, rest, rules):
            head.blocks.insert(0, block)
    for block in sorted(rest, key=lambda block: block.box.top):
        if block in head.blocks or not _is_line_of(
            head, block, block.box.top - head.box.bottom, rest, rules
        ):
            continue
        (head.imprint if BYLINE.match(block.text) else head.blocks).append(block)


def _is_line_of(
    head: Head, block: Block, gap: float, blocks: Sequence[Block], rules: Sequence[Box]
) -> bool:
    """Return whether a line above or below a headline belongs to it."""
    box, other = head.box, block.box
    size = max(block.size, min(item.size for item in head.blocks))
    if not -0.5 * block.size <= gap <= _NEAR * size or len(block.strips) > _MOST_LINES:
        return False
    upper, lower = (other, box) if other.top < box.top else (box, other)
    if _SENTENCE.search(block.text) or is_ruled_off(upper, lower, rules):
        return False
    if not _is_centered(head, block) or overlap_across(box, other) <= 0:
        return False
    if block.size < _PLAIN * head.text_size and _is_in_column(block, blocks):
        return False
    return not any(
        beside is not block and overlap_down(beside.box, other) > block.size / 2
        and overlap_across(beside.box, box) > 2 * block.size
        for beside in blocks
    )  # fmt: skip


def _is_in_column(block: Block, blocks: Iterable[Block]) -> bool:
    """Return whether lines have both edges of the text right below them; of two, the left one."""
    box, loose = block.box, _SAME_EDGE * block.size
    if BYLINE.fullmatch(block.text):
        return False
    return any(
        other is not block
        and max(len(other.strips), len(block.strips)) > 1
        and -0.5 * block.size <= other.box.top - box.bottom <= _NEAR * block.size
        and abs(other.box.left - box.left) <= loose
        and (len(block.strips) > 1 or abs(other.box.right - box.right) <= loose)
        for other in blocks
    )


def _is_centered(head: Head, block: Block) -> bool:
    """Return whether a line has the middle of a headline, or its left edge if it is in large type.

    A line in the type of the text may be the first one of the text, which is indented. A byline is
    known by its words.
    """
    box, other = head.box, block.box
    off = abs(box.left + box.right - other.left - other.right) / 2
    if block.size < _PLAIN * head.text_size and not BYLINE.fullmatch(block.text):
        return off <= _CENTERED_PLAIN * block.size
    return min(off, abs(box.left - other.left)) <= _CENTERED * block.size


def assign_columns(
    heads: Sequence[Head], texts: Sequence[Block], walls: Sequence[Box], size: float
) -> None:
    """Find the columns right under each head.

    Args:
        heads: those of a page.
        texts: its other blocks.
        walls: rules and frames, which end the white beside a head.
        size: of the page's text.
    """
    level = [head for head in heads if not head.crosswise]
    boxes = [block.box for block in texts]
    spans = {
        id(head): _measure_span(
            head, [*boxes, *walls, *(other.box for other in heads if other is not head)]
        )
        for head in level
    }
    unsure: list[tuple[Block, list[Head]]] = []
    for block in sorted(texts, key=lambda block: block.box.left):
        above = [
            head for head in level
            if _is_under(head, block, spans[id(head)], size) and not _is_covered(head, block, texts)
        ]  # fmt: skip
        touching = [head for head in above if overlap_across(head.box, block.box) > size]
        if len(touching) == 1 or len(above) == 1:
            (touching or above)[0].columns.append(block)
        elif above:
            unsure.append((block, touching or above))
    for block, above in unsure:
        _choose_head(block, above, size).columns.append(block)


def _choose_head(block: Block, heads: Sequence[Head], size: float) -> Head:
    """Return which of several heads a column is under.

    Lines that say where a story comes from stand over its first column.
    """
    before = [head for head in heads if head.box.left <= block.box.left + size]
    if before and all(head.is_jump for head in heads):
        return max(before, key=lambda head: head.box.left)
    return min(heads, key=lambda head: _measure_misfit(head, block, size))


def _measure_span(head: Head, boxes: Iterable[Box]) -> tuple[float, float]:
    """Return how far the white beside a head reaches."""
    box = head.box
    trim = box.height / 10
    left, right = box.left - 1e6, box.right + 1e6
    for other in boxes:
        if other.bottom <= box.top + trim or other.top >= box.bottom - trim:
            continue
        if other.right <= box.left + 1:
            left = max(left, other.right)
        elif other.left >= box.right - 1:
            right = min(right, other.left)
    return left, right


def _is_under(head: Head, block: Block, span: tuple[float, float], size: float) -> bool:
    gap = block.box.top - head.box.bottom
    middle = (block.box.left + block.box.right) / 2
    return -_LEVEL * size <= gap <= _UNDER * size and span[0] <= middle <= span[1]


def _is_covered(head: Head, block: Block, texts: Iterable[Block]) -> bool:
    """Return whether another block stands between a head and a block."""
    return any(
        other is not block
        and head.box.top <= other.box.top
        and other.box.bottom <= block.box.top + block.size / 2
        and overlap_across(other.box, block.box) > block.size
        for other in texts
    )


def _measure_misfit(head: Head, block: Block, size: float) -> float:
    """Return how badly a block fits under a head: by its level, then by where the middle moves."""
    if not head.columns:
        return 1e6
    tops = sorted(column.box.top for column in head.columns)
    off = abs(tops[len(tops) // 2] - block.box.top)
    around = unite(column.box for column in head.columns)
    wider = unite((around, block.box))
    middle = head.box.left + head.box.right
    moved = abs(wider.left + wider.right - middle) - abs(around.left + around.right - middle)
    return (0 if off <= _LEVEL * size else 1e3) + moved
