"""The quote around an answer: whole sentences, filled with their neighbours."""

from collections.abc import Iterator, Sequence

from embeddings.documents import Span
from embeddings.text.sentences import (
    find_paragraph,
    split_blocks,
    split_clauses,
    split_sentences,
    split_statements,
    trim,
)

QUOTE_CHARACTERS = 160
"""The longest quote of several sentences or clauses."""
SENTENCE_CHARACTERS = 240
"""The longest single sentence, or statement between semicolons, that is quoted whole."""
_COMMAS = ",，、:："


def find_quote(text: str, answer: Span) -> Span:
    """Return the range of ``text`` to quote for an answer in it.

    It is the sentences of the answer and, as far as they fit, those around it in its paragraph. If
    a sentence is too long, it is the statements of the answer; else the whole sentence or
    statement, if it is not far too long and has the answer near its beginning; else clauses.
    """
    answer = trim(text, _cut(text, trim(text, answer)))
    paragraph = find_paragraph(text, answer)
    for split in (split_sentences, split_statements):
        if found := _find_filled(list(split(text, paragraph)), answer):
            return found
    for split in (split_sentences, split_statements):
        if found := _find_single(list(split(text, paragraph)), answer):
            return found
    if found := _find_filled(list(split_clauses(text, paragraph)), answer):
        return _drop_comma(text, found, answer)
    return _find_filled(list(_split_blocks(text, paragraph)), answer) or answer


def _find_filled(parts: Sequence[Span], answer: Span) -> Span | None:
    """Return the parts of the answer with their neighbours; None if they are too long."""
    first, last = _find_parts(parts, answer)
    return _fill(parts, first, last) if _measure(parts, first, last) <= QUOTE_CHARACTERS else None


def _find_single(parts: Sequence[Span], answer: Span) -> Span | None:
    """Return the only part of the answer, if it is near its beginning; None if it is too long."""
    first, last = _find_parts(parts, answer)
    part = parts[first]
    is_near = answer.end - part.start <= QUOTE_CHARACTERS
    fits = part.end - part.start <= SENTENCE_CHARACTERS
    return part if first == last and is_near and fits else None


def _drop_comma(text: str, quote: Span, answer: Span) -> Span:
    """Return a quote without the comma at its end."""
    is_comma = text.endswith(tuple(_COMMAS), *quote) and quote.end - 1 > answer.start
    return Span(quote.start, quote.end - is_comma)


def _cut(text: str, answer: Span) -> Span:
    """Return the first line of an answer, and no more of it than a quote may have."""
    end = text.find("\n", *answer)
    return Span(answer.start, min(answer.end if end < 0 else end, answer.start + QUOTE_CHARACTERS))


def _split_blocks(text: str, within: Span) -> Iterator[Span]:
    yield from split_blocks(text, within, QUOTE_CHARACTERS // 2)


def _find_parts(parts: Sequence[Span], answer: Span) -> tuple[int, int]:
    """Return the first and the last part that the answer touches, which may be white space."""
    touched = [
        n for n, part in enumerate(parts) if part.end > answer.start and part.start < answer.end
    ]
    if not touched:
        following = (n for n, part in enumerate(parts) if part.end >= answer.start)
        nearest = next(following, len(parts) - 1)
        return nearest, nearest
    return touched[0], touched[-1]


def _fill(parts: Sequence[Span], first: int, last: int) -> Span:
    """Add the parts that follow while they fit, then those before."""
    while last + 1 < len(parts) and _measure(parts, first, last + 1) <= QUOTE_CHARACTERS:
        last += 1
    while first and _measure(parts, first - 1, last) <= QUOTE_CHARACTERS:
        first -= 1
    return Span(parts[first].start, parts[last].end)


def _measure(parts: Sequence[Span], first: int, last: int) -> int:
    return parts[last].end - parts[first].start
