"""The cleaning steps in order: lines, furniture, paragraphs, kinds, broken sentences, spaces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from embeddings.cleaning.blocks import Block, BlockKind, classify
from embeddings.cleaning.bylines import split_trailing
from embeddings.cleaning.characters import BULLETS
from embeddings.cleaning.furniture import separate_furniture
from embeddings.cleaning.headlines import is_title_like
from embeddings.cleaning.lines import Line, split_lines, unwrap
from embeddings.cleaning.page_words import PageWords
from embeddings.cleaning.rejoin import rejoin
from embeddings.cleaning.spacing import close_up

_BULLET_IN_LINE = re.compile(rf"(?<=[。！？!?;；”」])\s*(?=[{BULLETS}])")
_PICTURE_GAP = 3


@dataclass(frozen=True, slots=True)
class CleanPage:
    """A page taken apart.

    Attributes:
        blocks: what belongs to stories, in reading order.
        furniture: the lines left out, as printed.
    """

    blocks: tuple[Block, ...]
    furniture: tuple[str, ...]


def clean(text: str) -> CleanPage:
    """Return the page's blocks and furniture; nothing but white space and ``#`` marks is lost."""
    kept, furniture = separate_furniture(split_lines(text))
    words = PageWords.of(text)
    lines = tuple(part for item in _items(unwrap(kept)) for part in _part_byline(item))
    blocks = rejoin(classify(lines, words), words)
    return CleanPage(tuple(map(_close_up, blocks)), tuple(line.text for line in furniture))


def render(blocks: Iterable[Block]) -> str:
    """Return the blocks as a page again, with ``#`` marks and the gaps of pictures."""
    return "".join(_rendered(block) for block in blocks).strip("\n")


def _rendered(block: Block) -> str:
    gap = max(block.gap, _PICTURE_GAP if block.kind is BlockKind.CAPTION else 1)
    mark = "#" * block.level + " " if block.level else ""
    indent = "\u3000\u3000" if block.indented else ""
    return "\n" * (gap + 1) + indent + mark + block.text


def _items(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines, broken before each bullet that follows a finished sentence."""
    for line in lines:
        first, *more = _BULLET_IN_LINE.split(line.text)
        yield replace(line, text=first) if more else line
        yield from (Line(text, gap=1) for text in more)


def _part_byline(line: Line) -> Iterator[Line]:
    text, byline = split_trailing(line.text)
    if byline:
        yield from (replace(line, text=text), Line(byline, gap=1, inline=True))
    else:
        yield line


def _close_up(block: Block) -> Block:
    """Return prose closed up; in headlines, bylines and labels a space parts the pieces."""
    if block.kind is not BlockKind.BODY and (
        block.kind is not BlockKind.CAPTION or is_title_like(block.text)
    ):
        return block
    text = close_up(block.text)
    return block if text == block.text else replace(block, text=text)
