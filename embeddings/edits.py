"""What an edit of a text left as it was: where each character of the former text is now. No IO."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_MOST_CHANGED = 400  # characters inserted or deleted up to which the shortest edit is looked for
_CLAUSE = re.compile(r"[^。！？；，\n]*[。！？；，\n]|[^。！？；，\n]+")
_CHANCE = 2  # characters side by side: what stays alone may be alike by chance


class Edit(NamedTuple):
    """A stretch that was rewritten: its range in the former text and in the new one."""

    start: int
    end: int
    new_start: int
    new_end: int


class _Kept(NamedTuple):
    """A stretch that is the same: where it begins in the former text and in the new one."""

    start: int
    new_start: int
    size: int

    def move(self, start: int, new_start: int) -> "_Kept":
        return _Kept(self.start + start, self.new_start + new_start, self.size)


_Aligner = Callable[[str, str], Iterator[_Kept]]


class Edits(tuple[Edit, ...]):
    """All that was rewritten, in order."""

    __slots__ = ()

    def touch(self, offset: int) -> bool:
        """Return whether the character at ``offset`` of the former text was rewritten."""
        return any(edit.start <= offset < edit.end for edit in self)

    def map_start(self, offset: int) -> int:
        """Return where what begins at ``offset`` of the former text begins in the new one."""
        shift = 0
        for edit in self:
            if offset < edit.start:
                break
            if offset < edit.end:
                return min(offset + shift, edit.new_end)
            shift = edit.new_end - edit.end
        return offset + shift

    def map_end(self, offset: int) -> int:
        """Return where what ends at ``offset`` of the former text ends in the new one."""
        shift = 0
        for edit in self:
            if offset <= edit.start:
                break
            if offset < edit.end:
                return min(offset + shift, edit.new_end)
            shift = edit.new_end - edit.end
        return offset + shift


def find_edits(former: str, text: str) -> Edits:
    """Return what was rewritten; as little as can be, unless most of it was."""
    kept = [*_align(former, text, _align_clauses), _Kept(len(former), len(text), 0)]
    edits = (
        Edit(before.start + before.size, after.start, before.new_start + before.size, after[1])
        for before, after in pairwise([_Kept(0, 0, 0), *kept])
    )
    return Edits(edit for edit in edits if edit.start < edit.end or edit.new_start < edit.new_end)


def _align(former: str, text: str, align_rest: _Aligner) -> Iterator[_Kept]:
    """Yield what stayed: the common ends, and what is the same between them.

    ``align_rest`` tells that where most is new.
    """
    start = _count_alike(former, text, 0, 0)
    end = _count_alike(former[start:][::-1], text[start:][::-1], 0, 0)
    yield _Kept(0, 0, start)
    inner, new_inner = former[start : len(former) - end], text[start : len(text) - end]
    if inner and new_inner:
        blocks = _align_shortest(inner, new_inner)
        settled = _settle(inner, new_inner, blocks) if blocks else align_rest(inner, new_inner)
        yield from (block.move(start, start) for block in settled)
    yield _Kept(len(former) - end, len(text) - end, end)


def _count_alike(former: str, text: str, start: int, new_start: int) -> int:
    """Return how many characters are the same from there on."""
    most = min(len(former) - start, len(text) - new_start)
    count, step = 0, 1
    while step:
        a, b = start + count, new_start + count
        if count + step <= most and former[a : a + step] == text[b : b + step]:
            count += step
            step *= 2
        else:
            step //= 2
    return count


def _align_shortest(former: str, text: str) -> list[_Kept] | None:
    """Return what the shortest edit keeps (Myers 1986, An O(ND) Difference Algorithm).

    None if it inserts and deletes more than ``_MOST_CHANGED`` characters.
    """
    reached: list[list[int]] = []  # for each number of changes: how far, on each diagonal
    for changes in range(_MOST_CHANGED + 1):
        row: list[int] = []
        for place in range(changes + 1):
            x = _step(reached[-1], place, changes)[0] if changes else 0
            y = x - (2 * place - changes)
            row.append(x + _count_alike(former, text, x, y))
            if row[-1] >= len(former) and row[-1] - (2 * place - changes) >= len(text):
                reached.append(row)
                return _trace(reached, len(former), len(text))
        reached.append(row)
    return None


def _step(before: Sequence[int], place: int, changes: int) -> tuple[int, bool]:
    """Return where a diagonal is entered, and whether by an insertion, not by a deletion."""
    inserted = before[place] if place < changes else -1
    deleted = before[place - 1] + 1 if place else -1
    return max(inserted, deleted), inserted >= deleted


def _trace(reached: Sequence[Sequence[int]], x: int, y: int) -> list[_Kept]:
    """Return what was kept on the way to the ends of both texts."""
    kept = []
    for changes in range(len(reached) - 1, 0, -1):
        place = (x - y + changes) // 2
        start, is_insertion = _step(reached[changes - 1], place, changes)
        new_start = start - (x - y)
        kept.append(_Kept(start, new_start, x - start))
        x, y = (start, new_start - 1) if is_insertion else (start - 1, new_start)
    kept.append(_Kept(0, 0, x))
    return kept[::-1]


def _settle(former: str, text: str, blocks: Sequence[_Kept]) -> Iterator[_Kept]:
    """Yield what was kept; in stretches that are as long as before, what is at the same place.

    There, characters were exchanged one by one; what is alike elsewhere is so by chance.
    """
    loose: list[_Kept] = []
    end = new_end = 0
    for block in [*(block for block in blocks if block.size), _Kept(len(former), len(text), 0)]:
        if 0 < block.size < _CHANCE:
            loose.append(block)
            continue
        if block.start - end == block.new_start - new_end:
            yield from (
                _Kept(end + n, new_end + n, 1)
                for n in range(block.start - end)
                if former[end + n] == text[new_end + n]
            )
        else:
            yield from loose
        loose = []
        yield block
        end, new_end = block.start + block.size, block.new_start + block.size


def _align_clauses(former: str, text: str) -> Iterator[_Kept]:
    """Yield what was kept of a text most of which may be new: between the clauses that stayed.

    These are clauses that occur once in either text, in the same order (Cohen's patience diff).
    """
    end = new_end = 0
    anchors = _find_anchors(former, text)
    for anchor in [*anchors, _Kept(len(former), len(text), 0)]:
        between = _align(
            former[end : anchor.start], text[new_end : anchor.new_start], _keep_nothing
        )
        yield from (block.move(end, new_end) for block in between)
        yield anchor
        end, new_end = anchor.start + anchor.size, anchor.new_start + anchor.size


def _keep_nothing(_former: str, _text: str) -> Iterator[_Kept]:
    yield from ()


def _find_anchors(former: str, text: str) -> list[_Kept]:
    """Return the longest row of clauses that are in both texts in the same order."""
    new = _locate_single(text)
    clauses = _locate_single(former).items()
    shared = [_Kept(start, new[text], len(text)) for text, start in clauses if text in new]
    ends: list[int] = []  # for each length of a row, where the last clause of the best one is
    last: list[int] = []  # which clause that is
    before: list[int] = []  # for each clause, the one before in the longest row
    for place, clause in enumerate(shared):
        length = bisect_left(ends, clause.new_start)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [clause.new_start], [place]
    row, place = [], last[-1] if last else -1
    while place >= 0:
        row.append(shared[place])
        place = before[place]
    return row[::-1]


def _locate_single(text: str) -> dict[str, int]:
    """Return where each clause that occurs only once begins, in order."""
    found = {clause.group(): clause.start() for clause in _CLAUSE.finditer(text)}
    counts = Counter(_CLAUSE.findall(text))
    return {clause: start for clause, start in found.items() if counts[clause] == 1}
