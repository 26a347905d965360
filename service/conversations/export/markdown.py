"""Export a transcript as Markdown, with the footnotes of GitHub and Pandoc."""

import re
from collections.abc import Iterator

from service.conversations.export.labels import (
    Labels,
    format_imprint,
    format_note_title,
    format_time,
)
from service.conversations.transcript import AnswerLine, Entry, Note, Transcript

# Special within a line; a backslash escapes any of these (CommonMark 0.31, 2.4).
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&^$!{}@]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
# Special only at the start of a line: lists, underlined headings, rules, numbered lists, indented
# code.
_BEGINNING = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
_OUTER = re.compile(r"^\W*|\W*$")


def render_markdown(transcript: Transcript, words: Labels) -> str:
    """Return the file's text, with all Markdown in the conversation escaped."""
    return "\n\n".join(_render_blocks(transcript, words)) + "\n"


def _render_blocks(transcript: Transcript, words: Labels) -> Iterator[str]:
    yield f"# {_escape_line(transcript.title)}"
    yield f"*{_escape_line(words.made_by)}*"
    defined = set[int]()
    for entry in transcript.entries:
        yield from _render_entry(entry, words)
        for note in transcript.notes_of(entry):
            if note.n not in defined:
                defined.add(note.n)
                yield _render_footnote(note, words)


def _render_entry(entry: Entry, words: Labels) -> Iterator[str]:
    yield f"## {_escape_line(entry.question)}"
    yield _escape_line(format_time(entry.asked_at))
    if entry.understood:
        yield f"> {_escape_line(words.understood + entry.understood)}"
    if not entry.lines:
        yield f"*{_escape_line(words.declined)}*"
    for line in entry.lines:
        yield _render_line(line) + "".join(f"[^{n}]" for n in line.notes)


def _render_line(line: AnswerLine) -> str:
    pieces = [
        _render_strong(text) if strong else _escape_inline(text) for text, strong in line.parts
    ]
    return _escape_beginning("".join(pieces))


def _render_strong(text: str) -> str:
    """Return ``text`` in bold. Asterisks must touch a letter or digit (CommonMark, 6.2)."""
    bare = _OUTER.sub("", text)
    if not bare:
        return _escape_inline(text)
    start = text.index(bare)
    before, after = text[:start], text[start + len(bare) :]
    return f"{_escape_inline(before)}**{_escape_inline(bare)}**{_escape_inline(after)}"


def _render_footnote(note: Note, words: Labels) -> str:
    title = _escape_line(format_note_title(note, words))
    linked = f"[{title}](<{note.link}>)" if note.link else title
    return " · ".join([f"[^{note.n}]: {linked}", *map(_escape_line, format_imprint(note, words))])


def _escape_line(text: str) -> str:
    return _escape_beginning(_escape_inline(text))


def _escape_inline(text: str) -> str:
    """Escape ``text`` within a line; runs of white space, also at its ends, become one space."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def _escape_beginning(line: str) -> str:
    return _BEGINNING.sub(lambda found: _escape_mark(*found.groups()), line.strip())


def _escape_mark(mark: str | None, number: str, point: str) -> str:
    return f"\\{mark}" if mark else f"{number}\\{point}"
