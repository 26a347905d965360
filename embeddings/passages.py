"""Split an article into passages: the units that are indexed, found and quoted from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.documents import Article, Passage, Span
from embeddings.text.sentences import (
    find_first_clause,
    split_blocks,
    split_clauses,
    split_paragraphs,
    split_sentences,
)

_LEAD_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How long passages are, in characters.

    Attributes:
        minimum: a passage shorter than this also takes the next paragraph of its section.
        maximum: the longest a passage may be.
        overlap: about how much of a passage's end the next passage of the same paragraph
            repeats at its start; whole sentences only.
    """

    minimum: int = 150
    maximum: int = 300
    overlap: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.minimum <= self.maximum:
            raise ValueError(
                "passage settings must satisfy 0 <= overlap < minimum <= maximum, "
                f"got overlap {self.overlap}, minimum {self.minimum}, maximum {self.maximum}"
            )


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    span: Span


def split_passages(article: Article, settings: PassageSettings) -> tuple[Passage, ...]:
    """Return the passages of ``article``, in order.

    Passages end at sentence ends wherever a sentence fits, and never cross a heading. Every
    character that is neither white space nor part of a heading is in at least one passage.
    """
    ranges = (
        (section.heading, span)
        for section in _split_sections(article)
        for span in _pack(article.text, section.span, settings)
    )
    return tuple(
        Passage(f"{article.id}-{ordinal}", article.id, ordinal, heading, span.start, span.end)
        for ordinal, (heading, span) in enumerate(ranges)
    )


def build_context(article: Article, passage: Passage) -> str:
    """Return what a reader of ``passage`` already knows: title, heading, and the paragraph's lead.

    It is indexed with the passage but never part of its text. The lead is the first clause of a
    paragraph that began in an earlier passage: in newspaper prose it names the subject.
    """
    return next(build_contexts(article, (passage,)))


def build_contexts(article: Article, passages: Sequence[Passage]) -> Iterator[str]:
    """Yield the context of each of some passages of an article, which are in order."""
    leads = _find_leads(article.text, (passage.start for passage in passages))
    for passage, lead in zip(passages, leads, strict=True):
        yield "\n".join(part for part in (article.title, passage.heading, lead) if part)


def _find_leads(text: str, starts: Iterable[int]) -> Iterator[str]:
    """Yield the lead of the passage at each of the starts, which ascend.

    Between two of them only what lies between is read, so that a long text takes no longer.
    """
    paragraph, read = 0, 0
    for start in starts:
        paragraph = max(paragraph, text.rfind("\n", read, start) + 1)
        read = start
        lead = find_first_clause(text, Span(paragraph, start), _LEAD_CHARACTERS)
        yield text[lead.start : lead.end]


def _split_sections(article: Article) -> Iterator[_Section]:
    heading, start = "", 0
    for next_heading in article.headings:
        yield _Section(heading, Span(start, next_heading.start))
        heading = article.text[next_heading.start : next_heading.end]
        start = next_heading.end
    yield _Section(heading, Span(start, len(article.text)))


def _pack(text: str, section: Span, settings: PassageSettings) -> Iterator[Span]:
    """Join whole paragraphs up to the maximum; split a longer paragraph by itself."""
    open_span: Span | None = None
    for paragraph in split_paragraphs(text, section):
        if open_span and _joins(open_span, paragraph, settings):
            open_span = Span(open_span.start, paragraph.end)
            continue
        if open_span:
            yield open_span
        *full, open_span = _pack_sentences(text, paragraph, settings)
        yield from full
    if open_span:
        yield open_span


def _joins(passage: Span, paragraph: Span, settings: PassageSettings) -> bool:
    short = passage.end - passage.start < settings.minimum
    return short and paragraph.end - passage.start <= settings.maximum


def _pack_sentences(text: str, paragraph: Span, settings: PassageSettings) -> list[Span]:
    """Return the passages of one paragraph, none longer than the maximum."""
    pieces = list(_split_to_fit(text, paragraph, settings.maximum))
    passages: list[Span] = []
    first = 0
    for last in range(len(pieces)):
        if pieces[last].end - pieces[first].start > settings.maximum:
            passages.append(Span(pieces[first].start, pieces[last - 1].end))
            first = _restart(pieces, first, last, settings)
    passages.append(Span(pieces[first].start, pieces[-1].end))
    return passages


def _restart(pieces: list[Span], first: int, last: int, settings: PassageSettings) -> int:
    """Return the first piece of the next passage: before ``last`` if an overlap fits."""
    start = last
    while (
        start - 1 > first
        and pieces[last - 1].end - pieces[start - 1].start <= settings.overlap
        and pieces[last].end - pieces[start - 1].start <= settings.maximum
    ):
        start -= 1
    return start


def _split_to_fit(text: str, paragraph: Span, maximum: int) -> Iterator[Span]:
    """Yield sentences, splitting long ones into clauses and long clauses into blocks."""
    for sentence in split_sentences(text, paragraph):
        if sentence.end - sentence.start <= maximum:
            yield sentence
            continue
        for clause in split_clauses(text, sentence):
            yield from split_blocks(text, clause, maximum)
