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
"""The longest quote."""


def find_quote(text: str, answer: Span) -> Span:
    """Return the range of ``text`` to quote for an answer in it.

    It is the sentences of the answer and, as far as they fit, those around it in its paragraph. If
    a sentence is too long, it is the statements of the answer, else its clauses.
    """
    answer = trim(text, _cut(text, trim(text, answer)))
    paragraph = find_paragraph(text, answer)
    for split in (split_sentences, split_statements, split_clauses, _split_blocks):
        parts = list(split(text, paragraph))
        first, last = _find_parts(parts, answer)
        if _measure(parts, first, last) <= QUOTE_CHARACTERS:
            return _fill(parts, first, last)
    return answer


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
