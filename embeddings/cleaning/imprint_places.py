"""Which lines below a headline state the date and the author of its story."""

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from itertools import zip_longest

from embeddings.cleaning.bylines import is_marked, is_signature
from embeddings.cleaning.characters import ends_sentence, is_label, is_numbered
from embeddings.cleaning.headlines import is_title_like
from embeddings.cleaning.imprint_lines import (
    find_subtitle_date,
    is_document_number,
    is_yearless,
    read_imprint_line,
)
from embeddings.cleaning.lines import Line, LineRole

_TIME = re.compile(r"(?:会议|活动)?(?:时\s?间|日\s?期)\s?[:：]")
_PLACE = re.compile(
    r"(?:会议|活动)?(?:地\s?点|主持人?|出席|参加|参会|列席|记录人?|议题)[^:：]{0,6}[:：]"
)
_LONGEST_FIRST = 60  # characters of a page's first line that is its headline
_NEAR = 3  # lines below an imprint of which one must be prose
_SHORTEST_PROSE = 30


class _Kind(Enum):
    HEADLINE = "headline"
    PLAIN_DATE = "plain date"
    IMPRINT = "imprint"
    OCCASION = "occasion"
    SIGNATURE = "signature"
    TEXT = "text"


_BELOW_HEADLINE = {_Kind.PLAIN_DATE, _Kind.IMPRINT, _Kind.OCCASION, _Kind.SIGNATURE}


def mark_imprints(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, those that state date or author below a headline marked as such.

    A list of days, as in a chronicle, stays text.
    """
    kinds = [
        _Kind.TEXT if below and _tells_occasion(line, below) else _classify(line)
        for line, below in zip_longest(lines, lines[1:])
    ]
    places = _find_places(lines, kinds)
    days = [place for place, kind in enumerate(kinds) if kind is _Kind.PLAIN_DATE]
    is_chronicle = any(place not in places for place in days)
    return tuple(
        replace(line, role=_choose_role(kinds[place]))
        if place in places and not (is_chronicle and kinds[place] is _Kind.PLAIN_DATE)
        else line
        for place, line in enumerate(lines)
    )


def _tells_occasion(line: Line, below: Line) -> bool:
    """Return whether a line states when a meeting was, and the next one where or with whom."""
    return bool(_TIME.match(line.text) and _PLACE.match(below.text))


def _choose_role(kind: _Kind) -> LineRole:
    return LineRole.OCCASION if kind is _Kind.OCCASION else LineRole.IMPRINT


def _classify(line: Line) -> _Kind:
    text = line.text
    if line.level:
        return _Kind.HEADLINE
    if find_subtitle_date(text) or is_yearless(text) or is_document_number(text):
        return _Kind.OCCASION
    if stated := read_imprint_line(text):
        return _Kind.PLAIN_DATE if stated.is_plain else _Kind.IMPRINT
    if is_signature(text):
        return _Kind.SIGNATURE
    return _Kind.HEADLINE if is_title_like(text) and not is_numbered(text) else _Kind.TEXT


def _find_places(lines: Sequence[Line], kinds: Sequence[_Kind]) -> set[int]:
    """Return the places of the lines between a headline and its text that are no part of either."""
    found: set[int] = set()
    is_below, has_text, is_signed = False, False, False
    for place, kind in enumerate(kinds):
        if kind in _BELOW_HEADLINE:
            if is_below and _is_trusted(lines, kinds, place, has_text, is_signed):
                found.add(place)
                is_signed = is_signed or kind is _Kind.SIGNATURE
                continue
            is_below = False
        else:
            is_below = kind is _Kind.HEADLINE or (place == 0 and _is_first_headline(lines[0]))
            is_signed = False
        has_text = has_text or not is_below
    return found


def _is_first_headline(line: Line) -> bool:
    """Return whether a page's first line is its headline although it is long or a question."""
    is_short = len(line.text) <= _LONGEST_FIRST
    return is_short and not line.indented and not line.text.endswith(tuple("。;；:：,，、…"))


def _is_trusted(
    lines: Sequence[Line], kinds: Sequence[_Kind], place: int, has_text: bool, is_signed: bool
) -> bool:
    below = _find_below(kinds, place)
    if kinds[place] is _Kind.IMPRINT:
        return True
    if not any(map(_is_prose, lines[below : below + _NEAR])):
        return False
    if kinds[place] is _Kind.SIGNATURE:
        is_sure = is_marked(lines[place].text) or " " in lines[place].text or not has_text
        return is_sure and not is_signed
    return True


def _find_below(kinds: Sequence[_Kind], place: int) -> int:
    """Return the place of the first line below that is no imprint."""
    below = place + 1
    while below < len(kinds) and kinds[below] in _BELOW_HEADLINE:
        below += 1
    return below


def _is_prose(line: Line) -> bool:
    is_long = len(line.text) >= _SHORTEST_PROSE and not line.level
    return is_long or ends_sentence(line.text) or not is_label(line.text)
