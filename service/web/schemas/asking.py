"""The JSON of questions and answers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.answers.answer import Answer, AnswerItem, ShortAnswer
from service.conversations.choices import Choices
from service.conversations.conversation_service import Reply
from service.followups.interpretation import Interpretation
from service.language_model import Mode
from service.strictness import Strictness
from service.times.validity import Basis, Validity
from service.web.schemas.chosen import Chosen
from service.web.schemas.fields import CONVERSATION_ID, Flag, Request, Text, TopK
from service.web.schemas.filters import FiltersField, to_filters
from service.web.schemas.generated import NoticeOut, SentenceOut
from service.web.schemas.mentions import MentionsOut
from service.web.schemas.outcome import (
    AnsweredField,
    ConfidenceField,
    KindField,
    ReasonField,
    UntoldField,
    VerdictField,
)
from service.web.schemas.sources import ScoresOut, SourceOut


class AskRequest(Request):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "惠济区委书记是谁?"}]})

    question: Text = Field(
        description="The question, in plain language.", examples=["惠济区委书记是谁?"]
    )
    top_k: TopK = Field(5, description="Maximum number of sources to return.")
    conversation_id: str | None = Field(
        None,
        max_length=100,
        description="The `conversation_id` of the previous reply. Omit it to start a conversation.",
        examples=[CONVERSATION_ID],
    )
    after: int | None = Field(
        None,
        ge=0,
        le=1_000_000,
        description="How many turns of the conversation you have seen. If it has others by now, "
        "the reply is 409 `conversation_moved_on`.",
        examples=[1],
    )
    carry_over: str | None = Field(
        None,
        max_length=200,
        description="The subject to carry over from earlier turns; an empty string carries over "
        "nothing. If omitted, the server determines it.",
        examples=["汝河路街道"],
    )
    filters: FiltersField = None
    strictness: Strictness | None = Field(
        None,
        description="How confident an answer must be; defaults to the server's setting.",
    )
    mode: Mode = Field(
        Mode.AUTO,
        description="How to answer: with quotes from the articles (extractive), with a language "
        "model (llm), or with a language model if one is configured (auto).",
    )
    store: Flag = Field(
        True, description="Whether to keep question and answer as part of a conversation."
    )
    stream: Flag = Field(False, description="Whether to stream the reply as server-sent events.")
    debug: Flag = Field(
        False, description="Whether to include the scores of every source at each stage."
    )

    def choices(self) -> Choices:
        """Return what it chooses."""
        return Choices(to_filters(self.filters), self.strictness, self.mode)


class ShortAnswerOut(BaseModel):
    """The words that answer the question: ``start:end`` in the article of source ``source``."""

    source: int = Field(description="Number of the source that contains it.")
    start: int = Field(description="Character offset in that article's text where it starts.")
    end: int = Field(description="Character offset where it ends, exclusive.")
    text: str = Field(description="The words, verbatim.")
    date: str = Field(
        "",
        description="The ISO date that the words mean, if they tell when without telling the date "
        "itself (去年12月); else empty.",
        examples=["2022-12"],
    )

    @classmethod
    def of(cls, short: ShortAnswer) -> "ShortAnswerOut":
        """Convert."""
        return cls(
            source=short.n, start=short.start, end=short.end, text=short.text, date=short.date
        )


class AnswerItemOut(ShortAnswerOut):
    """An item of a list or timeline, or what is said of one side of a comparison."""

    label: str = Field(
        description="With kind comparison, the side, as the question names it, or which of several "
        "questions it answers; with kind timeline, when it holds, in the language of the question; "
        "else empty."
    )

    @classmethod
    def of_item(cls, item: AnswerItem) -> "AnswerItemOut":
        """Convert."""
        words = item.words
        return cls(
            source=words.n,
            start=words.start,
            end=words.end,
            text=words.text,
            date=words.date,
            label=item.label,
        )


class HoldsFor(BaseModel):
    """The time for which an answer holds."""

    period: str = Field(
        description="ISO 8601: a year, a month or a day (2022, 2022-03, 2022-03-05), or two of "
        "them (2022-01/2022-06).",
        examples=["2022"],
    )
    basis: Basis = Field(
        description="Where the article says so: in the sentence, earlier in the paragraph, in the "
        "heading or the title; or only by its date.",
        examples=["heading"],
    )

    @classmethod
    def of(cls, validity: Validity) -> "HoldsFor":
        """Convert."""
        return cls(period=validity.period.iso, basis=validity.basis)


class CorrectionOut(BaseModel):
    """A name that no article contains, or words such as 去年, and what they were read as."""

    written: str = Field(description="As it was written.", examples=["莲胡街道"])
    read_as: str = Field(
        description="The name that the articles contain, or the year.", examples=["莲湖街道"]
    )


class Interpreted(BaseModel):
    """The interpretation of a question."""

    question: str = Field(description="The self-contained question that was answered.")
    carried_over: str = Field(description="What was carried over from earlier turns, or empty.")
    corrections: list[CorrectionOut] = Field(
        default=[],
        description="Names with one wrong character and relative times (去年), and what they were "
        "read as.",
    )

    @classmethod
    def of(cls, reading: Interpretation, answer: Answer) -> "Interpreted":
        """Convert."""
        corrections = [
            CorrectionOut(written=one.written, read_as=one.read_as) for one in answer.corrections
        ]
        return cls(
            question=answer.question, carried_over=reading.carried_over, corrections=corrections
        )


class AskReply(BaseModel):
    """An answer, or a refusal with the nearest passages."""

    id: str = Field(description="Id of this answer, used to give feedback on it.")
    kind: KindField
    answer: str = Field(
        description="Verbatim quotes, one per line. With mode llm, the language model's text, "
        "where [n] cites source n. With kind collection or smalltalk, a sentence of the server's "
        "own. Empty if the question was declined."
    )
    answered: AnsweredField
    reason: ReasonField
    confidence: ConfidenceField
    mode: Literal["extractive", "llm"] = Field(description="How the question was answered.")
    notice: NoticeOut | None = Field(
        None, description="Why a generated answer is missing or incomplete; else null."
    )
    sentences: list[SentenceOut] = Field(
        [], description="The sentences of a generated answer, in order."
    )
    short_answer: ShortAnswerOut | None = Field(
        description="The words of the answer that answer the question; null if declined."
    )
    items: list[AnswerItemOut] = Field(
        description="The items of a list or timeline, or the sides of a comparison, in order. Each "
        "is part of a quote. Empty for other kinds, and for lists that cannot be divided."
    )
    verdict: VerdictField
    untold: UntoldField
    holds_for: HoldsFor | None = Field(
        None,
        description="When what the first quote says holds, if the question asks about a time or "
        "the article says so; else null.",
    )
    differing: list[ShortAnswerOut] = Field(
        description="Conflicting statements in other articles; their quotes follow in `answer`."
    )
    sources: list[SourceOut] = Field(
        description="The passages that support the answer; if declined, the nearest passages."
    )
    total: int | None = Field(
        description="With kind collection, the number of articles asked about; else null."
    )
    mentions: MentionsOut | None = Field(
        description="The articles, if the question asks which ones mention something; else null."
    )
    interpreted: Interpreted = Field(description="How the question was understood.")
    chosen: Chosen | None = Field(
        None,
        description="The filters, the strictness and the mode that were asked for; null if none "
        "was.",
    )
    timings_ms: dict[str, float] = Field(description="Duration of each stage in milliseconds.")
    articles_left: int | None = Field(
        None,
        description="Number of articles that pass the filters; 0 if they exclude everything, "
        "null without filters.",
    )
    index_revision: int = Field(description="Revision of the library that was searched.")
    conversation_id: str | None = Field(
        description="Id to continue the conversation with; null if conversations are not stored."
    )
    turn: int | None = Field(
        None, description="Number of this turn in the conversation, from 1; null if not stored."
    )
    debug: dict[str, ScoresOut] | None = Field(
        None, description="Scores by passage id, if `debug` was requested."
    )

    @classmethod
    def of(cls, reply: Reply, *, debug: bool) -> "AskReply":
        """Convert."""
        answer, reading = reply.answer, reply.reading
        return cls(
            id=reply.answer_id,
            kind=answer.kind,
            answer=answer.text,
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            mode="llm" if answer.generated else "extractive",
            notice=NoticeOut.of(answer.notice) if answer.notice else None,
            sentences=SentenceOut.all_of(answer.generated),
            short_answer=ShortAnswerOut.of(answer.short) if answer.short else None,
            items=[AnswerItemOut.of_item(item) for item in answer.items],
            verdict=answer.verdict,
            untold=list(answer.untold),
            holds_for=HoldsFor.of(answer.validity) if answer.validity else None,
            differing=[ShortAnswerOut.of(other) for other in answer.differing],
            sources=[SourceOut.of(source) for source in answer.sources],
            total=_count_articles(answer),
            mentions=MentionsOut.of(answer.mentions) if answer.mentions else None,
            interpreted=Interpreted.of(reading, answer),
            chosen=Chosen.of(reply.choices) if reply.choices else None,
            timings_ms=answer.timings_ms,
            articles_left=answer.articles_left,
            index_revision=answer.revision,
            conversation_id=reply.conversation_id,
            turn=reply.turn,
            debug=_collect_scores(answer) if debug else None,
        )


class DeltaOut(BaseModel):
    """The event `delta`: the next piece of the answer. The `final` event replaces all deltas."""

    text: str = Field(description="The next piece.")


def _count_articles(answer: Answer) -> int | None:
    if answer.mentions:
        return answer.mentions.total
    return answer.statement.total if answer.statement else None


def _collect_scores(answer: Answer) -> dict[str, ScoresOut]:
    return {s.hit.passage.id: ScoresOut.of(s.hit.scores) for s in answer.sources}
