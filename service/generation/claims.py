"""Split a generated answer into claims: the sentences with content, and their citations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.sentences import split_sentences, trim

_CITATION = re.compile(r"\[(\d{1,3})\]")
_CITATIONS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_LIST_MARK = re.compile(r"^\s*(?:\d+[.、)）]|[-*+•](?!\*)|>)\s*")
# Markdown that only shapes the text: emphasis, code, the bars of a table.
_SHAPING = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|\|")
# Lines that claim nothing: headings, and the first two lines of a table, its head and its rule.
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s.*$", re.MULTILINE)
_TABLE_HEAD = re.compile(r"^.*\|.*\n[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer: its range, its text without citations, and its citations."""

    span: Span
    text: str
    citations: tuple[int, ...]


def split_claims(text: str) -> Iterator[Claim]:
    """Yield the sentences of ``text`` that have content, with the citations that follow them."""
    silent = [match.span() for part in (_HEADING, _TABLE_HEAD) for match in part.finditer(text)]
    for span in _split_sentences(text):
        if any(start <= span.start and span.end <= end for start, end in silent):
            continue
        sentence = text[span.start : span.end]
        citations = dict.fromkeys(int(n) for n in _CITATION.findall(sentence))
        content = _SHAPING.sub("", _LIST_MARK.sub("", _CITATION.sub("", sentence))).strip()
        if re.search(r"\w", content):
            yield Claim(span, content, tuple(citations))


def _split_sentences(text: str) -> list[Span]:
    """Split into sentences; a citation after a full stop belongs to the sentence before it."""
    spans: list[Span] = []
    for span in split_sentences(text):
        trailing = _CITATIONS.match(text, span.start, span.end)
        if trailing and spans:
            spans[-1] = Span(spans[-1].start, trailing.end())
        rest = trim(text, Span(trailing.end() if trailing and spans else span.start, span.end))
        if rest.start < rest.end:
            spans.append(rest)
    return spans
