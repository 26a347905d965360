"""Find which elements of a page an extractor's text consists of.

The same words may stand on a page several times, so the elements are aligned with the text as a
whole: the chain of matches that runs through both in one order and covers most characters wins.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from embeddings.articles.content import Paragraph, Table
from embeddings.reading.formats.markup_elements import PageElement

_SHORTEST_KEY = 4  # characters; shorter ones are found only right behind what is found
_MOST_MATCHES = 32  # places of an element in the text that are looked at


@dataclass(frozen=True, slots=True)
class _Match:
    """An element, where it stands in the text, the characters of its chain, and the one before."""

    place: int
    start: int
    end: int
    total: int
    before: "_Match | None"


class _BestChains:
    """The best chain that ends before each position: a tree of prefix maxima (Fenwick, 1994)."""

    def __init__(self, ends: Sequence[int]) -> None:
        self._ends = ends
        self._tree: list[_Match | None] = [None] * (len(ends) + 1)

    def find(self, start: int) -> _Match | None:
        """Return the best chain that ends at ``start`` or before."""
        best: _Match | None = None
        node = bisect_left(self._ends, start + 1)
        while node:
            best = _choose(best, self._tree[node])
            node &= node - 1
        return best

    def add(self, match: _Match) -> None:
        node = bisect_left(self._ends, match.end) + 1
        while node < len(self._tree):
            self._tree[node] = _choose(self._tree[node], match)
            node += node & -node


def _choose(first: _Match | None, second: _Match | None) -> _Match | None:
    if first is None or second is None:
        return first or second
    return second if second.total > first.total else first


def find_extracted(elements: Sequence[PageElement], lines: Sequence[str]) -> list[int]:
    """Return the places of the elements that stand in ``lines``, in order."""
    text = "".join(map(squeeze, lines))
    keys = [
        squeeze(item.element.text) if isinstance(item.element, Paragraph) else ""
        for item in elements
    ]
    chain = _find_chain(keys, text)
    cells = {squeeze(cell) for line in lines for cell in line.split("|")}
    tables = {
        place
        for place, item in enumerate(elements)
        if isinstance(item.element, Table) and _matches_table(item.element, cells)
    }
    return sorted({match.place for match in chain} | set(_add_short(chain, keys, text)) | tables)


def _find_chain(keys: Sequence[str], text: str) -> list[_Match]:
    found = [list(_find_all(key, text)) for key in keys]
    ends = sorted(
        {start + len(key) for key, starts in zip(keys, found, strict=True) for start in starts}
    )
    chains = _BestChains(ends)
    for place, (key, starts) in enumerate(zip(keys, found, strict=True)):
        matches = []
        for start in starts:
            before = chains.find(start)
            total = len(key) + (before.total if before else 0)
            matches.append(_Match(place, start, start + len(key), total, before))
        for match in matches:
            chains.add(match)
    last = chains.find(len(text))
    chain: list[_Match] = []
    while last is not None:
        chain.append(last)
        last = last.before
    return chain[::-1]


def _find_all(key: str, text: str) -> Iterator[int]:
    place = text.find(key) if len(key) >= _SHORTEST_KEY else -1
    for _ in range(_MOST_MATCHES):
        if place < 0:
            return
        yield place
        place = text.find(key, place + 1)


def _add_short(chain: Sequence[_Match], keys: Sequence[str], text: str) -> Iterator[int]:
    """Yield the places of short elements right behind a match, in both."""
    for match in chain:
        place, end = match.place + 1, match.end
        while place < len(keys) and 0 < len(keys[place]) < _SHORTEST_KEY:
            if not text.startswith(keys[place], end):
                break
            yield place
            end += len(keys[place])
            place += 1


def _matches_table(table: Table, cells: set[str]) -> bool:
    own = [squeeze(cell) for row in (*table.header, *table.rows) for cell in row if cell]
    return 2 * sum(cell in cells for cell in own) > len(own)


def squeeze(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())
