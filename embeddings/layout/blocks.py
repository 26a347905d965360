"""Blocks: strips of one kind below each other, between gutters, headlines and rules."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from embeddings.layout.boxes import Box, unite
from embeddings.layout.credits import BYLINE, CAPTION_END, CAPTION_START
from embeddings.layout.jump_lines import read_jump
from embeddings.layout.strips import Strip

_LONGEST_CAPTION = 3  # lines
_NEAR = 1.15  # sizes of white between lines of one block
_ALIKE = 0.9  # the smaller of two sizes to the larger, within a block
_INSIDE = 0.6  # share of a strip's width that is in the block above
_OUTDENT = 2.6  # sizes that a strip may reach out of the block above, which may be indented
_TELLING = 5.0  # sizes below a byline in which lines tell how wide its column is
_EDGE = 1.0  # sizes that it may reach out at the right


@dataclass(slots=True, eq=False)
class Block:
    """Strips below each other.

    Attributes:
        strips: from top to bottom.
        box: around them.
    """

    strips: list[Strip]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        self.box = unite(strip.box for strip in self.strips)

    @property
    def size(self) -> float:
        """The size of its type."""
        return median(strip.size for strip in self.strips)

    @property
    def crosswise(self) -> bool:
        """Whether it is a headline that runs downwards."""
        return self.strips[0].crosswise

    @property
    def text(self) -> str:
        """What it says, without spaces."""
        return "".join(strip.text for strip in self.strips)

    def add(self, strip: Strip) -> None:
        """Append a strip."""
        self.strips.append(strip)
        self.box = unite((self.box, strip.box))


def measure_text_size(strips: Iterable[Strip]) -> float:
    """Return the size of type of most characters, 0 without any.

    Recognized lines vary by some percent; the middle of the commonest sizes is taken.
    """
    sizes = sorted((strip.size, len(strip.letters)) for strip in strips)
    if not sizes:
        return 0.0
    best, most = 0.0, 0
    for size, _ in sizes:
        near = [(other, count) for other, count in sizes if size <= other <= 1.12 * size]
        count = sum(count for _, count in near)
        if count > most:
            best, most = _find_middle(near), count
    return best


def _find_middle(sizes: Sequence[tuple[float, int]]) -> float:
    counts = Counter[float]()
    for size, count in sizes:
        counts[size] += count
    half, seen = sum(counts.values()) / 2, 0
    for size in sorted(counts):
        seen += counts[size]
        if seen >= half:
            return size
    return sizes[-1][0]


def overlap_across(one: Box, other: Box) -> float:
    """Return the width that two boxes share, negative if they are beside each other."""
    return min(one.right, other.right) - max(one.left, other.left)


def overlap_down(one: Box, other: Box) -> float:
    """Return the height that two boxes share, negative if one is below the other."""
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def is_ruled_off(upper: Box, lower: Box, rules: Iterable[Box], loose: float = 1.0) -> bool:
    """Return whether a horizontal rule over most of a box parts it from the one above.

    The rule may reach ``loose`` into either of them.
    """
    return any(
        rule.width > rule.height
        and upper.bottom - loose <= rule.top <= lower.top + loose
        and overlap_across(rule, lower) > lower.width / 2
        for rule in rules
    )


def build_blocks(strips: Sequence[Strip], rules: Iterable[Box]) -> list[Block]:
    """Return the blocks that the strips form, which come from top to bottom."""
    across = [rule for rule in rules if rule.width > rule.height]
    blocks: list[Block] = []
    for strip in sorted(strips, key=lambda strip: strip.box.top):
        above = [
            block
            for block in blocks
            if _may_continue(block, strip, across) and not _is_byline_over(block, strip, strips)
        ]
        fitting = [block for block in above if not _is_shared(block, strip, strips)]
        if len(above) == 1 and fitting:
            above[0].add(strip)
        else:
            blocks.append(Block([strip]))
    return blocks


def _may_continue(block: Block, strip: Strip, rules: Iterable[Box]) -> bool:
    last = block.strips[-1]
    if last.crosswise or strip.crosswise or read_jump(last.text) or read_jump(strip.text):
        return False
    size = max(last.size, strip.size)
    column = _guess_column(block, size)
    return (
        min(last.size, strip.size) >= _ALIKE * size
        and -0.5 * size <= strip.box.top - last.box.bottom <= _NEAR * size
        and overlap_across(column, strip.box) >= _INSIDE * min(strip.box.width, column.width)
        and not _is_caption_over(block, strip)
        and _is_within_edges(block, strip, size)
        and not is_ruled_off(last.box, strip.box, rules, loose=size / 3)
    )


def _guess_column(block: Block, size: float) -> Box:
    """Return the box of a block, with the indent of its only line."""
    box = block.box
    return box._replace(left=box.left - _OUTDENT * size) if len(block.strips) == 1 else box


def _is_byline_over(block: Block, strip: Strip, strips: Iterable[Strip]) -> bool:
    """Return whether a block is only a byline: centred over a column, shorter, or beyond it."""
    if len(block.strips) > 1 or not BYLINE.fullmatch(block.text):
        return False
    below = [
        other.box
        for other in strips
        if strip.box.top <= other.box.top <= strip.box.top + _TELLING * strip.size
        and overlap_across(other.box, strip.box) > _INSIDE * strip.box.width
    ]
    column = unite(below)
    before, after = block.box.left - column.left, column.right - block.box.right
    is_centered = abs(before) > strip.size / 2 and abs(before - after) < strip.size
    return is_centered or after > strip.size or min(before, after) < -strip.size


def _is_caption_over(block: Block, strip: Strip) -> bool:
    """Return whether a block is a caption that ends, or a strip begins one."""
    if CAPTION_START.match(strip.text):
        return True
    if len(block.strips) > _LONGEST_CAPTION or not CAPTION_END.search(block.text):
        return False
    return bool(CAPTION_START.match(block.text)) or block.text[-1] not in "。！？"


def _is_within_edges(block: Block, strip: Strip, size: float) -> bool:
    """Return whether a strip may be in the column of a block, whose lines tell its edges."""
    outdent = block.box.left - strip.box.left
    if len(block.strips) == 1:
        return outdent <= _OUTDENT * size or block.box.width >= strip.box.width / 3
    return outdent <= _OUTDENT * size and strip.box.right <= block.box.right + _EDGE * size


def _is_shared(block: Block, strip: Strip, strips: Sequence[Strip]) -> bool:
    """Return whether another strip beside this one stands below the block, too."""
    return any(
        other is not strip
        and overlap_down(other.box, strip.box) > strip.size / 2
        and overlap_across(other.box, block.box) > 2 * strip.size
        and other.box.top >= block.strips[-1].box.bottom - strip.size / 2
        for other in strips
    )
