"""Strips: stretches of lines within one column, also where a recognizer ran over a gutter.

Everything here is upright: lines run from left to right. ``newspaper`` turns pages so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from embeddings.layout.boxes import Box, unite
from embeddings.layout.letters import Letter, is_wide

_SAME_LINE = 0.35  # of the size: how far the middles of a line's characters may be apart
_LONGEST_GAP = 2.0  # sizes within a run; what is wider always parts
_JOINED = 3.0  # sizes between strips of one row that are one, if no gutter is between
_JOINED_LARGE = 1.2  # sizes in large type: headlines beside each other have no gutter
_LARGE = 1.2  # times the size of the text
_DOWN = 1.6  # sizes within a run that goes downwards
_OVERLAP = 0.6  # of the size: how far boxes of neighbours may overlap
_ALIKE = 0.7  # the smaller of two sizes to the larger, within a run
_ONE_SIZE = 0.88  # the same for strips of one line
_GUTTER = 0.4  # of the size: the narrowest gutter
_TALL = 3.6  # sizes: the shortest gutter; a wide gap within two lines is not as tall
_MUCH_LARGER = 1.8  # times the size
_BESIDE = 1.5  # sizes: how near text is to a gutter, on both sides
_FEWEST_STEPS = 3  # between characters that tell the size of a line


_ROOM = 1.06  # times their distance: the largest size of type
_NEAR = 0.15  # share by which two sizes may be one
_LONGEST_MARK = 2  # characters
_FAR_MARK = 2.5  # sizes from its line
_SMALL_MARK = 0.7  # of the size of its line


_STEP = 0.2  # of the size: how closely gutters are looked for


@dataclass(frozen=True, slots=True)
class Strip:
    """Neighbouring characters of a line.

    Attributes:
        letters: in the direction of the line.
        box: around them.
        size: of their type.
        crosswise: whether it runs downwards, across the other lines of its page.
    """

    letters: tuple[Letter, ...]
    box: Box
    size: float
    crosswise: bool = False

    @property
    def text(self) -> str:
        """What it says, without spaces."""
        return "".join(letter.text for letter in self.letters)


def build_strip(letters: Sequence[Letter], crosswise: bool = False) -> Strip:
    """Return the strip that consists of the letters."""
    size = median(letter.size for letter in letters)
    return Strip(tuple(letters), unite(letter.box for letter in letters), size, crosswise)


def split_runs(letters: Iterable[Letter]) -> Iterator[tuple[list[Letter], bool | None]]:
    """Yield neighbours that were drawn one after the other, and whether they run downwards.

    A single character runs in no direction: None.
    """
    run: list[Letter] = []
    direction: bool | None = None
    for letter in letters:
        step = _find_direction(run[-1], letter) if run else None
        if run and (step is None or direction not in {None, step}):
            yield run, direction
            run, direction = [], None
        elif run:
            direction = step
        run.append(letter)
    if run:
        yield run, direction


def _find_direction(before: Letter, letter: Letter) -> bool | None:
    """Return whether a letter follows below (True) or at the right (False), or not at all."""
    size = max(before.size, letter.size)
    if min(before.size, letter.size) < _ALIKE * size:
        return None
    a, b = before.box, letter.box
    across = abs(a.left + a.right - b.left - b.right) / 2
    down = abs(a.top + a.bottom - b.top - b.bottom) / 2
    if down <= _SAME_LINE * size and -_OVERLAP * size <= b.left - a.right <= _LONGEST_GAP * size:
        return False if b.left + b.right > a.left + a.right else None
    if across <= _SAME_LINE * size and -_OVERLAP * size <= b.top - a.bottom <= _DOWN * size:
        return True if b.top + b.bottom > a.top + a.bottom else None
    return None


def limit_size(strip: Strip, usual: float) -> Strip:
    """Return a strip with the size that its characters have room for.

    Their distance is measured more exactly than their height.

    Args:
        strip: to be corrected.
        usual: the size of the page's text, which is taken where it is near.
    """
    if strip.crosswise:
        return strip
    steps = [
        (b.box.left + b.box.right - a.box.left - a.box.right) / 2
        for a, b in pairwise(strip.letters)
        if is_wide(a.text) and is_wide(b.text)
    ]
    if len(steps) < _FEWEST_STEPS or strip.size <= _ROOM * median(steps):
        return strip
    room = _ROOM * median(steps)
    return replace(strip, size=usual if abs(room - usual) < _NEAR * usual else room)


class WhiteSpace:
    """The white of a page, in which gutters are found."""

    def __init__(self, boxes: Sequence[Box], rules: Iterable[Box], size: float) -> None:
        self.size = max(size, 1e-3)
        self._columns: defaultdict[int, list[Box]] = defaultdict(list)
        self._rules = [rule for rule in rules if rule.height > max(2 * size, rule.width)]
        for box in boxes:
            for column in self._find_columns(box.left, box.right):
                self._columns[column].append(box)

    def _find_columns(self, left: float, right: float) -> range:
        return range(int(left // self.size), int(right // self.size) + 1)

    def parts(self, before: Letter, letter: Letter) -> bool:
        """Return whether a gutter or a rule is between two letters of one row."""
        size = max(before.size, letter.size)
        left, right = before.box.right, letter.box.left
        y = (before.box.top + before.box.bottom + letter.box.top + letter.box.bottom) / 4
        if self._is_ruled(left, right, y, size):
            return True
        width, x = _GUTTER * size, left
        while x + width <= right + size / 100:
            if self._measure_height(x, x + width, y, size) >= _TALL * size:
                return True
            x += _STEP * size
        return False

    def _is_ruled(self, left: float, right: float, y: float, size: float) -> bool:
        if right - left <= size / 5:
            return False
        return any(
            rule.top < y < rule.bottom
            and left - size / 2 < rule.left
            and rule.right < right + size / 2
            for rule in self._rules
        )

    def _measure_height(self, left: float, right: float, y: float, size: float) -> float:
        """Return how tall the white between two verticals is around ``y``, beside text.

        Type much larger than ``size`` has wide gaps of its own, and tells no gutter.
        """
        top, bottom = y - 1e6, y + 1e6
        for box in self._iterate_boxes(left, right):
            if box.left >= right - 1e-6 or box.right <= left + 1e-6:
                continue
            if box.bottom <= y:
                top = max(top, box.bottom)
            elif box.top >= y:
                bottom = min(bottom, box.top)
            else:
                return 0.0
        reach = _BESIDE * self.size
        for side in ((left - reach, left), (right, right + reach)):
            beside = [
                box
                for box in self._iterate_boxes(*side)
                if box.right > side[0]
                and box.left < side[1]
                and top - _SAME_LINE * self.size <= box.top < bottom
                and box.height <= _MUCH_LARGER * size
            ]
            top = max(top, min((box.top for box in beside), default=y))
            bottom = min(bottom, max((box.bottom for box in beside), default=y))
        return bottom - top

    def _iterate_boxes(self, left: float, right: float) -> Iterator[Box]:
        for column in self._find_columns(left, right):
            yield from self._columns[column]


def cut_strips(
    runs: Iterable[tuple[list[Letter], bool | None]], white: WhiteSpace
) -> Iterator[Strip]:
    """Yield the strips of runs, cut at the gutters that they run over."""
    for run, downwards in runs:
        if downwards:
            yield build_strip(run, crosswise=True)
            continue
        part = [run[0]]
        for before, letter in pairwise(run):
            if white.parts(before, letter):
                yield build_strip(part)
                part = []
            part.append(letter)
        yield build_strip(part)


def join_strips(strips: Iterable[Strip], white: WhiteSpace) -> list[Strip]:
    """Return the strips from top to bottom, with those joined that are parts of one line."""
    joined: list[Strip] = []
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for strip in sorted(strips, key=lambda strip: (strip.box.left, strip.box.top)):
        row = round((strip.box.top + strip.box.bottom) / 2 / white.size)
        near = [place for key in (row - 1, row, row + 1) for place in rows[key]]
        place = next((n for n in reversed(near) if _are_one(joined[n], strip, white)), None)
        if place is None:
            rows[row].append(len(joined))
            joined.append(strip)
        else:
            before = joined[place]
            whole = build_strip([*before.letters, *strip.letters])
            joined[place] = replace(whole, size=max(before.size, strip.size))
    return sorted(joined, key=lambda strip: (strip.box.top, strip.box.left))


def _are_one(left: Strip, right: Strip, white: WhiteSpace) -> bool:
    if left.crosswise or right.crosswise:
        return False
    end, first = left.letters[-1], right.letters[0]
    size = max(left.size, right.size)
    if min(left.size, right.size) < _ONE_SIZE * size:
        return _is_mark_of(left, right, white) or _is_mark_of(right, left, white)
    limit = _JOINED_LARGE if size >= _LARGE * white.size else _JOINED
    rise = abs(end.box.top + end.box.bottom - first.box.top - first.box.bottom) / 2
    gap = first.box.left - end.box.right
    if rise > _SAME_LINE * size or not -_OVERLAP * size <= gap <= limit * size:
        return False
    return not white.parts(end, first)


def _is_mark_of(mark: Strip, line: Strip, white: WhiteSpace) -> bool:
    """Return whether a strip is only a mark, as a quote, that was read apart from its line."""
    if len(mark.letters) > _LONGEST_MARK or mark.size > _SMALL_MARK * line.size:
        return False
    gap = max(mark.box.left - line.box.right, line.box.left - mark.box.right)
    is_level = line.box.top - line.size / 3 <= mark.box.top and mark.box.bottom <= line.box.bottom
    if not is_level or not -line.size <= gap <= _FAR_MARK * line.size:
        return False
    first, second = (mark, line) if mark.box.left < line.box.left else (line, mark)
    return not white.parts(first.letters[-1], second.letters[0])
