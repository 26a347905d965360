"""Suggestions for a turn of a stored conversation."""

from collections.abc import Callable

from embeddings.errors import WenbaoError
from service.conversations.conversation_service import (
    ConversationService,
    NoSuchConversationError,
)
from service.suggestions.suggesting import Told, suggest

_REMEMBERED = 20  # turns whose questions are not suggested again


class NoSuchTurnError(WenbaoError):
    """The conversation has no turn with this number."""

    def __init__(self, conversation_id: str, n: int, turns: int) -> None:
        super().__init__(
            f"Conversation {conversation_id} has no turn {n}; it has {turns}, numbered from 1."
        )


def suggest_after(
    conversations: ConversationService,
    conversation_id: str,
    n: int,
    is_wanted: Callable[[], bool],
) -> list[str]:
    """Return what may be asked after turn ``n`` of a conversation.

    Raises:
        NoSuchConversationError: no conversation has this id.
        NoSuchTurnError: it has no such turn.
    """
    conversation = conversations.conversations.find(conversation_id)
    if conversation is None:
        raise NoSuchConversationError(conversation_id)
    if n > conversation.turns:
        raise NoSuchTurnError(conversation_id, n, conversation.turns)
    later = conversation.turns - n
    turns = conversations.recall(conversation_id, last=later + _REMEMBERED)
    past = turns[len(turns) - 1 - later]
    if past.answer is None:
        return []
    asked = [text for one in turns for text in (one.turn.question, one.turn.interpreted)]
    told = Told(past.answer, asked, past.choices.filters)
    return suggest(conversations.assistant, told, is_wanted)
