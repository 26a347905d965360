"""Headlines above text, and labels below pictures."""

import re
from collections.abc import Iterator, Sequence

from embeddings.cleaning.characters import (
    ends_sentence,
    holds_sentence_mark,
    is_label,
    is_numbered,
    runs_on,
    starts_item,
)
from embeddings.cleaning.lines import Line, measure_width
from embeddings.cleaning.page_words import PageWords

_FULL_STOP = re.compile(r"[。；;]|[，,、：:.…][”’\"]?$")
_PART = re.compile(
    r"前言|引言|序言?|自序|代序|绪论|导言|导语|目[录次]|(?:中文|内容)?摘要|内容提要|编者按|后记|附录|"
    r"(?:table of )?contents|preface|foreword|introduction|abstract",
    re.I,
)
_COMMA = re.compile(r"[，,、]")
_LONGEST_PART = 30  # characters between two spaces of a headline
_SURE_PART = 20  # a longer part may be a piece of a sentence
_LONGEST_HEADING = 124  # columns
_LONGEST_LABEL = 60
_LONGEST_RUN = 3  # more title-like lines in a row are a list


def is_title_like(text: str) -> bool:
    """Return whether the text could be a headline: short, no full stop, not a list item."""
    return _is_unfinished(text) and (
        text[0].isascii() or _measure_longest_part(text) <= _LONGEST_PART
    )


def heads_part(text: str) -> bool:
    """Return whether the text heads a part that every book may have, and says nothing of it."""
    return _PART.fullmatch("".join(text.split())) is not None


def find_headings(lines: Sequence[Line], words: PageWords) -> set[int]:
    """Return the indices of the lines that are headings of the text below them."""
    places = {place for place, line in enumerate(lines) if line.level}
    for start, end in _find_runs(lines):
        if end == len(lines):
            continue
        for first, last in _drop_labels(lines, start, end):
            if not _is_list(lines[first:last]):
                places.update(range(first, last))
        if end > 1 and _runs_into(lines[end - 1], lines[end], words):
            places.discard(end - 1)
    return places


def find_labels(lines: Sequence[Line]) -> set[int]:
    """Return the lines that head nothing: long labels, short ones among them, lists, the last."""
    places: set[int] = set()
    for start, end in _find_runs(lines):
        labels = [place for place in range(start, end) if _is_long_label(lines, place)]
        if labels:
            places.update(range(labels[0], labels[-1] + 1))
        elif _is_list(lines[start:end]) or end == len(lines):
            places.update(range(start, end))
    return places


def _is_list(run: Sequence[Line]) -> bool:
    return sum(not line.level and not is_numbered(line.text) for line in run) > _LONGEST_RUN


def _find_runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of neighbouring lines that could be headlines or labels."""
    start = 0
    for place in range(len(lines) + 1):
        if place < len(lines) and _stands_apart(lines, place):
            continue
        if place > start:
            yield start, place
        start = place + 1


def _stands_apart(lines: Sequence[Line], place: int) -> bool:
    if place == 0 and (_could_open(lines[0]) or _is_centred(lines)):
        return True
    return _could_head(lines[place]) or _is_long_label(lines, place)


def _could_open(line: Line) -> bool:
    """Return whether a page's first line is its headline, even if long, a question or exclaimed."""
    if _measure_longest_part(line.text) > _LONGEST_LABEL or len(line.text) > _LONGEST_HEADING:
        return False
    if line.indented or starts_item(line.text):
        return False
    return not _FULL_STOP.search(line.text) and not line.is_byline and not line.role


def _is_centred(lines: Sequence[Line]) -> bool:
    """Return whether a page begins with a short line that white space moved to its middle."""
    first = lines[0]
    if not first.indented or len(first.text) > _LONGEST_PART or len(lines) == 1:
        return False
    is_apart = lines[1].indented or lines[1].gap > 0
    return is_apart and is_label(first.text) and is_title_like(first.text)


def _drop_labels(lines: Sequence[Line], start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a run before its first and after its last long label."""
    labels = [place for place in range(start, end) if _is_long_label(lines, place)]
    return [(start, labels[0]), (labels[-1] + 1, end)] if labels else [(start, end)]


def _could_head(line: Line) -> bool:
    if line.level:
        return True
    return not line.indented and is_title_like(line.text) and not line.is_byline and not line.role


def _is_long_label(lines: Sequence[Line], place: int) -> bool:
    """Return whether the line is a label too long for a headline; a page's first line never is."""
    text = lines[place].text
    line = lines[place]
    if place == 0 or line.level or line.role or len(text) > _LONGEST_LABEL:
        return False
    return (
        _is_unfinished(text) and is_label(text) and not is_title_like(text) and not line.is_byline
    )


def _is_unfinished(text: str) -> bool:
    if len(text) > _LONGEST_HEADING or measure_width(text) > _LONGEST_HEADING:
        return False
    if ends_sentence(text) or runs_on(text) or holds_sentence_mark(text):
        return False
    return is_numbered(text) or not starts_item(text)


def _runs_into(line: Line, below: Line, words: PageWords) -> bool:
    """Return whether a line without a full stop begins the sentence below it."""
    if line.level or is_numbered(line.text):
        return False
    touching = below.gap == 0 and line.gap == 0
    if line.text[-1].isascii() and below.text[0].islower():
        return True
    if touching and _COMMA.search(line.text):
        return True
    return _measure_longest_part(line.text) > _SURE_PART and words.are_one_sentence(
        line.text, below.text
    )


def _measure_longest_part(text: str) -> int:
    return max(map(len, text.split(" ")))
