"""The stories of one page, from its characters and rules."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.layout.blocks import build_blocks, measure_text_size
from embeddings.layout.boxes import Box, PrintedPage
from embeddings.layout.centered_lines import join_centered
from embeddings.layout.equal_columns import cut_at_columns
from embeddings.layout.frames import encloses, find_frames
from embeddings.layout.heads import find_heads
from embeddings.layout.letters import Letter, fill_cells, limit_letters
from embeddings.layout.page_head import PageHead, find_head_strips, read_head
from embeddings.layout.stories import part_stories
from embeddings.layout.story_blocks import StoryBlocks
from embeddings.layout.strips import (
    Strip,
    WhiteSpace,
    cut_strips,
    join_strips,
    limit_size,
    split_runs,
)

_UPRIGHT = {0, 270}  # degrees; vertical lines may be stored as turned ones
_LOOSE = 0.5  # sizes that characters may stick out of a frame
_DEEPEST = 3  # frames in frames

Run = tuple[list[Letter], bool | None]


@dataclass(frozen=True, slots=True)
class PageStories:
    """What a page consists of.

    Attributes:
        head: what the page's head tells.
        stories: from top to bottom.
        furniture: the indexes of the glyphs that belong to no story.
    """

    head: PageHead
    stories: tuple[StoryBlocks, ...]
    furniture: tuple[int, ...]


def find_page_stories(page: PrintedPage) -> PageStories:
    """Return the stories of a page, and the rest."""
    letters = [
        Letter(index, glyph.text, glyph.box, glyph.size)
        for index, glyph in enumerate(page.glyphs)
        if glyph.angle in _UPRIGHT and not glyph.text.isspace() and glyph.size > 0
    ]
    runs = list(split_runs(letters))
    around = Box(0, 0, page.width, page.height)
    level = [run for run in runs if not run[1]]
    strips = _build_strips(level, page.rules)
    head = find_head_strips(strips, page.rules, around)
    taken = {letter.place for strip in head for letter in strip.letters}
    rest = [run for run in runs if run[0][0].place not in taken]
    rest = [(kept, way) for run, way in rest if (kept := [x for x in run if x.place not in taken])]
    bottom = max((strip.box.bottom for strip in head), default=-1.0)
    rules = [rule for rule in page.rules if rule.height > rule.width or rule.top > bottom]
    stories = tuple(_lay_out(rest, rules, around))
    placed = {
        letter.place
        for story in stories
        for block in story.blocks
        for strip in block.strips
        for letter in strip.letters
    }
    furniture = tuple(place for place in range(len(page.glyphs)) if place not in placed)
    return PageStories(read_head(head), stories, furniture)


def _build_strips(runs: Iterable[Run], rules: Sequence[Box]) -> list[Strip]:
    runs = list(runs)
    if not runs:
        return []
    size = measure_text_size([Strip(tuple(r), r[0].box, r[0].size) for r, _ in runs])
    runs = [(run if way else fill_cells(limit_letters(run, size)), way) for run, way in runs]
    boxes = [letter.box for run, _ in runs for letter in run]
    white = WhiteSpace(boxes, rules, size)
    strips = list(cut_strips(runs, white))
    down = [strip for strip in strips if strip.crosswise]
    return [*join_strips((s for s in strips if not s.crosswise), white), *down]


def _lay_out(
    runs: Sequence[Run], rules: Sequence[Box], area: Box, depth: int = 0
) -> Iterator[StoryBlocks]:
    """Yield the stories of a page or of a frame, those in frames within it last."""
    if not runs:
        return
    size = measure_text_size([Strip(tuple(r), r[0].box, r[0].size) for r, _ in runs])
    frames = find_frames(rules, area, size) if depth < _DEEPEST else []
    inside: list[list[Run]] = [[] for _ in frames]
    outside: list[Run] = []
    for run, way in runs:
        for part, place in _split_by_frame(run, frames, size):
            (outside if place is None else inside[place]).append((part, way))
    frames_used = [frame for frame, inner in zip(frames, inside, strict=True) if inner]
    outer_rules = [
        rule for rule in rules if not any(encloses(frame, rule, size) for frame in frames_used)
    ]
    yield from _lay_out_directed(outside, outer_rules, frames_used, area)
    for frame, inner in zip(frames, inside, strict=True):
        own = [rule for rule in rules if encloses(frame, rule) and not _is_edge(rule, frame, size)]
        yield from _lay_out(inner, own, frame, depth + 1)


def _split_by_frame(
    run: Sequence[Letter], frames: Sequence[Box], size: float
) -> Iterator[tuple[list[Letter], int | None]]:
    """Yield the parts of a run with the frames that they are in."""
    part: list[Letter] = []
    last: int | None = None
    for letter in run:
        x, y = (letter.box.left + letter.box.right) / 2, (letter.box.top + letter.box.bottom) / 2
        place = next((n for n, frame in enumerate(frames) if frame.contains(x, y)), None)
        if part and place != last:
            yield part, last
            part = []
        part.append(letter)
        last = place
    if part:
        yield part, last


def _is_edge(rule: Box, frame: Box, size: float) -> bool:
    near = size / 2
    if rule.width > rule.height:
        return min(abs(rule.top - frame.top), abs(rule.bottom - frame.bottom)) < near
    return min(abs(rule.left - frame.left), abs(rule.right - frame.right)) < near


def _lay_out_directed(
    runs: Sequence[Run], rules: Sequence[Box], frames: Sequence[Box], area: Box
) -> Iterator[StoryBlocks]:
    """Yield the stories of lines that mostly run in one direction."""
    downwards = sum(len(run) for run, way in runs if way) > sum(
        len(run) for run, way in runs if way is False
    )
    if downwards:
        runs = [([_turn_letter(x, area) for x in run], way is False) for run, way in runs]
        rules = [turn_box(rule, area) for rule in rules]
        frames = [turn_box(frame, area) for frame in frames]
    if not runs:
        return
    strips = _build_strips(runs, rules)
    size = measure_text_size(strips)
    strips = [limit_size(strip, size) for strip in strips]
    strips = join_centered(cut_at_columns(strips, size), size)
    blocks = build_blocks(strips, rules)
    heads = find_heads(blocks, rules, size)
    yield from part_stories(blocks, heads, rules, frames, size)


def turn_box(box: Box, area: Box) -> Box:
    """Return a box of vertical text as it is on a page turned to the left by a quarter."""
    return Box(
        box.top - area.top, area.right - box.right, box.bottom - area.top, area.right - box.left
    )


def _turn_letter(letter: Letter, area: Box) -> Letter:
    return letter._replace(box=turn_box(letter.box, area))
