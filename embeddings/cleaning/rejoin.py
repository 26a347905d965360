"""Sentences that the page broke, by a column's end or around a caption, made whole again."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from embeddings.cleaning.blocks import Block, BlockKind
from embeddings.cleaning.characters import ends_sentence, is_numbered, runs_on, starts_item
from embeddings.cleaning.page_words import PageWords, opens_sentence, opens_story
from embeddings.cleaning.spacing import choose_separator

_WIDE_GAP = 2
_LONGEST_CHAIN = 5  # pieces of print without a stop that still make one sentence


@dataclass(slots=True)
class _Paragraph:
    """A block being put together; only its last piece matters for how it goes on."""

    block: Block
    pieces: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, block: Block) -> "_Paragraph":
        """Return a paragraph that so far is this block."""
        return cls(block, [block.text])

    @property
    def is_cut(self) -> bool:
        """Whether prose stops in mid-sentence here."""
        return self.block.kind is BlockKind.BODY and not ends_sentence(self.pieces[-1])

    def add(self, text: str) -> None:
        """Append the rest of a broken sentence."""
        self.pieces += (choose_separator(self.pieces[-1], text), text)

    def whole(self) -> Block:
        """Return the block with all its pieces."""
        text = "".join(self.pieces)
        return self.block if text == self.block.text else replace(self.block, text=text)


def rejoin(blocks: Sequence[Block], words: PageWords) -> tuple[Block, ...]:
    """Return the blocks, pieces of a broken paragraph in one; captions between them follow it."""
    result: list[_Paragraph] = []
    waiting: _Paragraph | None = None  # it stops in mid-sentence
    rivals = False  # an item began while another paragraph waited: which one goes on is not known
    loose = _never_stopping(blocks)
    for place, block in enumerate(blocks):
        paragraph = _Paragraph.of(block)
        if block.kind is BlockKind.CAPTION:
            result.append(paragraph)
            continue
        possible = waiting is not None and _may_go_on(block)
        if waiting is not None and possible:
            far = waiting is not result[-1] or block.gap >= _WIDE_GAP or rivals or place in loose
            if _is_rest(waiting.pieces[-1], block.text, far, words):
                waiting.add(block.text)
                waiting, rivals = (waiting if waiting.is_cut else None), False
                continue
        rivals = waiting is not None and block.kind is BlockKind.BODY and not possible
        result.append(paragraph)
        waiting = paragraph if paragraph.is_cut else None
    return tuple(paragraph.whole() for paragraph in result)


def _never_stopping(blocks: Sequence[Block]) -> set[int]:
    """Return the places in long runs of prose without a stop: verse or lists."""
    places: set[int] = set()
    prose = [place for place, block in enumerate(blocks) if block.kind is not BlockKind.CAPTION]
    for cut, run in groupby(prose, lambda place: _Paragraph.of(blocks[place]).is_cut):
        found = list(run)
        if cut and len(found) > _LONGEST_CHAIN:
            places.update(found)
    return places


def _may_go_on(block: Block) -> bool:
    """Tell whether the block may be a piece of an earlier paragraph at all."""
    if block.kind is not BlockKind.BODY or block.indented:
        return False
    starts = starts_item(block.text) or is_numbered(block.text) or opens_story(block.text)
    return not starts


def _is_rest(left: str, right: str, far: bool, words: PageWords) -> bool:
    """Tell whether ``right`` is the rest of ``left``; far away, only with proof."""
    if left[-1].isascii() and left[-1].isalnum() and right[0].isascii():
        return right[0].islower()
    if far or (opens_sentence(right) and not runs_on(left)):
        return words.join(left, right)
    return True
