"""Leave out a printed table of contents: it repeats the headings, with page numbers."""

import re
from collections.abc import Sequence

from embeddings.layout.lines import Line, group_rows
from embeddings.layout.pieces import Piece

_ENTRY = re.compile(
    r".*?(?:[.．·…‥•∙。]\s?){4,}\s*[-—–(（]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[)）]?[-—–]?", re.I
)
_TITLE = re.compile(r"目\s*[录錄次]|contents|table of contents", re.I)
_SPACED_ENTRY = re.compile(r".*\S\s*\d{1,4}")
_FEWEST = 3
_FEWEST_ROWS = 5
_BOTH = 2


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


def drop_entries(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a page without the rows of a table of contents.

    Its numbers, titles, leaders and page numbers would look like columns.
    """
    rows = list(group_rows(pieces))
    texts = [" ".join(piece.text for piece in row).strip() for row in rows]
    entries = [place for place, text in enumerate(texts) if _ENTRY.fullmatch(text)]
    if len(entries) < _FEWEST_ROWS:
        return list(pieces)
    above = range(max(entries[0] - _FEWEST, 0), entries[0])
    dropped = {*entries, *(place for place in above if _TITLE.fullmatch(texts[place]))}
    for place in range(max(entries[0] - 1, 0), entries[-1]):
        beside = {place - 1, place + 1} & dropped
        if len(beside) == _BOTH or (beside and _SPACED_ENTRY.fullmatch(texts[place])):
            dropped.add(place)
    return [piece for place, row in enumerate(rows) if place not in dropped for piece in row]


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
