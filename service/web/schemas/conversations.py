"""The JSON of stored conversations."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.answers.conversation import SourceReference
from service.conversations.conversation_service import Reply
from service.conversations.conversation_store import Conversation
from service.conversations.feedback import Feedback
from service.conversations.past_turns import PastTurn
from service.followups.interpretation import Interpretation
from service.web.schemas.asking import AskReply, Interpreted
from service.web.schemas.feedback import FeedbackOut
from service.web.schemas.outcome import AnsweredField, UntoldField

Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")
]


class RenameRequest(BaseModel):
    """A new title for a conversation."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"title": "惠济区的人事"}]}
    )

    title: Title = Field(description="The new title.", examples=["惠济区的人事"])


class ConversationSummary(BaseModel):
    """A conversation without its turns."""

    id: str = Field(description="Id of the conversation.")
    title: str = Field(description="Its title: the first question, until it is renamed.")
    last_asked_at: datetime = Field(description="When the last question was asked.")
    turns_total: int = Field(description="Number of questions.")

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationSummary":
        """Convert."""
        return cls(
            id=conversation.id,
            title=conversation.title,
            last_asked_at=_to_datetime(conversation.last_asked_at),
            turns_total=conversation.turns,
        )


class ConversationsReply(BaseModel):
    """A page of conversations, newest first."""

    conversations: list[ConversationSummary] = Field(description="The conversations on this page.")
    next_cursor: str | None = Field(
        description="Pass as `cursor` to get the next page; null on the last page."
    )
    kept_days: int = Field(
        description="Days that a conversation is stored after its last turn; 0 if none is stored."
    )


class SourceReferenceOut(BaseModel):
    """A quoted range of an article; the article may have been deleted since."""

    article_id: str = Field(description="Id of the article, for GET /v1/documents/{article_id}.")
    passage_id: str = Field(description="Id of the passage.")
    title: str = Field(description="Headline of the article, or empty.")
    source: str = Field(description="File that the article comes from.")
    start: int = Field(description="Character offset in the article's text where the quote starts.")
    end: int = Field(description="Character offset where the quote ends, exclusive.")

    @classmethod
    def of(cls, reference: SourceReference) -> "SourceReferenceOut":
        """Convert."""
        return cls(**asdict(reference))


class TurnsQuery(BaseModel):
    """Which turns of a conversation to return."""

    after: int = Field(
        0, ge=0, le=1_000_000, description="Return only the turns after this number.", examples=[2]
    )
    last: int = Field(
        1_000_000,
        ge=1,
        le=1_000_000,
        description="Return at most so many, the last ones.",
        examples=[20],
    )


class TurnOut(BaseModel):
    """A question with its answer."""

    n: int = Field(description="Number of the turn in the conversation, from 1.", examples=[1])
    answer_id: str = Field(description="Id of the answer, used to give feedback on it; or empty.")
    asked_at: datetime = Field(description="When the question was asked.")
    question: str = Field(description="The question as typed.")
    interpreted: Interpreted = Field(description="How the question was understood.")
    answered: AnsweredField
    answer: str = Field(description="The answer as displayed; empty if declined.")
    short_answer: str | None = Field(description="The words that answer the question, or null.")
    untold: UntoldField
    sources: list[SourceReferenceOut] = Field(description="The ranges that the answer quotes.")
    reply: AskReply | None = Field(
        description="The whole reply, as POST /v1/ask gave it, with the text that the articles "
        "have now; null for turns stored by a version that did not store it."
    )
    incomplete: bool = Field(
        description="Whether parts of the reply are left out because articles that it was based on "
        "have been deleted or changed since."
    )

    feedback: FeedbackOut | None = Field(
        None, description="What was said of the answer with POST /v1/feedback; null if nothing."
    )

    @classmethod
    def of(
        cls, past: PastTurn, n: int, conversation_id: str, feedback: Feedback | None = None
    ) -> "TurnOut":
        """Convert."""
        turn, reading = past.turn, Interpretation(past.turn.interpreted, past.turn.carried_over)
        interpreted = Interpreted(question=turn.interpreted, carried_over=turn.carried_over)
        reply = None
        if past.answer:
            told = Reply(
                past.answer, reading, conversation_id, turn.answer_id, n, choices=past.choices
            )
            reply = AskReply.of(told, debug=False)
        return cls(
            n=n,
            answer_id=turn.answer_id,
            asked_at=_to_datetime(turn.asked_at),
            question=turn.question,
            interpreted=reply.interpreted if reply else interpreted,
            answered=turn.answered,
            answer=turn.answer,
            short_answer=turn.short or None,
            untold=list(turn.untold),
            sources=[SourceReferenceOut.of(source) for source in turn.sources],
            reply=reply,
            incomplete=past.is_incomplete,
            feedback=FeedbackOut.of(feedback) if feedback else None,
        )


class ConversationReply(ConversationSummary):
    """A whole conversation."""

    turns: list[TurnOut] = Field(description="The turns, oldest first.")


def _to_datetime(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
