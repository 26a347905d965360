"""Find where one story of a page ends and the next begins."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from embeddings.cleaning import Block, BlockKind
from embeddings.cleaning.characters import is_numbered
from embeddings.cleaning.page_words import opens_story

_MOST_CAPTIONS = 2  # above the first headline; more are the rest of another story
_LONGEST_HEADLINE = 3  # lines: kicker, headline, subtitle


def split_stories(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks of each story, in page order."""
    starts = sorted(_find_certain_starts(blocks) | {0})
    pieces = [tuple(blocks[a:b]) for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    return tuple(
        story for piece in _attach_preamble(pieces) for story in _split_after_bylines(piece)
    )


def _find_certain_starts(blocks: Sequence[Block]) -> set[int]:
    """Return the places of headlines directly above a byline or dateline, or marked with ``#``."""
    starts = {
        _find_headline_start(blocks, place)
        for place, block in enumerate(blocks)
        if place
        and blocks[place - 1].kind is BlockKind.HEADING
        and ((block.kind is BlockKind.BYLINE and not block.inline) or opens_story(block.text))
    }
    return starts | _find_marked_starts(blocks, starts)


def _find_marked_starts(blocks: Sequence[Block], starts: set[int]) -> set[int]:
    """Return the places of ``#`` lines if they are headlines, not sections of one text."""
    marked = {place for place, block in enumerate(blocks) if block.level == 1}
    sectioned = any(block.level > 1 for block in blocks)
    numbered = any(is_numbered(blocks[place].text) for place in marked)
    return marked if marked & starts or (len(marked) > 1 and sectioned and not numbered) else set()


def _find_headline_start(blocks: Sequence[Block], end: int) -> int:
    """Return where the headline ending just before ``end`` begins."""
    start = end - 1
    while (
        start
        and end - start < _LONGEST_HEADLINE
        and _is_same_headline(blocks[start - 1], blocks[start])
    ):
        start -= 1
    return start


def _is_same_headline(upper: Block, lower: Block) -> bool:
    return (
        upper.kind is BlockKind.HEADING
        and not upper.level
        and not lower.level
        and not is_numbered(upper.text)
    )


def _attach_preamble(pieces: list[tuple[Block, ...]]) -> list[tuple[Block, ...]]:
    """Return the pieces, with captions above the first headline attached to its story."""
    loose = pieces[0]
    titled = any(block.kind is BlockKind.HEADING for block in loose)
    if len(pieces) == 1 or titled or len(loose) > _MOST_CAPTIONS:
        return pieces
    captions = tuple(replace(block, kind=BlockKind.CAPTION) for block in loose)
    return [captions + pieces[1], *pieces[2:]]


def _split_after_bylines(piece: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Split the piece after each byline that ends a story, except the last one.

    Text after the last byline has no author of its own: it is a column of the story before it.
    """
    bylines = [place for place, block in enumerate(piece) if block.kind is BlockKind.BYLINE]
    texts = list(accumulate(map(_is_text, piece), initial=0))
    ends = [
        first + 1
        for first, second in pairwise(bylines)
        if _ends_story(piece[first : second + 1], texts[first], texts[second] - texts[first])
    ]
    return [piece[a:b] for a, b in pairwise([0, *ends, len(piece)])]


def _ends_story(stretch: Sequence[Block], before: int, between: int) -> bool:
    """Return whether a byline ends a story.

    Args:
        stretch: the blocks from this byline to the next.
        before: how many paragraphs are above it.
        between: how many are in ``stretch``.
    """
    byline, *rest = stretch
    follower = next(block for block in rest if block.kind is not BlockKind.CAPTION)
    if not before or follower.kind is not BlockKind.HEADING:
        return False
    leads = byline.inline and before == 1
    return between == 1 if leads else between > 0


def _is_text(block: Block) -> bool:
    return block.kind is BlockKind.BODY
