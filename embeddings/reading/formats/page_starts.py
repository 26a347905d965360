"""Find where printed pages start in articles, although cleaning joined, moved and dropped lines.

Texts are compared without white space, which cleaning changes most. A page starts at the first of
its lines that occurs exactly once in the articles; lines of the page that directly precede it there
belong to the page, too.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from embeddings.documents import Article, PageStart

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_VISIBLE = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]")
_SHORTEST = 6  # characters of a line that can locate it
_LONGEST = 40  # compared characters of a line; its end may have been joined to another
_MOST_LINES = 60  # of a page that are searched for
_SLACK = 2_000  # characters by which cleaning may have moved a line down


def add_page_starts(articles: Sequence[Article], pages: Sequence[str]) -> tuple[Article, ...]:
    """Return the articles with the starts of the printed ``pages`` (1, 2, …) in their texts.

    A page that none of its lines can locate, such as one of images, gets no start. An article that
    starts in the middle of a page gets that page's number at offset 0.
    """
    bodies = [_INVISIBLE.sub("", article.text) for article in articles]
    ends = list(accumulate(map(len, bodies)))
    starts = list(_find_starts(pages, "".join(bodies)))
    return tuple(
        replace(article, pages=_select_starts(article.text, end - len(body), end, starts))
        for article, body, end in zip(articles, bodies, ends, strict=True)
    )


def _find_starts(pages: Sequence[str], text: str) -> Iterator[PageStart]:
    """Yield the start of each page that can be located, in ascending order."""
    position, reach = 0, _SLACK
    for number, page in enumerate(pages, start=1):
        lines = [line for raw in page.splitlines() if (line := _INVISIBLE.sub("", raw))]
        reach += sum(map(len, lines))
        found = _find_page(lines[:_MOST_LINES], text, position, reach)
        if found is not None:
            yield PageStart(found, number)
            position, reach = found + 1, found + sum(map(len, lines)) + _SLACK


def _find_page(lines: Sequence[str], text: str, begin: int, end: int) -> int | None:
    """Return where in ``text[begin:end]`` the page with these lines starts."""
    for index, line in enumerate(lines):
        key = line[:_LONGEST]
        if len(key) < _SHORTEST:
            continue
        position = text.find(key, begin, end)
        if position >= 0 and text.find(key, position + 1, end) < 0:
            return _extend_upwards(lines[:index], text, begin, position)
    return None


def _extend_upwards(above: Sequence[str], text: str, begin: int, position: int) -> int:
    """Move ``position`` up over the lines above that directly precede it in ``text``."""
    for line in reversed(above):
        if text.endswith(line, begin, position):
            position -= len(line)
    return position


def _select_starts(
    text: str, begin: int, end: int, starts: Sequence[PageStart]
) -> tuple[PageStart, ...]:
    """Return the starts within ``begin:end`` of the joined texts, as offsets into ``text``."""
    first = bisect_right(starts, begin, key=lambda start: start.offset)
    inside = [start for start in starts[first:] if start.offset < end]
    if first:
        inside.insert(0, PageStart(begin, starts[first - 1].number))
    elif inside and inside[0].number == 1:
        inside[0] = PageStart(begin, 1)
    elif inside:
        inside.insert(0, PageStart(begin, inside[0].number - 1))
    visible = [match.start() for match in _VISIBLE.finditer(text)] if inside else []
    return tuple(PageStart(visible[start.offset - begin], start.number) for start in inside)
