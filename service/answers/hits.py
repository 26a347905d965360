"""Hits, and the sources and verbatim quotes made from them."""

from collections.abc import Iterable
from dataclasses import dataclass

from embeddings.documents import Article, Passage, Span
from embeddings.places import PlacedText


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one passage, stage by stage.

    Attributes:
        terms: BM25 summed over words, bigrams and characters.
        vectors: cosine of question and passage by the static encoder.
        fused: all combined (see ``service.retrieval.candidates``).
        final: the score that orders the hits.
        reranker: the cross-encoder's, in 0..1; None without one, or if it did not read the hit.
        meaning: cosine by the transformer; None if it has not encoded the passage yet.
        reader: the reader's probability that it answers, in 0..1; None if it was not read.
        relevance: how likely it has anything to do with the query, in 0..1; None if not measured.
    """

    terms: float
    vectors: float
    fused: float
    final: float
    reranker: float | None = None
    meaning: float | None = None
    reader: float | None = None
    relevance: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, with its article and its scores.

    Attributes:
        story: the story that the article shares with its reprints, or "" if it has none.
        reprints: the other articles of that story.
    """

    passage: Passage
    article: Article
    scores: Scores
    story: str = ""
    reprints: tuple[Article, ...] = ()

    @property
    def text(self) -> str:
        """The passage's text, verbatim."""
        return self.passage.text_in(self.article)


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim slice ``start:end`` of an article's text."""

    article_id: str
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The range of the quote in the article's text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered source of an answer: a hit, and the quoted ranges of its article.

    Attributes:
        n: its number, from 1.
        hit: what was found.
        highlights: the quoted ranges.
        regions: where they are printed, line by line; empty if that is not known.
    """

    n: int
    hit: Hit
    highlights: tuple[Span, ...] = ()
    regions: tuple[PlacedText, ...] = ()


def number_sources(hits: Iterable[Hit]) -> tuple[Source, ...]:
    """Return the hits as sources, numbered from 1."""
    return tuple(Source(n, hit) for n, hit in enumerate(hits, 1))
