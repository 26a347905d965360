"""Leave out a printed table of contents: it repeats the headings, with page numbers."""

import re
from collections.abc import Sequence

from embeddings.layout.lines import Line

_ENTRY = re.compile(
    r".*?(?:[.．·…‥•∙。]\s?){4,}\s*[-—–(（]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[)）]?[-—–]?", re.I
)
_TITLE = re.compile(r"目\s*[录錄次]|contents|table of contents", re.I)
_SPACED_ENTRY = re.compile(r".*\S\s*\d{1,4}")
_FEWEST = 3


def drop_contents(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without tables of contents and their titles."""
    result: list[Line] = []
    place = 0
    while place < len(lines):
        end = _find_end(lines, place)
        if end > place:
            place = end
        else:
            result.append(lines[place])
            place += 1
    return result


def _find_end(lines: Sequence[Line], start: int) -> int:
    """Return the end of the table of contents that begins at ``start``; ``start`` if none does."""
    titled = _TITLE.fullmatch(lines[start].text.strip()) is not None
    first = start + titled
    entry = _ENTRY if not titled else re.compile(rf"{_ENTRY.pattern}|{_SPACED_ENTRY.pattern}", re.I)
    end = place = first
    while place < len(lines):
        if entry.fullmatch(lines[place].text.strip()):
            end = place + 1
        elif place - end >= 1:  # an entry may take two lines
            break
        place += 1
    return end if end - first >= _FEWEST else start
