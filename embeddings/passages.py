"""Cut an article into passages: the units that are indexed, found and quoted from."""

from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.documents import Article, Passage, Span
from embeddings.text.sentences import split_blocks, split_clauses, split_paragraphs, split_sentences

_LEAD_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """How long passages are, in characters.

    Attributes:
        minimum: below this length a passage takes in the next paragraph of its section too.
        maximum: no passage is longer.
        overlap: about how much of a passage's end is repeated at the start of the next one
            of the same paragraph; whole sentences only.
    """

    minimum: int = 150
    maximum: int = 300
    overlap: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.minimum <= self.maximum:
            raise ValueError(
                "passage settings must keep 0 <= overlap < minimum <= maximum, "
                f"got overlap {self.overlap}, minimum {self.minimum}, maximum {self.maximum}"
            )


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    span: Span


def split_passages(article: Article, settings: PassageSettings) -> tuple[Passage, ...]:
    """Return the passages of ``article``, in order.

    They end on sentence ends wherever a sentence fits, and never run across a heading.
    Every character of the text that is neither white space nor heading is in at least one.
    """
    found = (
        (section.heading, span)
        for section in _sections(article)
        for span in _pack(article.text, section.span, settings)
    )
    return tuple(
        Passage(f"{article.id}-{ordinal}", article.id, ordinal, heading, span.start, span.end)
        for ordinal, (heading, span) in enumerate(found)
    )


def build_context(article: Article, passage: Passage) -> str:
    """Return what a reader knows on reaching ``passage``: title, heading, and the paragraph's lead.

    It is indexed with the passage, and is never part of the passage's text. The lead is the first
    clause of a paragraph that began in an earlier passage: in newspaper prose it names the subject.
    """
    parts = (article.title, passage.heading, _lead(article.text, passage.start))
    return "\n".join(part for part in parts if part)


def _lead(text: str, start: int) -> str:
    paragraph_start = text.rfind("\n", 0, start) + 1
    if paragraph_start == start:
        return ""
    first = next(split_clauses(text, Span(paragraph_start, start)), None)
    return text[first.start : min(first.end, first.start + _LEAD_CHARACTERS)] if first else ""


def _sections(article: Article) -> Iterator[_Section]:
    heading, start = "", 0
    for next_heading in article.headings:
        yield _Section(heading, Span(start, next_heading.start))
        heading = article.text[next_heading.start : next_heading.end]
        start = next_heading.end
    yield _Section(heading, Span(start, len(article.text)))


def _pack(text: str, section: Span, settings: PassageSettings) -> Iterator[Span]:
    """Join whole paragraphs up to the maximum; cut a longer paragraph on its own."""
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
    pieces = list(_fitting(text, paragraph, settings.maximum))
    passages: list[Span] = []
    first = 0
    for last in range(len(pieces)):
        if pieces[last].end - pieces[first].start > settings.maximum:
            passages.append(Span(pieces[first].start, pieces[last - 1].end))
            first = _restart(pieces, first, last, settings)
    passages.append(Span(pieces[first].start, pieces[-1].end))
    return passages


def _restart(pieces: list[Span], first: int, last: int, settings: PassageSettings) -> int:
    """Return the first piece of the next passage: earlier than ``last`` where an overlap fits."""
    start = last
    while (
        start - 1 > first
        and pieces[last - 1].end - pieces[start - 1].start <= settings.overlap
        and pieces[last].end - pieces[start - 1].start <= settings.maximum
    ):
        start -= 1
    return start


def _fitting(text: str, paragraph: Span, maximum: int) -> Iterator[Span]:
    """Yield sentences; one that is too long as its clauses, and a clause that is as blocks."""
    for sentence in split_sentences(text, paragraph):
        if sentence.end - sentence.start <= maximum:
            yield sentence
            continue
        for clause in split_clauses(text, sentence):
            yield from split_blocks(text, clause, maximum)
