"""The nouns of answering: hit, quote, source, answer. No IO, no library."""

from dataclasses import dataclass, field
from enum import StrEnum

from embeddings.nouns import Article, Passage, Span
from service.mentions import Mentions


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one passage, stage by stage.

    Attributes:
        terms: BM25 summed over words, bigrams and characters.
        vectors: cosine of question and passage.
        fused: both, on one scale (see ``service.retrieval``).
        final: what the hits are ordered by.
        reranker: the cross-encoder's, in 0..1; None without one, or when it did not read the hit.
    """

    terms: float
    vectors: float
    fused: float
    final: float
    reranker: float | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its article and its scores."""

    passage: Passage
    article: Article
    scores: Scores

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
        """Where the quote stands in the article's text."""
        return Span(self.start, self.end)


class Reason(StrEnum):
    """Why a question is not answered."""

    NO_MATCH = "no_match"
    WEAK_MATCH = "weak_match"


@dataclass(frozen=True, slots=True)
class Source:
    """One numbered source of an answer: a hit, and the ranges of the article that are quoted."""

    n: int
    hit: Hit
    highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words inside a quote that answer: ``start:end`` of the article of source ``n``."""

    n: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question.

    Attributes:
        question: as it was asked.
        quotes: what is shown, verbatim; empty when the question is declined.
        short: the words that answer, inside the first quote.
        confidence: 0-100.
        reason: why it is declined, or None when it is answered.
        sources: the best first; when declined, the nearest passages.
        revision: the library revision that was searched.
        timings_ms: milliseconds by stage.
        mentions: the articles that mention something, when the question asks for them all.
    """

    question: str
    quotes: tuple[Quote, ...]
    short: ShortAnswer | None
    confidence: int
    reason: Reason | None
    sources: tuple[Source, ...]
    revision: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)
    mentions: Mentions | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.reason is None

    @property
    def text(self) -> str:
        """What is shown as the answer: the quotes, one a line; or what was counted."""
        if self.mentions:
            return self.mentions.statement
        return "\n".join(quote.text for quote in self.quotes)
