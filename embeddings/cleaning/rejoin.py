"""Rejoin sentences that the page broke at a column's end or around a caption."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from embeddings.cleaning.blocks import Block, BlockKind
from embeddings.cleaning.characters import ends_sentence, is_numbered, runs_on, starts_item
from embeddings.cleaning.page_words import PageWords, opens_sentence, opens_story
from embeddings.cleaning.spacing import choose_separator
from embeddings.text.labelled_rows import read_labelled_row

_WIDE_GAP = 2
_LONGEST_CHAIN = 5  # pieces without a full stop that still make one sentence


@dataclass(slots=True)
class _Paragraph:
    """A block being assembled; only its last piece decides what can follow."""

    block: Block
    pieces: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, block: Block) -> "_Paragraph":
        """Return a paragraph that consists of this block so far."""
        return cls(block, [block.text])

    @property
    def is_cut(self) -> bool:
        """Whether prose breaks off in mid-sentence here."""
        is_body = self.block.kind is BlockKind.BODY and not ends_sentence(self.pieces[-1])
        return is_body and not read_labelled_row(self.pieces[-1])

    def add(self, text: str) -> None:
        """Append the rest of a broken sentence."""
        self.pieces += (choose_separator(self.pieces[-1], text), text)

    def build(self) -> Block:
        """Return the block with all its pieces joined."""
        text = "".join(self.pieces)
        return self.block if text == self.block.text else replace(self.block, text=text)


def rejoin(blocks: Sequence[Block], words: PageWords) -> tuple[Block, ...]:
    """Return the blocks, broken paragraphs rejoined; captions between the pieces come after."""
    result: list[_Paragraph] = []
    waiting: _Paragraph | None = None  # it breaks off in mid-sentence
    rivals = False  # an item began while another paragraph waited: either may continue
    loose = _find_unpunctuated(blocks)
    for place, block in enumerate(blocks):
        paragraph = _Paragraph.of(block)
        if block.kind is BlockKind.CAPTION:
            result.append(paragraph)
            continue
        possible = waiting is not None and _can_continue(block)
        if waiting is not None and possible:
            far = waiting is not result[-1] or block.gap >= _WIDE_GAP or rivals or place in loose
            if _is_rest(waiting.pieces[-1], block.text, far, words):
                waiting.add(block.text)
                waiting, rivals = (waiting if waiting.is_cut else None), False
                continue
        rivals = waiting is not None and block.kind is BlockKind.BODY and not possible
        result.append(paragraph)
        waiting = paragraph if paragraph.is_cut else None
    return tuple(paragraph.build() for paragraph in result)


def _find_unpunctuated(blocks: Sequence[Block]) -> set[int]:
    """Return the places in long runs of prose without full stops: verse or lists."""
    places: set[int] = set()
    prose = [place for place, block in enumerate(blocks) if block.kind is not BlockKind.CAPTION]
    for is_cut, run in groupby(prose, lambda place: _Paragraph.of(blocks[place]).is_cut):
        chain = list(run)
        if is_cut and len(chain) > _LONGEST_CHAIN:
            places.update(chain)
    return places


def _can_continue(block: Block) -> bool:
    """Return whether the block can be a piece of an earlier paragraph."""
    if block.kind is not BlockKind.BODY or block.indented or read_labelled_row(block.text):
        return False
    starts = starts_item(block.text) or is_numbered(block.text) or opens_story(block.text)
    return not starts


def _is_rest(left: str, right: str, far: bool, words: PageWords) -> bool:
    """Return whether ``right`` is the rest of ``left``; if ``far``, only with proof."""
    if left[-1].isascii() and left[-1].isalnum() and right[0].isascii():
        return right[0].islower()
    if far or (opens_sentence(right) and not runs_on(left)):
        return words.are_one_sentence(left, right)
    return True
