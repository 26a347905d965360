"""Export a transcript as Markdown, with the footnotes of GitHub and Pandoc."""

from collections.abc import Iterator

from service.conversations.export.asked_with import format_choices
from service.conversations.export.labels import (
    Labels,
    format_imprint,
    format_lack,
    format_note_title,
    format_time,
)
from service.conversations.transcript import AnswerLine, Entry, Note, Transcript
from service.markdown import emphasize, escape_beginning, escape_inline, escape_line


def render_markdown(transcript: Transcript, words: Labels) -> str:
    """Return the file's text, with all Markdown in the conversation escaped."""
    return "\n\n".join(_render_blocks(transcript, words)) + "\n"


def _render_blocks(transcript: Transcript, words: Labels) -> Iterator[str]:
    yield f"# {escape_line(transcript.title)}"
    yield f"*{escape_line(words.made_by)}*"
    defined = set[int]()
    for entry in transcript.entries:
        yield from _render_entry(entry, words)
        for note in transcript.notes_of(entry):
            if note.n not in defined:
                defined.add(note.n)
                yield _render_footnote(note, words)


def _render_entry(entry: Entry, words: Labels) -> Iterator[str]:
    yield f"## {escape_line(entry.question)}"
    yield escape_line(format_time(entry.asked_at))
    if chosen := format_choices(entry, words):
        yield f"> {escape_line(chosen)}"
    if entry.understood:
        yield f"> {escape_line(words.understood + entry.understood)}"
    if lack := format_lack(entry, words):
        yield f"*{escape_line(lack)}*"
    for line in entry.lines:
        yield _render_line(line) + "".join(f"[^{n}]" for n in line.notes)


def _render_line(line: AnswerLine) -> str:
    pieces = [emphasize(text) if strong else escape_inline(text) for text, strong in line.parts]
    return escape_beginning("".join(pieces))


def _render_footnote(note: Note, words: Labels) -> str:
    title = escape_line(format_note_title(note, words))
    linked = f"[{title}](<{note.link}>)" if note.link else title
    return " · ".join([f"[^{note.n}]: {linked}", *map(escape_line, format_imprint(note, words))])
