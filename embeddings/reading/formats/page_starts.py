"""Where printed pages begin in articles, although cleaning joined, moved and dropped lines.

Texts are compared without white space, which cleaning changes most. A page begins where the first
of its lines stands that the articles hold exactly once; lines above it that stand right before it
there belong to the page, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from embeddings.documents import Article, PageStart

_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_SEEN = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")
_SHORTEST = 6  # characters of a line that can tell where it stands
_LONGEST = 40  # characters of a line that are compared; its end may have been joined to another
_MOST_LINES = 60  # of a page that are looked for
_SLACK = 2_000  # characters that cleaning may have moved a line behind its place


def add_page_starts(articles: Sequence[Article], pages: Sequence[str]) -> tuple[Article, ...]:
    """Return the articles with the starts of the printed ``pages`` (1, 2, …) in their texts.

    A page that none of its lines can tell, as one of pictures, has no start. An article that
    begins in the middle of a page starts with that page's number at offset 0.
    """
    bodies = [_UNSEEN.sub("", article.text) for article in articles]
    ends = list(accumulate(map(len, bodies)))
    starts = list(_starts(pages, "".join(bodies)))
    return tuple(
        replace(article, pages=_within(article.text, end - len(body), end, starts))
        for article, body, end in zip(articles, bodies, ends, strict=True)
    )


def _starts(pages: Sequence[str], text: str) -> Iterator[PageStart]:
    """Yield the start of each page that is found, each behind the one before it."""
    place, reach = 0, _SLACK
    for number, page in enumerate(pages, start=1):
        lines = [line for raw in page.splitlines() if (line := _UNSEEN.sub("", raw))]
        reach += sum(map(len, lines))
        found = _find(lines[:_MOST_LINES], text, place, reach)
        if found is not None:
            yield PageStart(found, number)
            place, reach = found + 1, found + sum(map(len, lines)) + _SLACK


def _find(lines: Sequence[str], text: str, begin: int, end: int) -> int | None:
    """Return where in ``text[begin:end]`` the page of these lines begins."""
    for index, line in enumerate(lines):
        key = line[:_LONGEST]
        if len(key) < _SHORTEST:
            continue
        place = text.find(key, begin, end)
        if place >= 0 and text.find(key, place + 1, end) < 0:
            return _walk_back(lines[:index], text, begin, place)
    return None


def _walk_back(above: Sequence[str], text: str, begin: int, place: int) -> int:
    """Return where the lines above stand that were kept right before ``place``."""
    for line in reversed(above):
        if text.endswith(line, begin, place):
            place -= len(line)
    return place


def _within(text: str, begin: int, end: int, starts: Sequence[PageStart]) -> tuple[PageStart, ...]:
    """Return the starts inside the part ``begin:end`` of all texts, as offsets into ``text``."""
    first = bisect_right(starts, begin, key=lambda start: start.offset)
    inside = [start for start in starts[first:] if start.offset < end]
    if first:
        inside.insert(0, PageStart(begin, starts[first - 1].number))
    elif inside and inside[0].number == 1:
        inside[0] = PageStart(begin, 1)
    elif inside:
        inside.insert(0, PageStart(begin, inside[0].number - 1))
    seen = [match.start() for match in _SEEN.finditer(text)] if inside else []
    return tuple(PageStart(seen[start.offset - begin], start.number) for start in inside)
