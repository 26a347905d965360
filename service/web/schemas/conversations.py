"""The JSON of stored conversations."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.conversations.store import Conversation
from service.nouns import SourceReference, Turn
from service.web.schemas.asking import Interpreted

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class RenameRequest(BaseModel):
    """A new title."""

    model_config = ConfigDict(extra="forbid")

    title: Title


class ConversationSummary(BaseModel):
    """A conversation without its turns."""

    id: str
    title: str = Field(description="Its first question, until it is renamed.")
    last_asked_at: datetime
    turns_total: int

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

    conversations: list[ConversationSummary]
    next_cursor: str | None = Field(description="Give it as cursor to go on; null at the end.")
    kept_days: int = Field(
        description="How long a conversation is kept after its last turn; 0: none is stored."
    )


class SourceReferenceOut(BaseModel):
    """A quoted range of an article; the article may have been deleted since."""

    article_id: str
    passage_id: str
    title: str
    source: str
    start: int = Field(description="Where the quote starts in the article's text, in characters.")
    end: int

    @classmethod
    def of(cls, reference: SourceReference) -> "SourceReferenceOut":
        """Convert."""
        return cls(**asdict(reference))


class TurnOut(BaseModel):
    """A question and what came of it."""

    answer_id: str = Field(description="What feedback names its answer by, or empty.")
    asked_at: datetime
    question: str = Field(description="As it was typed.")
    interpreted: Interpreted
    answered: bool
    answer: str = Field(description="What was shown, verbatim; empty when declined.")
    short_answer: str | None
    sources: list[SourceReferenceOut]

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

    turns: list[TurnOut]


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
