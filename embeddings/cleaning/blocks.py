"""Classify each paragraph of a page: heading, body, caption or byline."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from embeddings.cleaning.bylines import is_bare_names
from embeddings.cleaning.characters import ends_sentence, holds_sentence_mark, runs_on, starts_item
from embeddings.cleaning.headlines import find_headings, find_labels, is_title_like
from embeddings.cleaning.lines import Line, LineRole
from embeddings.cleaning.page_words import PageWords, opens_story

_LONGEST_CAPTION = 60
_PICTURE_GAP = 2  # empty lines above a paragraph where a scan omitted a picture


class BlockKind(Enum):
    """The role of a block in its story."""

    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the page.

    Attributes:
        kind: its role.
        text: one line, never empty.
        level: number of ``#`` printed before a heading; 0 if none.
        gap: empty lines above it.
        indented: it began with white space.
        inline: a byline from the end of a paragraph, not from a line of its own.
    """

    kind: BlockKind
    text: str
    level: int = 0
    gap: int = 1
    indented: bool = False
    inline: bool = False


@dataclass(frozen=True, slots=True)
class _Surroundings:
    above: Block | None
    below: Line | None
    marked: bool  # the page marks its headings with ``#``
    heading: bool  # the line is positioned like a heading
    label: bool
    words: PageWords


def classify(lines: Sequence[Line], words: PageWords) -> tuple[Block, ...]:
    """Return a block for each line, classified by the line itself and its neighbours."""
    marked = any(line.level for line in lines)
    headings, labels = find_headings(lines, words), find_labels(lines)
    blocks: list[Block] = []
    for place, line in enumerate(lines):
        above = blocks[-1] if blocks else None
        below = lines[place + 1] if place + 1 < len(lines) else None
        around = _Surroundings(above, below, marked, place in headings, place in labels, words)
        kind = _classify_line(line, around)
        blocks.append(Block(kind, line.text, line.level, line.gap, line.indented, line.inline))
    return tuple(blocks)


def _classify_line(line: Line, around: _Surroundings) -> BlockKind:
    if line.level:
        return BlockKind.HEADING
    if line.is_byline or _signs_off(line, around):
        return BlockKind.BYLINE
    if line.role is LineRole.OCCASION:
        return BlockKind.CAPTION
    if _is_caption(line, around):
        return BlockKind.CAPTION
    return (
        BlockKind.HEADING
        if around.heading and not _continues_sentence(line, around)
        else BlockKind.BODY
    )


def _is_cut(above: Block | None) -> bool:
    """Return whether the block above stops in mid-sentence."""
    return above is not None and above.kind is BlockKind.BODY and not ends_sentence(above.text)


def _continues_sentence(line: Line, around: _Surroundings) -> bool:
    """Return whether a title-like line continues the unfinished sentence above it."""
    if around.above is None or not _is_cut(around.above):
        return False
    return runs_on(around.above.text) or any(comma in line.text for comma in ",，、")


def _is_caption(line: Line, around: _Surroundings) -> bool:
    if around.label:
        return not _is_cut(around.above)
    if len(line.text) > _LONGEST_CAPTION or starts_item(line.text) or around.below is None:
        return False
    if around.above is None:
        return bool(around.below.level) and _is_one_sentence(line.text)
    if line.gap < _PICTURE_GAP or around.below.is_byline or opens_story(around.below.text):
        return False
    if _is_cut(around.above) and around.words.are_one_sentence(around.above.text, line.text):
        return False
    untitled = around.marked or _is_cut(around.above)
    return _is_one_sentence(line.text) or (untitled and is_title_like(line.text))


def _is_one_sentence(text: str) -> bool:
    return ends_sentence(text) and not holds_sentence_mark(text[:-2])


def _signs_off(line: Line, around: _Surroundings) -> bool:
    """Return whether bare names end a finished story, with a headline or nothing below them."""
    above, below = around.above, around.below
    if above is None or above.kind is not BlockKind.BODY or not ends_sentence(above.text):
        return False
    if not is_bare_names(line.text):
        return False
    return below is None or (" " in line.text and (bool(below.level) or is_title_like(below.text)))
