"""Footnotes: small type at the foot of a column, each beginning with its mark."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from embeddings.layout.lines import Line
from embeddings.layout.spelling import RAISED_TEXT
from embeddings.layout.typography import SMALLER, Typography

_MARK = re.compile(
    r"[\ufdd0]?\s*(?P<mark>[①-⑳❶-❿⑴-⒇]|[\[［〔(（]\s?(?:\d{1,3}|[①-⑳]|注\s?\d{0,3})\s?[\]］〕)）]"
    r"|(?<=\ufdd0)[^\ufdd1]{1,4}|[*＊※†‡]{1,3}|\d{1,3}(?=[.、\s\ufdd1]|[\u4e00-\u9fff《“])|注\s?\d{0,2}[:：.])"
)
_CIRCLED = re.compile(r"[①-⑳❶-❿⑴-⒇]")
_BRACKETS = str.maketrans("", "", "[]［］〔〕()（） ")


def attach_footnotes(lines: Sequence[Line], typography: Typography) -> list[Line]:
    """Return the lines of a page without its footnotes, which the lines with their marks hold.

    Raised marks of these notes are removed from the text; other raised characters stay in it.
    """
    foot = _find_foot(lines, typography)
    text = [line for line in lines if line not in foot]
    groups = list(_group_notes(line for line in lines if line in foot))
    notes = {_read_mark(group[0]): tuple(map(_spell_plainly, group)) for group in groups}
    result: list[Line] = []
    for line in text:
        cleaned, marks = _take_marks(line, {mark for mark in notes if mark})
        result.append(replace(cleaned, notes=tuple(notes.pop(mark) for mark in marks)))
    if len(foot) > len(text) and all(not line.notes for line in result):
        return list(lines)  # a page of small type: a list, a table of contents
    if notes and result:
        last = _find_last(result)
        rest = tuple(notes.values())
        result[last] = replace(result[last], notes=(*result[last].notes, *rest))
    return result


def _find_foot(lines: Sequence[Line], typography: Typography) -> set[Line]:
    """Return the lines that are footnotes."""
    foot: set[Line] = set()
    above: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.baseline):
        if line.size > SMALLER * typography.size or line.table:
            if any(_share_width(line, other) for other in lines if other not in foot):
                break
            continue
        above.append(line)
        if _MARK.match(line.text):
            foot.update(above)
            above = []
    return foot


def _share_width(line: Line, other: Line) -> bool:
    return line.box.left < other.box.right and other.box.left < line.box.right


def _group_notes(lines: Iterable[Line]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and _MARK.match(line.text):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _read_mark(line: Line) -> str:
    match = _MARK.match(line.text)
    return _normalize(match["mark"]) if match else ""


def _normalize(mark: str) -> str:
    return mark.translate(_BRACKETS)


def _spell_plainly(line: Line) -> Line:
    return replace(line, text=RAISED_TEXT.sub(r"\1", line.text))


def _take_marks(line: Line, marks: set[str]) -> tuple[Line, list[str]]:
    """Return the line without the marks of footnotes, and these."""
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        mark = _normalize(match[1] if match.lastindex else match[0])
        if mark not in marks or mark in found:
            return match[1] if match.lastindex else match[0]
        found.append(mark)
        return ""

    text = RAISED_TEXT.sub(keep, line.text)
    if marks and text:
        text = text[0] + _CIRCLED.sub(keep, text[1:])  # at the start it counts the items of a list
    return (replace(line, text=text) if text != line.text else line), found


def _find_last(lines: Sequence[Line]) -> int:
    return max(range(len(lines)), key=lambda place: (not lines[place].table, place))
