"""Cut a generated answer into its claims: sentences that say something, with what they cite."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Span
from embeddings.text.sentences import split_sentences, trim

_CITATION = re.compile(r"\[(\d{1,3})\]")
_CITATIONS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_LIST_MARK = re.compile(r"^\s*(?:\d+[.、)）]|[-*•])\s*")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer as it is checked: where it stands, what it says, what it cites."""

    span: Span
    text: str
    citations: tuple[int, ...]


def split_claims(text: str) -> Iterator[Claim]:
    """Yield the sentences of ``text`` that say something, with the citations that follow them."""
    for span in _spans(text):
        shown = text[span.start : span.end]
        cited = dict.fromkeys(int(n) for n in _CITATION.findall(shown))
        said = _LIST_MARK.sub("", _CITATION.sub("", shown)).strip()
        if re.search(r"\w", said):
            yield Claim(span, said, tuple(cited))


def _spans(text: str) -> list[Span]:
    """Cut into sentences; a citation after a full stop belongs to the sentence before it."""
    spans: list[Span] = []
    for span in split_sentences(text):
        late = _CITATIONS.match(text, span.start, span.end)
        if late and spans:
            spans[-1] = Span(spans[-1].start, late.end())
        rest = trim(text, Span(late.end() if late and spans else span.start, span.end))
        if rest.start < rest.end:
            spans.append(rest)
    return spans
