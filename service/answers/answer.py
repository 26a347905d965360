"""The answer to a question: quotes, short answer, confidence, or the reason for declining."""

from dataclasses import dataclass, field
from enum import StrEnum

from service.answers.correction import Correction
from service.answers.hits import Quote, Source
from service.answers.mentions import Mentions
from service.answers.shape import AnswerKind, Verdict
from service.answers.statement import Statement, StatementKind
from service.times.validity import Validity


class Reason(StrEnum):
    """Why a question was declined.

    Attributes:
        NO_MATCH: nothing in the collection is about it.
        OTHER_SUBJECT: no passage that was found mentions the name or the year asked about.
        NOT_TOLD: there are articles on the subject, but they do not tell this.
    """

    NO_MATCH = "no_match"
    OTHER_SUBJECT = "other_subject"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words inside a quote that answer: ``start:end`` of the article of source ``n``.

    Attributes:
        date: the days that they mean, as an ISO date, if they do not tell it themselves: 去年12月.
    """

    n: int
    start: int
    end: int
    text: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """An item of a list or a timeline, or what is said of one side of a comparison.

    Attributes:
        words: its words, inside a quote.
        label: the side, as the question names it, which of several questions it answers, or the
            period in a timeline; "" in a list.
    """

    words: ShortAnswer
    label: str = ""


class NoticeCode(StrEnum):
    """Why a language model's answer is missing or incomplete."""

    UNAVAILABLE = "llm_unavailable"
    TIMEOUT = "llm_timeout"
    BROKEN = "llm_broken"
    DECLINED = "llm_declined"
    CUT_OFF = "llm_cut_off"


@dataclass(frozen=True, slots=True)
class Notice:
    """A note to the reader about how the answer was produced."""

    code: NoticeCode
    detail: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence ``start:end`` of a generated answer.

    Attributes:
        start: offset of its first character.
        end: offset past its last, including its citations.
        citations: numbers of the sources it cites.
        supported: whether those sources support it.
    """

    start: int
    end: int
    citations: tuple[int, ...]
    supported: bool


@dataclass(frozen=True, slots=True)
class Generated:
    """The text a language model wrote, with ``[n]`` for source n, and its sentences."""

    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question.

    Attributes:
        question: as it was answered: without courtesies, misspelt names corrected.
        quotes: verbatim; empty if the question was declined.
        short: the words that answer, inside the first quote.
        confidence: 0-100.
        reason: why the question was declined, or None if it was answered.
        sources: best first; if the question was declined, the nearest passages.
        revision: the library revision that was searched.
        timings_ms: milliseconds by stage.
        differing: the answers of other articles, in the quotes after the first.
        generated: the text of a language model, which replaces the quotes.
        notice: why a language model's answer is missing or cut off, or None.
        mentions: the articles that mention something, if the question asks for all of them.
        statement: what the service itself states instead of quoting, or None.
        corrections: the names and relative times in the question that were read as others.
        dropped: how many ranges were removed because the stored articles do not contain them.
        articles_left: how many articles pass the filters; None without filters.
        shape: what kind of answer was asked for, among those with quotes.
        items: the items of a list or timeline, or the sides of a comparison, in order.
        verdict: what the answer says to a yes/no question; None if that is not certain.
        untold: of several questions in one message, those that the articles do not answer.
        validity: when the first quote holds, if that is worth telling; else None.
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
    statement: Statement | None = None
    corrections: tuple[Correction, ...] = ()
    dropped: int = 0
    articles_left: int | None = None
    shape: AnswerKind = AnswerKind.FACT
    items: tuple[AnswerItem, ...] = ()
    verdict: Verdict | None = None
    untold: tuple[str, ...] = ()
    validity: Validity | None = None

    @property
    def kind(self) -> AnswerKind:
        """The kind of answer: its shape, unless the service itself states it."""
        if self.statement and self.statement.kind is StatementKind.SMALL_TALK:
            return AnswerKind.SMALL_TALK
        return AnswerKind.COLLECTION if self.mentions or self.statement else self.shape

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.reason is None

    @property
    def text(self) -> str:
        """The answer as text: generated, a statement, or the quotes, one per line."""
        if self.generated:
            return self.generated.text
        if self.statement:
            return self.statement.text
        if self.mentions:
            return self.mentions.statement
        return "\n".join(quote.text for quote in self.quotes)
