"""What a story of a page consists of."""

from dataclasses import dataclass, field

from embeddings.layout.blocks import Block
from embeddings.layout.boxes import Box, unite
from embeddings.layout.heads import Head
from embeddings.layout.jump_lines import Jump


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
