"""A transcript in Markdown, with footnotes as GitHub and Pandoc know them."""

import re
from collections.abc import Iterator

from service.conversations.export.labels import (
    Labels,
    format_imprint,
    format_note_title,
    format_time,
)
from service.conversations.transcript import AnswerLine, Entry, Note, Transcript

# Within a line; a backslash takes the meaning from any of these (CommonMark 0.31, 2.4).
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~&^$!{}@]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
# At its beginning only: lists, underlined headings, rules, numbered lists, code by indentation.
_BEGINNING = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
_OUTER = re.compile(r"^\W*|\W*$")


def render_markdown(transcript: Transcript, words: Labels) -> str:
    """Return the file's text. Nothing of the conversation has a meaning as Markdown in it."""
    return "\n\n".join(_blocks(transcript, words)) + "\n"


def _blocks(transcript: Transcript, words: Labels) -> Iterator[str]:
    yield f"# {_escaped(transcript.title)}"
    yield f"*{_escaped(words.made_by)}*"
    defined = set[int]()
    for entry in transcript.entries:
        yield from _entry(entry, words)
        for note in transcript.notes_of(entry):
            if note.n not in defined:
                defined.add(note.n)
                yield _definition(note, words)


def _entry(entry: Entry, words: Labels) -> Iterator[str]:
    yield f"## {_escaped(entry.question)}"
    yield _escaped(format_time(entry.asked_at))
    if entry.understood:
        yield f"> {_escaped(words.understood + entry.understood)}"
    if not entry.lines:
        yield f"*{_escaped(words.declined)}*"
    for line in entry.lines:
        yield _line(line) + "".join(f"[^{n}]" for n in line.notes)


def _line(line: AnswerLine) -> str:
    pieces = [_strong(text) if strong else _inline(text) for text, strong in line.parts]
    return _begun("".join(pieces))


def _strong(text: str) -> str:
    """Return ``text`` in bold. Asterisks must touch a letter or a figure (CommonMark, 6.2)."""
    bare = _OUTER.sub("", text)
    if not bare:
        return _inline(text)
    start = text.index(bare)
    before, after = text[:start], text[start + len(bare) :]
    return f"{_inline(before)}**{_inline(bare)}**{_inline(after)}"


def _definition(note: Note, words: Labels) -> str:
    title = _escaped(format_note_title(note, words))
    linked = f"[{title}](<{note.link}>)" if note.link else title
    return " · ".join([f"[^{note.n}]: {linked}", *map(_escaped, format_imprint(note, words))])


def _escaped(text: str) -> str:
    return _begun(_inline(text))


def _inline(text: str) -> str:
    """Return ``text`` as it may stand within a line; spaces at its ends stay one space."""
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def _begun(line: str) -> str:
    return _BEGINNING.sub(lambda found: _unmarked(*found.groups()), line.strip())


def _unmarked(mark: str | None, number: str, point: str) -> str:
    return f"\\{mark}" if mark else f"{number}\\{point}"
