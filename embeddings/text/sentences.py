"""Split text into paragraphs, sentences and clauses, as ranges of the same text."""

import re
from collections.abc import Iterator

from embeddings.documents import Span

_CLOSERS = "”’」』)）》】\"'"
# In Western text a full stop ends a sentence only before a space: 40.92 and 3.1岁 stay whole.
_SENTENCE_END = re.compile(rf"(?:[。!?！？…]+|(?<=[A-Za-z])\.(?=\s|$))[{_CLOSERS}]*")
# 1,500 and 1:2 are numbers; "9600次,2篇" is two clauses.
_COMMA = r"(?<!\d)[,，;；:：]|(?<=\d)[,，;；](?!\d{3}(?!\d))|(?<=\d)[:：](?!\d)"
_STATEMENT_END = re.compile(rf"[;；]|{_SENTENCE_END.pattern}")
_CLAUSE_END = re.compile(rf"{_COMMA}|[。!?！？…]+[{_CLOSERS}]*")
_LOOKAHEAD = 8  # characters: more than decide whether a mark ends a clause
_PARAGRAPH = re.compile(r"[^\n]+")


def split_paragraphs(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the lines of ``text`` that are not blank, in order."""
    start, end = within or Span(0, len(text))
    for match in _PARAGRAPH.finditer(text, start, end):
        span = trim(text, Span(*match.span()))
        if span.start < span.end:
            yield span


def find_paragraph(text: str, span: Span) -> Span:
    """Return the line of ``text`` around ``span``, or the lines that it crosses."""
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def find_sentence(text: str, span: Span) -> Span:
    """Return the sentence of ``text`` around ``span``, or the sentences that it crosses.

    It is the whole line if the span has no part of a sentence.
    """
    paragraph = find_paragraph(text, span)
    crossed = [
        s for s in split_sentences(text, paragraph) if s.end > span.start and s.start < span.end
    ]
    return Span(crossed[0].start, crossed[-1].end) if crossed else paragraph


def split_sentences(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the sentences of ``text``; each ends with its punctuation and closing quotes.

    Together they cover every character that is not white space, exactly once.
    """
    for paragraph in split_paragraphs(text, within):
        yield from _split_at(text, paragraph, _SENTENCE_END)


def split_statements(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the pieces of ``text`` between semicolons and sentence ends."""
    for paragraph in split_paragraphs(text, within):
        yield from _split_at(text, paragraph, _STATEMENT_END)


def split_clauses(text: str, within: Span | None = None) -> Iterator[Span]:
    """Yield the pieces of ``text`` between commas, semicolons, colons and sentence ends."""
    for paragraph in split_paragraphs(text, within):
        yield from _split_at(text, paragraph, _CLAUSE_END)


def find_first_clause(text: str, within: Span, maximum: int) -> Span:
    """Return the first clause of a range without line ends, cut to ``maximum`` characters.

    It takes the same time however long the range is; the span is empty if that is blank.
    """
    start = within.start
    while start < within.end and text[start].isspace():
        start += 1
    cut = start + maximum
    end = _CLAUSE_END.search(text, start, min(within.end, cut + _LOOKAHEAD))
    last = end.end() if end and end.start() < cut else within.end
    return Span(start, min(trim(text, Span(start, last)).end, cut))


def split_blocks(text: str, span: Span, maximum: int) -> Iterator[Span]:
    """Yield ``span`` whole or, if longer than ``maximum``, in blocks of that length."""
    for start in range(span.start, span.end, maximum):
        block = trim(text, Span(start, min(start + maximum, span.end)))
        if block.start < block.end:
            yield block


def trim(text: str, span: Span) -> Span:
    """Return ``span`` without white space at either end."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _split_at(text: str, within: Span, ends: re.Pattern[str]) -> Iterator[Span]:
    start = within.start
    for match in ends.finditer(text, within.start, within.end):
        span = trim(text, Span(start, match.end()))
        if span.start < span.end:
            yield span
        start = match.end()
    rest = trim(text, Span(start, within.end))
    if rest.start < rest.end:
        yield rest
