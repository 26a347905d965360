"""The title of an article in a PDF: its first headlines in the largest type."""

import re
from collections.abc import Sequence

from embeddings.articles.content import Element, Paragraph, Role
from embeddings.cleaning.characters import ends_sentence, is_numbered
from embeddings.cleaning.headlines import heads_part
from embeddings.cleaning.imprint_lines import read_imprint_line

_MOST_LINES = 3
_SHORTEST_PART = 5  # characters; 概述 or 历史 below a headline is a section, not a subtitle
_MOST_ABOVE = 4  # short lines above a headline: the number of a document, 附件1
_LONGEST_ABOVE = 40
_LETTERHEAD = re.compile(r".{2,40}(?:文件|公报|函)")
_SUBTITLE = re.compile(r"[—–-]{1,2}")


def split_title(elements: Sequence[Element], is_part: bool = False) -> tuple[str, list[Element]]:
    """Return the title of an article, "" if it prints none, and its other elements.

    Args:
        elements: those of the article.
        is_part: whether it is a part of its file, so that 第一章 may head it.
    """
    start = _find_first(elements, 0)
    end = _find_end(elements, start, is_part) if start is not None else 0
    if start is None or end == start:
        return "", list(elements)
    if _LETTERHEAD.fullmatch(_join(elements[start:end])):
        below = _find_first(elements, end)
        below_end = _find_end(elements, below, is_part) if below is not None else 0
        if below is not None and below_end > below:
            start, end = below, below_end
    return _join(elements[start:end]), [*elements[:start], *elements[end:]]


def _find_first(elements: Sequence[Element], start: int) -> int | None:
    """Return the place of the first heading if only short lines are above it."""
    for place, element in enumerate(elements[start : start + _MOST_ABOVE + 1], start):
        if not isinstance(element, Paragraph):
            return None
        if element.role is Role.HEADING:
            return place
        if len(element.text) > _LONGEST_ABOVE or ends_sentence(element.text):
            return None
    return None


def _find_end(elements: Sequence[Element], start: int, is_part: bool) -> int:
    """Return the end of the headline that begins at ``start``: kicker, headline, subtitle."""
    first = elements[start]
    if not isinstance(first, Paragraph):
        return start
    if not is_part and (is_numbered(first.text) or heads_part(first.text)):
        return start
    end, level = start + 1, first.level
    while end < min(start + _MOST_LINES, len(elements)):
        element = elements[end]
        if not isinstance(element, Paragraph) or not _goes_on(element, level, first):
            break
        level = min(level, element.level)
        end += 1
    return end


def _goes_on(element: Paragraph, level: int, first: Paragraph) -> bool:
    if element.role is not Role.HEADING or is_numbered(element.text) or is_numbered(first.text):
        return False
    if read_imprint_line(element.text) or len(element.text.replace(" ", "")) < _SHORTEST_PART:
        return False
    return element.level <= level or _SUBTITLE.match(element.text) is not None


def _join(elements: Sequence[Element]) -> str:
    return " ".join(element.text for element in elements if isinstance(element, Paragraph))
