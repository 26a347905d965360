"""Running heads, running feet and page numbers: what repeats in one place of many pages."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from embeddings.layout.boxes import unite
from embeddings.layout.lines import group_rows
from embeddings.layout.pieces import Piece

_ZONE = 3  # rows at the top and at the bottom of a page in which furniture stands
_NEAR = 0.7  # of the size: how far one place may move from page to page
_APART = 1.3  # of the usual leading: furniture is farther away from the text
_FULL = 0.8  # of the page's text width: a piece as wide may be a line of the text
_FEWEST = 3  # pages on which what stands close to the text repeats
_FEWEST_APART = 2  # pages on which what stands apart from the text, or is smaller, repeats
_COMMON = 0.6  # share of the pages in which a place holds furniture, so that it always does
_FEWEST_CELLS = 3
_HEADLINE = 1.3  # of the size of the text: type of headlines
_MANY = 0.3  # share of the pages on which a running head in such type stands
_LINE_GAP = 3.0  # sizes: closer pieces may be one line
_NUMERAL = re.compile(r"[0-9０-９]+")
_PAGE_NUMBER = re.compile(
    r"[-—–~·•.\s]*(?:第|p(?:age|\.)?)?\s*(?P<number>\d{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十百〇零]{1,5})"
    r"\s*页?(?:\s*(?:[/／]|of|共|,|，)\s*(?:共|总)?\s*\d{1,4}\s*页?)?[-—–~·•.\s]*",
    re.I,
)
_BARE = re.compile(r"[0-9a-z一二三四五六七八九十百〇零]+", re.I)
_PRINTOUT = re.compile(r"(?:https?|file)://\S+|\d{4}/\d{1,2}/\d{1,2}[,\s]\s?\S*\d{1,2}:\d{2}\S*")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A piece near the edge of a page.

    Attributes:
        page: the index of the page.
        piece: the piece, or several close ones as one.
        pieces: what it consists of.
        edge: -1 at the top, 1 at the bottom.
        rank: its row, counted from the edge.
        distance: from its baseline to that of the next row of the text, in leadings.
        full: whether it is as wide as the text of the page.
    """

    page: int
    piece: Piece
    pieces: tuple[Piece, ...]
    edge: int
    rank: int
    distance: float
    full: bool


def find_furniture(pages: Sequence[Sequence[Piece]], leading: float) -> list[set[Piece]]:
    """Return the furniture of each page.

    Args:
        pages: the pieces of each page.
        leading: the usual distance of the baselines of a paragraph's lines.
    """
    candidates = [
        found
        for index, page in enumerate(pages)
        for found in _find_candidates(index, page, leading)
    ]
    size = _measure_size(pages)
    candidates = list(_drop_headlines(candidates, len(pages), size))
    chosen = list(_find_repeated(candidates, size))
    chosen += _find_numbers(candidates, len(pages))
    chosen += _find_in_common_places(candidates, chosen, len(pages), size)
    result: list[set[Piece]] = [set() for _ in pages]
    for candidate in chosen:
        result[candidate.page].update(candidate.pieces)
    return result


def measure_page_leading(pages: Sequence[Sequence[Piece]]) -> float:
    """Return the commonest distance between neighbouring rows of the pages."""
    steps: defaultdict[float, int] = defaultdict(int)
    for page in pages:
        rows = list(group_rows(page))
        for above, below in pairwise(rows):
            steps[round(below[0].baseline - above[0].baseline, 0)] += len(below[0].text)
    return max(steps, key=lambda step: steps[step], default=0.0)


def _find_candidates(index: int, pieces: Sequence[Piece], leading: float) -> Iterator[_Candidate]:
    rows = [row for row in group_rows(pieces) if not row[0].table]
    if not rows:
        return
    width = unite(piece.box for piece in pieces).width
    for edge, order in ((-1, rows), (1, rows[::-1])):
        for rank, row in enumerate(order[:_ZONE]):
            inner = order[rank + 1] if rank + 1 < len(order) else None
            if inner and _are_table_rows(row, inner):
                break
            gap = abs(inner[0].baseline - row[0].baseline) if inner else 2 * _APART * leading
            for group in _group_close(row):
                piece = _merge(group)
                full = piece.box.width >= _FULL * width and len(rows) > _ZONE
                distance = gap / leading if leading else 0.0
                yield _Candidate(index, piece, tuple(group), edge, rank, distance, full)


def _group_close(row: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of a row that may be parts of one line, like 第一条 and what follows it."""
    group: list[Piece] = []
    for piece in row:
        if group and not 0 <= piece.box.left - group[-1].box.right < _LINE_GAP * piece.size:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _merge(group: Sequence[Piece]) -> Piece:
    first = group[0]
    if len(group) == 1:
        return first
    return replace(
        first,
        text=" ".join(piece.text for piece in group),
        box=unite(piece.box for piece in group),
    )


def _are_table_rows(row: Sequence[Piece], other: Sequence[Piece]) -> bool:
    if len(row) < _FEWEST_CELLS or len(row) != len(other):
        return False
    return all(
        abs(a.box.left - b.box.left) < a.size or abs(a.box.right - b.box.right) < a.size
        for a, b in zip(row, other, strict=True)
    )


def _measure_size(pages: Sequence[Sequence[Piece]]) -> float:
    sizes: defaultdict[float, int] = defaultdict(int)
    for page in pages:
        for piece in page:
            sizes[round(piece.size, 1)] += len(piece.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _drop_headlines(
    candidates: Sequence[_Candidate], count: int, size: float
) -> Iterator[_Candidate]:
    """Yield the candidates without headlines and what is below these.

    Stories that are printed twice, or go on on other pages, repeat their headlines; a running head
    in as large a type stands on most pages.
    """
    pages: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
    large = [c for c in candidates if c.edge < 0 and c.piece.size > _HEADLINE * size]
    for candidate in large:
        pages[candidate.rank, candidate.piece.text].add(candidate.page)
    highest: dict[int, int] = {}
    for candidate in large:
        if len(pages[candidate.rank, candidate.piece.text]) < max(2.0, _MANY * count):
            rank = highest.get(candidate.page, candidate.rank)
            highest[candidate.page] = min(rank, candidate.rank)
    for candidate in candidates:
        if candidate.edge > 0 or candidate.rank < highest.get(candidate.page, _ZONE):
            yield candidate


def _find_repeated(candidates: Sequence[_Candidate], size: float) -> Iterator[_Candidate]:
    """Yield what stands with the same words in the same place of several pages."""
    groups: defaultdict[tuple[int, str, int], list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        words = _NUMERAL.sub("#", "".join(candidate.piece.text.split()))
        groups[candidate.edge, words, round(candidate.piece.size)].append(candidate)
    for group in groups.values():
        level = median(candidate.piece.baseline for candidate in group)
        level = min((c.piece.baseline for c in group), key=lambda y: abs(y - level))
        same = [c for c in group if abs(c.piece.baseline - level) <= _NEAR * c.piece.size]
        pages = {candidate.page for candidate in same}
        apart = any(c.distance >= _APART for c in same) or same[0].piece.size < 0.95 * size
        if same[0].full and not apart:
            continue
        if len(pages) >= (_FEWEST_APART if apart else _FEWEST):
            yield from same


def _find_numbers(candidates: Sequence[_Candidate], count: int) -> list[_Candidate]:
    """Return page numbers, and what a browser prints around a page."""
    found = []
    offsets: defaultdict[int, list[_Candidate]] = defaultdict(list)
    for candidate in candidates:
        text = candidate.piece.text.strip()
        match = _PAGE_NUMBER.fullmatch(text)
        if _PRINTOUT.fullmatch(text) and candidate.rank == 0:
            found.append(candidate)
        elif match and not _BARE.fullmatch(text):
            if candidate.rank == 0 or candidate.distance >= _APART:
                found.append(candidate)
        elif match and match["number"].isdigit():
            offsets[int(match["number"]) - candidate.page].append(candidate)
    for offset, same in offsets.items():
        counted = {candidate.page for candidate in same if candidate.rank == 0}
        alone = count == 1 and offset == 1 and same[0].distance >= _APART
        if len(counted) >= min(count, _FEWEST_APART) and (count > 1 or alone):
            found += [candidate for candidate in same if candidate.rank == 0]
    return found


def _find_in_common_places(
    candidates: Sequence[_Candidate], known: Sequence[_Candidate], count: int, size: float
) -> list[_Candidate]:
    """Return what stands where most pages have furniture: the title of a short chapter."""
    places: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for candidate in known:
        places[_find_place(candidate)].add(candidate.page)
    common = {place for place, pages in places.items() if len(pages) >= max(_COMMON * count, 3)}
    taken = {(candidate.page, candidate.piece) for candidate in known}
    return [
        candidate
        for candidate in candidates
        if _find_place(candidate) in common
        and (candidate.page, candidate.piece) not in taken
        and not candidate.full
        and candidate.distance >= _APART
        and candidate.piece.size <= size
    ]


def _find_place(candidate: _Candidate) -> tuple[int, int]:
    return candidate.edge, round(candidate.piece.baseline / max(candidate.piece.size, 1.0))
