"""Columns out of order: a story's beginning that the scan put behind its end."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.characters import ends_sentence, starts_item
from embeddings.cleaning.page_words import PageWords


def restore_reading_order(blocks: Sequence[Block], words: PageWords) -> tuple[Block, ...]:
    """Return the story with the part behind its byline in front, if that provably begins it.

    Proof: the part stops in mid-sentence and the story's first paragraph holds the rest.
    """
    end = next((i for i in range(len(blocks) - 1, 0, -1) if blocks[i].kind is BlockKind.BYLINE), 0)
    story, behind = tuple(blocks[: end + 1]), tuple(blocks[end + 1 :])
    if not end or not behind or not _runs_into(behind[-1], story[0], words):
        return tuple(blocks)
    joined = replace(behind[-1], text=behind[-1].text + story[0].text)
    return (*behind[:-1], joined, *story[1:])


def _runs_into(last: Block, first: Block, words: PageWords) -> bool:
    both_text = last.kind is BlockKind.BODY and first.kind is BlockKind.BODY
    if not both_text or ends_sentence(last.text) or starts_item(first.text):
        return False
    return words.join(last.text, first.text)
