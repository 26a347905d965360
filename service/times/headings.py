"""The times that headings tell: 一、2022年工作回顾 governs the lines below it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from embeddings.text.headings import looks_like_heading
from embeddings.text.sentences import split_paragraphs
from service.times.period import Period
from service.times.told_times import find_told_times

_NUMBERING = re.compile(
    r"\s*(?:(第[一二三四五六七八九十]+[章节部])|([一二三四五六七八九十]+[、.．])|([(（][一二三四五六七八九十]+[)）])"
    r"|(\d+[、.．])|([(（]\d+[)）]))?"
)


class Heading(NamedTuple):
    """A line that looks like a heading.

    Attributes:
        end: where it ends in the text.
        style: of its numbering; None if it has none.
        period: the time that it tells, if any.
    """

    end: int
    style: int | None
    period: Period | None


def list_headings(text: str, anchor: Period | None) -> list[Heading]:
    """Return the lines of a text that look like headings, in order.

    ``anchor`` is when the text was written.
    """
    headings = []
    for line in split_paragraphs(text):
        words = text[slice(*line)]
        if looks_like_heading(words):
            numbering = _NUMBERING.match(words)
            told = find_told_times(words, anchor)
            style = numbering.lastindex if numbering else None
            headings.append(Heading(line.end, style, told[0].period if told else None))
    return headings


def find_governing(headings: Sequence[Heading], start: int) -> Period | None:
    """Return the time in the nearest heading above the line at ``start`` that tells one.

    A heading of the same numbering without a time ends what the one before it governs.
    """
    above = headings[: bisect_left(headings, start, key=lambda heading: heading.end)]
    seen: set[int | None] = set()
    for heading in reversed(above):
        if heading.period and heading.style not in seen:
            return heading.period
        seen.add(heading.style)
    return None
