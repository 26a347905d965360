"""The nouns of answering: hit, quote, source, answer. No IO, no library."""

from dataclasses import dataclass, field
from enum import StrEnum

from embeddings.nouns import Article, Passage, Span
from service.answering.mentions import Mentions


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one passage, stage by stage.

    Attributes:
        terms: BM25 summed over words, bigrams and characters.
        vectors: cosine of question and passage.
        fused: both, on one scale (see ``service.retrieval.retrieve``).
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
    """A passage that was found, with its article and its scores.

    Attributes:
        story: the story that the article shares with its reprints, or "" when it has none.
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


class NoticeCode(StrEnum):
    """What became of asking a language model."""

    UNAVAILABLE = "llm_unavailable"
    TIMEOUT = "llm_timeout"
    BROKEN = "llm_broken"
    DECLINED = "llm_declined"
    CUT_OFF = "llm_cut_off"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the reader should know about how the answer came to be."""

    code: NoticeCode
    detail: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ``start:end`` of a generated answer.

    Attributes:
        start: its first character.
        end: one past its last, the citations behind it included.
        citations: numbers of the sources it names.
        supported: whether these bear it out.
    """

    start: int
    end: int
    citations: tuple[int, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Generated:
    """What a language model wrote, with ``[n]`` for source n, and its sentences."""

    text: str
    sentences: tuple[Sentence, ...]


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
        differing: what other articles answer instead, in the quotes after the first.
        generated: what a language model wrote; it then stands in place of the quotes.
        notice: why a language model's answer is missing or cut off, or None.
        mentions: the articles that mention something, when the question asks for them all.
        dropped: how many ranges left it because the stored articles do not hold them.
        articles_left: how many articles the filters leave; None without filters.
    """

    question: str
    quotes: tuple[Quote, ...]
    short: ShortAnswer | None
    confidence: int
    reason: Reason | None
    sources: tuple[Source, ...]
    revision: int = 0
    timings_ms: dict[str, float] = field(default_factory=dict)
    differing: tuple[ShortAnswer, ...] = ()
    generated: Generated | None = None
    notice: Notice | None = None
    mentions: Mentions | None = None
    dropped: int = 0
    articles_left: int | None = None

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.reason is None

    @property
    def text(self) -> str:
        """What is shown as the answer: what was generated or counted, or the quotes, one a line."""
        if self.generated:
            return self.generated.text
        if self.mentions:
            return self.mentions.statement
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
        answer_id: what its answer can be spoken of by, or "" from before there were such ids.
    """

    asked_at: float
    question: str
    interpreted: str
    carried_over: str
    answer: str
    short: str
    sources: tuple[SourceReference, ...] = ()
    answer_id: str = ""

    @property
    def answered(self) -> bool:
        """Whether there was an answer."""
        return bool(self.answer)


@dataclass(frozen=True, slots=True)
class Delta:
    """What an answer that is being given grows by."""

    text: str


@dataclass(frozen=True, slots=True)
class Final:
    """The whole answer: it stands in place of all deltas before it."""

    answer: Answer
