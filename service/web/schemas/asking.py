"""The JSON of asking and searching."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from service.answers.answer import Answer, ShortAnswer
from service.conversations.conversation_service import Reply
from service.generation.reply import Mode
from service.strictness import Strictness
from service.web.schemas.fields import CONVERSATION_ID, Flag, Request, Text, TopK
from service.web.schemas.filters import FiltersField
from service.web.schemas.generated import NoticeOut, SentenceOut
from service.web.schemas.mentions import MentionsOut
from service.web.schemas.sources import ScoresOut, SourceOut


class AskRequest(Request):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "惠济区委书记是谁?"}]})

    question: Text = Field(description="A question in plain words.", examples=["惠济区委书记是谁?"])
    top_k: TopK = Field(5, description="How many sources to give at most.")
    conversation_id: str | None = Field(
        None,
        max_length=100,
        description="Of the reply before; absent, a new conversation begins.",
        examples=[CONVERSATION_ID],
    )
    carry_over: str | None = Field(
        None,
        max_length=200,
        description="What to take over from the turns before: another subject, or empty for "
        "nothing. Absent, it is found.",
        examples=["汝河路街道"],
    )
    filters: FiltersField = None
    strictness: Strictness | None = Field(
        None, description="How sure an answer must be; by default as the server is set."
    )
    mode: Mode = Field(
        Mode.AUTO,
        description="Who answers: quotes of the articles (extractive), a language model (llm), "
        "or the language model where one is set (auto).",
    )
    stream: Flag = Field(False, description="Whether to reply as server-sent events.")
    debug: Flag = Field(False, description="Whether to give the scores of every source by stage.")


class ShortAnswerOut(BaseModel):
    """The words that answer: ``start:end`` of the article of source number ``source``."""

    source: int = Field(description="The number of the source that it stands in.")
    start: int = Field(description="Where it starts in that article's text, in characters.")
    end: int = Field(description="Where it ends.")
    text: str = Field(description="The words, verbatim.")

    @classmethod
    def of(cls, short: ShortAnswer) -> "ShortAnswerOut":
        """Convert."""
        return cls(source=short.n, start=short.start, end=short.end, text=short.text)


class Interpreted(BaseModel):
    """How the question was understood."""

    question: str = Field(description="The standalone question that was answered.")
    carried_over: str = Field(description="What it took over from the turns before, or empty.")


class AskReply(BaseModel):
    """An answer, or an honest no with the nearest passages."""

    id: str = Field(description="What feedback names this answer by.")
    kind: Literal["passages", "collection"] = Field(
        description="What it was answered from: the passages that tell, or the whole collection."
    )
    answer: str = Field(
        description="Verbatim quotes, one a line; with the mode llm, what the language model wrote "
        "with [n] for source n; empty when declined. Of the kind collection: a sentence that "
        "counts the articles, also when there are none."
    )
    answered: bool = Field(description="Whether there is an answer.")
    reason: str | None = Field(description="no_match or weak_match when declined.")
    confidence: int = Field(
        ge=0,
        le=100,
        description="How sure the answer is: of those given 70, about 70 in 100 are right.",
    )
    mode: Literal["extractive", "llm"] = Field(description="Who answered.")
    notice: NoticeOut | None = Field(None, description="What became of the language model.")
    sentences: list[SentenceOut] = Field([], description="Those of a generated answer, in order.")
    short_answer: ShortAnswerOut | None = Field(
        description="The words of the answer that tell what was asked; null when declined."
    )
    differing: list[ShortAnswerOut] = Field(
        description="What other articles say instead; their quotes follow in the answer."
    )
    sources: list[SourceOut] = Field(
        description="What proves the answer; when declined, the nearest passages."
    )
    total: int | None = Field(description="Of the kind collection: how many articles. Else null.")
    mentions: MentionsOut | None = Field(description="Of the kind collection: which articles.")
    interpreted: Interpreted = Field(description="The question as it was understood.")
    timings_ms: dict[str, float] = Field(description="Milliseconds of each stage.")
    articles_left: int | None = Field(
        None,
        description="How many articles the filters leave; 0 tells that they exclude everything. "
        "Null without filters.",
    )
    index_revision: int = Field(description="The revision of the library that was searched.")
    conversation_id: str | None = Field(description="Null when conversations are not stored.")
    debug: dict[str, ScoresOut] | None = Field(None, description="Scores by passage id.")

    @classmethod
    def of(cls, reply: Reply, *, debug: bool) -> "AskReply":
        """Convert."""
        answer, reading = reply.answer, reply.reading
        return cls(
            id=reply.answer_id,
            kind="collection" if answer.mentions else "passages",
            answer=answer.text,
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            mode="llm" if answer.generated else "extractive",
            notice=NoticeOut.of(answer.notice) if answer.notice else None,
            sentences=SentenceOut.all_of(answer.generated),
            short_answer=ShortAnswerOut.of(answer.short) if answer.short else None,
            differing=[ShortAnswerOut.of(other) for other in answer.differing],
            sources=[SourceOut.of(source) for source in answer.sources],
            total=answer.mentions.total if answer.mentions else None,
            mentions=MentionsOut.of(answer.mentions) if answer.mentions else None,
            interpreted=Interpreted(question=reading.question, carried_over=reading.carried_over),
            timings_ms=answer.timings_ms,
            articles_left=answer.articles_left,
            index_revision=answer.revision,
            conversation_id=reply.conversation_id,
            debug=_scores(answer) if debug else None,
        )


class DeltaOut(BaseModel):
    """The event `delta`: what the answer grows by. The final one stands in place of all deltas."""

    text: str = Field(description="The next piece.")


def _scores(answer: Answer) -> dict[str, ScoresOut]:
    return {s.hit.passage.id: ScoresOut.of(s.hit.scores) for s in answer.sources}
