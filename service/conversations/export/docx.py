"""Export a transcript as a Word document."""

from collections.abc import Iterator

from embeddings.reading.formats.word_document import Run, WordLine, write_word
from service.conversations.export.asked_with import format_choices
from service.conversations.export.labels import (
    Labels,
    collapse_whitespace,
    format_imprint,
    format_lack,
    format_note_title,
    format_time,
)
from service.conversations.transcript import AnswerLine, Entry, Note, Transcript


def render_docx(transcript: Transcript, words: Labels) -> bytes:
    """Return the content of the file."""
    made_at = transcript.entries[-1].asked_at
    return write_word(
        collapse_whitespace(transcript.title), made_at, _render_lines(transcript, words)
    )


def _render_lines(transcript: Transcript, words: Labels) -> Iterator[WordLine]:
    yield WordLine((Run(collapse_whitespace(transcript.title)),), "Title")
    yield WordLine((Run(words.made_by),))
    for entry in transcript.entries:
        yield from _render_entry(entry, words)
    if transcript.notes:
        yield WordLine((Run(words.sources),), "Heading 1")
        yield from (_render_note(note, words) for note in transcript.notes)


def _render_entry(entry: Entry, words: Labels) -> Iterator[WordLine]:
    yield WordLine((Run(collapse_whitespace(entry.question)),), "Heading 2")
    yield WordLine((Run(format_time(entry.asked_at)),))
    if chosen := format_choices(entry, words):
        yield WordLine((Run(chosen),))
    if entry.understood:
        yield WordLine((Run(words.understood + collapse_whitespace(entry.understood)),))
    if lack := format_lack(entry, words):
        yield WordLine((Run(lack),))
    yield from map(_render_answer, entry.lines)


def _render_answer(line: AnswerLine) -> WordLine:
    runs = [Run(text, strong=strong) for text, strong in line.parts]
    return WordLine((*runs, *(Run(f"[{n}]", raised=True) for n in line.notes)))


def _render_note(note: Note, words: Labels) -> WordLine:
    title = Run(format_note_title(note, words), link=note.link)
    rest = "".join(f" · {part}" for part in format_imprint(note, words))
    return WordLine((Run(f"[{note.n}] "), title, Run(rest)))
