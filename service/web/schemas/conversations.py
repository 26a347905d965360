"""The JSON of stored conversations."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.answers.conversation import SourceReference, Turn
from service.conversations.conversation_store import Conversation
from service.web.schemas.asking import Interpreted

Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")
]


class RenameRequest(BaseModel):
    """A new title."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"title": "惠济区的人事"}]}
    )

    title: Title = Field(description="What it is to be called.", examples=["惠济区的人事"])


class ConversationSummary(BaseModel):
    """A conversation without its turns."""

    id: str = Field(description="Of the conversation.")
    title: str = Field(description="Its first question, until it is renamed.")
    last_asked_at: datetime = Field(description="When its last question was asked.")
    turns_total: int = Field(description="How many questions it has.")

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationSummary":
        """Convert."""
        return cls(
            id=conversation.id,
            title=conversation.title,
            last_asked_at=_time(conversation.last_asked_at),
            turns_total=conversation.turns,
        )


class ConversationsReply(BaseModel):
    """One page of the list of conversations, the newest first."""

    conversations: list[ConversationSummary] = Field(description="One a line of the list.")
    next_cursor: str | None = Field(description="Give it as cursor to go on; null at the end.")
    kept_days: int = Field(
        description="How long a conversation is kept after its last turn; 0: none is stored."
    )


class SourceReferenceOut(BaseModel):
    """A quoted range of an article; the article may have been deleted since."""

    article_id: str = Field(description="Of GET /v1/documents/{article_id}.")
    passage_id: str = Field(description="Of the passage.")
    title: str = Field(description="The headline, or empty.")
    source: str = Field(description="The file it comes from.")
    start: int = Field(description="Where the quote starts in the article's text, in characters.")
    end: int = Field(description="Where it ends.")

    @classmethod
    def of(cls, reference: SourceReference) -> "SourceReferenceOut":
        """Convert."""
        return cls(**asdict(reference))


class TurnOut(BaseModel):
    """A question and what came of it."""

    answer_id: str = Field(description="What feedback names its answer by, or empty.")
    asked_at: datetime = Field(description="When it was asked.")
    question: str = Field(description="As it was typed.")
    interpreted: Interpreted = Field(description="How it was understood.")
    answered: bool = Field(description="Whether there was an answer.")
    answer: str = Field(description="What was shown, verbatim; empty when declined.")
    short_answer: str | None = Field(description="The words that tell what was asked, or null.")
    sources: list[SourceReferenceOut] = Field(description="What the answer quoted.")

    @classmethod
    def of(cls, turn: Turn) -> "TurnOut":
        """Convert."""
        return cls(
            answer_id=turn.answer_id,
            asked_at=_time(turn.asked_at),
            question=turn.question,
            interpreted=Interpreted(question=turn.interpreted, carried_over=turn.carried_over),
            answered=turn.answered,
            answer=turn.answer,
            short_answer=turn.short or None,
            sources=[SourceReferenceOut.of(source) for source in turn.sources],
        )


class ConversationReply(ConversationSummary):
    """A whole conversation."""

    turns: list[TurnOut] = Field(description="In the order of asking.")


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
