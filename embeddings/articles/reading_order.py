"""Restore columns out of order: a story's beginning that the scan put after its end."""

from collections.abc import Sequence
from dataclasses import replace

from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.characters import ends_sentence, starts_item
from embeddings.cleaning.page_words import PageWords


def restore_reading_order(blocks: Sequence[Block], words: PageWords) -> tuple[Block, ...]:
    """Move the part after a story's byline to the front if it provably begins the story.

    Proof: the part breaks off in mid-sentence and the story's first paragraph has the rest.
    """
    end = next((i for i in range(len(blocks) - 1, 0, -1) if blocks[i].kind is BlockKind.BYLINE), 0)
    story, after = tuple(blocks[: end + 1]), tuple(blocks[end + 1 :])
    if not end or not after or not _runs_into(after[-1], story[0], words):
        return tuple(blocks)
    joined = replace(after[-1], text=after[-1].text + story[0].text)
    return (*after[:-1], joined, *story[1:])


def _runs_into(last: Block, first: Block, words: PageWords) -> bool:
    both_text = last.kind is BlockKind.BODY and first.kind is BlockKind.BODY
    if not both_text or ends_sentence(last.text) or starts_item(first.text):
        return False
    return words.are_one_sentence(last.text, first.text)
