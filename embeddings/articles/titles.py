"""Find a story's headline: which of its first lines are kicker, headline and subtitle."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.characters import is_numbered
from embeddings.cleaning.imprint_lines import read_imprint_line

_LONGEST_HEADLINE = 3  # lines
_LABELLED = re.compile(
    r"\w{0,4}(?:时\s?间|日\s?期|地\s?点|单位|对象|主持|记录|记者|[^\W\d_]人)\s?[:：]"
)  # 采访时间：, 记录人：
_SHORTEST_PART = 5  # characters; 概述 or 历史 below a headline is a section, not a subtitle


def split_title(story: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Return the story's headline, "" if none, and its other blocks.

    Captions above the headline come first in the text; two consecutive unmarked headings are the
    two lines of one.
    """
    start = next(
        (place for place, block in enumerate(story) if block.kind is BlockKind.HEADING), len(story)
    )
    if any(
        block.kind is not BlockKind.HEADING and not _is_preamble(block) for block in story[:start]
    ):
        start = len(story)
    lines = _take_headline(story[start:])
    rest = (*story[:start], *story[start + len(lines) :])
    return " ".join(block.text for block in lines), tuple(_join_pairs(rest))


def _is_preamble(block: Block) -> bool:
    return block.kind is BlockKind.CAPTION


def _take_headline(blocks: Sequence[Block]) -> list[Block]:
    if not blocks or is_numbered(blocks[0].text):
        return []
    if blocks[0].level:
        return [blocks[0]]
    more = takewhile(_is_subtitle, blocks[1:_LONGEST_HEADLINE])
    return [blocks[0], *more]


def _is_subtitle(block: Block) -> bool:
    return (
        block.kind is BlockKind.HEADING
        and not block.level
        and not is_numbered(block.text)
        and read_imprint_line(block.text) is None
        and not _LABELLED.match(block.text)
        and len(block.text.replace(" ", "")) >= _SHORTEST_PART
    )


def _join_pairs(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, joining two consecutive unmarked headings into one."""
    result: list[Block] = []
    for block in blocks:
        if result and _is_second_line(result[-1], block):
            result[-1] = replace(result[-1], text=f"{result[-1].text} {block.text}")
        else:
            result.append(block)
    return result


def _is_second_line(upper: Block, lower: Block) -> bool:
    return _is_subtitle(lower) and _is_subtitle(upper)
