"""The cleaning steps in order: lines, furniture, paragraphs, kinds, broken sentences, spaces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from embeddings.cleaning.blocks import Block, BlockKind, classify
from embeddings.cleaning.bylines import split_trailing
from embeddings.cleaning.characters import BULLETS
from embeddings.cleaning.headlines import is_title_like
from embeddings.cleaning.imprint_places import mark_imprints
from embeddings.cleaning.lines import Line, split_lines
from embeddings.cleaning.page_furniture import separate_furniture
from embeddings.cleaning.page_words import PageWords
from embeddings.cleaning.rejoin import rejoin
from embeddings.cleaning.spacing import close_up
from embeddings.cleaning.wrapping import unwrap

_BULLET_IN_LINE = re.compile(rf"(?<=[。！？!?;；”」])\s*(?=[{BULLETS}])")
_PICTURE_GAP = 3


@dataclass(frozen=True, slots=True)
class CleanPage:
    """The parts of a page.

    Attributes:
        blocks: the content of its stories, in reading order.
        furniture: the omitted lines, as printed.
    """

    blocks: tuple[Block, ...]
    furniture: tuple[str, ...]


def clean(text: str) -> CleanPage:
    """Return the page's blocks and furniture; only white space and ``#`` marks are lost."""
    story_lines, furniture = separate_furniture(split_lines(text))
    words = PageWords.of(text)
    marked = mark_imprints(story_lines)
    lines = tuple(part for item in _split_items(unwrap(marked)) for part in _split_byline(item))
    blocks = rejoin(classify(lines, words), words)
    return CleanPage(tuple(map(_close_up, blocks)), tuple(line.text for line in furniture))


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks as page text, with ``#`` marks and gaps for pictures."""
    return "".join(_render_block(block) for block in blocks).strip("\n")


def _render_block(block: Block) -> str:
    gap = max(block.gap, _PICTURE_GAP if block.kind is BlockKind.CAPTION else 1)
    mark = "#" * block.level + " " if block.level else ""
    indent = "\u3000\u3000" if block.indented else ""
    return "\n" * (gap + 1) + indent + mark + block.text


def _split_items(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines, split before each bullet that follows a finished sentence."""
    for line in lines:
        first, *more = _BULLET_IN_LINE.split(line.text)
        yield replace(line, text=first) if more else line
        yield from (Line(text, gap=1) for text in more)


def _split_byline(line: Line) -> Iterator[Line]:
    text, byline = split_trailing(line.text)
    if byline:
        yield from (replace(line, text=text), Line(byline, gap=1, inline=True))
    else:
        yield line


def _close_up(block: Block) -> Block:
    """Close up prose; in headlines, bylines and labels a space separates the parts."""
    if block.kind is not BlockKind.BODY and (
        block.kind is not BlockKind.CAPTION or is_title_like(block.text)
    ):
        return block
    text = close_up(block.text)
    return block if text == block.text else replace(block, text=text)
