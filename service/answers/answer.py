"""The answer to a question: quotes, short answer, confidence, or the reason for declining."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.answers.hits import Quote, Source
from service.answers.mentions import Mentions


class Reason(StrEnum):
    """Why a question is not answered."""

    NO_MATCH = "no_match"
    WEAK_MATCH = "weak_match"


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
