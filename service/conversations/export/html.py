"""Export a transcript as one self-contained, printable HTML file."""

from collections.abc import Iterator
from html import escape

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

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 43rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere;
  font: 1.05rem/1.9 "Noto Serif CJK SC", "Songti SC", SimSun, Georgia, serif; }
h1 { padding-bottom: 0.5rem; border-bottom: 3px double; font-size: 1.7rem; line-height: 1.4; }
h2 { margin: 2.5rem 0 0; font-size: 1.2rem; line-height: 1.6; break-after: avoid; }
.small, .notes { font-size: 0.86rem; line-height: 1.7; }
.small { margin: 0.2rem 0; opacity: 0.75; }
.answer { margin: 0.6rem 0; padding-left: 1rem; border-left: 3px solid #a92d1b; }
strong { text-decoration: underline #a92d1b 2px; text-underline-offset: 0.3em; }
sup { line-height: 1; }
.notes { margin-top: 3rem; border-top: 1px solid; }
.notes h2 { margin-top: 1rem; }
li { break-inside: avoid; }
@media print { body { max-width: none; margin: 0; } a { color: inherit; } }
"""
# The saved file runs no scripts and loads nothing, wherever it is opened.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(transcript: Transcript, words: Labels) -> str:
    """Return the file's text, with everything from the conversation escaped."""
    return "\n".join(_render_lines(transcript, words)) + "\n"


def _render_lines(transcript: Transcript, words: Labels) -> Iterator[str]:
    title = escape(collapse_whitespace(transcript.title))
    yield f'<!doctype html>\n<html lang="{words.tag}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>"
    yield f'<p class="small">{escape(words.made_by)}</p>'
    for entry in transcript.entries:
        yield from _render_entry(entry, words)
    if transcript.notes:
        yield f'<section class="notes">\n<h2>{escape(words.sources)}</h2>\n<ol>'
        yield from (_render_note(note, words) for note in transcript.notes)
        yield "</ol>\n</section>"
    yield "</body>\n</html>"


def _render_entry(entry: Entry, words: Labels) -> Iterator[str]:
    yield f"<h2>{escape(collapse_whitespace(entry.question))}</h2>"
    moment = escape(entry.asked_at.isoformat(timespec="seconds"))
    yield f'<p class="small"><time datetime="{moment}">{format_time(entry.asked_at)}</time></p>'
    if chosen := format_choices(entry, words):
        yield f'<p class="small">{escape(chosen)}</p>'
    if entry.understood:
        understood = escape(words.understood + collapse_whitespace(entry.understood))
        yield f'<p class="small">{understood}</p>'
    if lack := format_lack(entry, words):
        yield f'<p class="answer"><em>{escape(lack)}</em></p>'
    for line in entry.lines:
        yield f'<p class="answer">{_render_text(line)}{_render_marks(line)}</p>'


def _render_text(line: AnswerLine) -> str:
    return "".join(
        f"<strong>{escape(text)}</strong>" if strong else escape(text)
        for text, strong in line.parts
    )


def _render_marks(line: AnswerLine) -> str:
    return "".join(f'<sup><a href="#note-{n}">[{n}]</a></sup>' for n in line.notes)


def _render_note(note: Note, words: Labels) -> str:
    title = escape(format_note_title(note, words))
    linked = f'<a href="{escape(note.link)}">{title}</a>' if note.link else title
    text = " · ".join([linked, *map(escape, format_imprint(note, words))])
    return f'<li id="note-{note.n}">{text}</li>'
