"""The nouns of answering: hit, quote, source, answer. No IO, no library."""

from dataclasses import dataclass, field
from enum import StrEnum

from embeddings.nouns import Article, Passage, Span


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
    """

    question: str
    quotes: tuple[Quote, ...]
    short: ShortAnswer | None
    confidence: int
    reason: Reason | None
    sources: tuple[Source, ...]
    revision: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.reason is None

    @property
    def text(self) -> str:
        """What is shown as the answer: the quotes, one a line."""
        return "\n".join(quote.text for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class SourceReference:
    """Which passage an answer was shown from."""

    article_id: str
    passage_id: str
    title: str
    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what came of it.

    Attributes:
        asked_at: seconds since 1970, UTC.
        question: as it was typed.
        interpreted: the standalone question that was answered in its stead.
        carried_over: what that took from the turns before, or "".
        answer: what was shown, verbatim; "" when the question was declined.
        short: the words in it that answer, or "".
        sources: what was cited; () when the question was declined.
    """

    asked_at: float
    question: str
    interpreted: str
    carried_over: str
    answer: str
    short: str
    sources: tuple[SourceReference, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether there was an answer."""
        return bool(self.answer)
