"""The stored conversations."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query

from service.conversations.conversation_service import NoSuchConversationError
from service.conversations.conversation_store import Conversation
from service.web.dependencies import ConversationsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.conversations import (
    ConversationReply,
    ConversationsReply,
    ConversationSummary,
    RenameRequest,
    TurnOut,
)
from service.web.schemas.fields import CONVERSATION_ID

router = APIRouter(
    prefix="/v1/conversations",
    tags=["conversations"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = describe_problems(HTTPStatus.NOT_FOUND)
ConversationId = Annotated[
    str, Path(max_length=100, description="A conversation's id.", examples=[CONVERSATION_ID])
]
Cursor = Annotated[
    str,
    Query(
        pattern="^([0-9]{0,18}|[0-9]{1,12}(\\.[0-9]{1,12})?@[0-9]{1,18})$",
        description="As the page before gave it; it belongs to one `sort`.",
        examples=["12"],
    ),
]


@router.get("")
def list_conversations(
    conversations: ConversationsDep,
    q: Annotated[
        str, Query(max_length=200, description="Words of the title.", examples=["书记"])
    ] = "",
    sort: Annotated[
        Literal["begun", "asked"],
        Query(description="asked: the one that was continued last comes first."),
    ] = "begun",
    cursor: Cursor = "",
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
) -> ConversationsReply:
    """List the conversations, the newest first, a page at a time."""
    at, _, key = cursor.rpartition("@")
    if sort == "asked":
        place = (float(at), int(key)) if at else None
        found = conversations.conversations.last_asked(place, limit + 1, q.strip())
    else:
        found = conversations.conversations.newest(int(key) if key else None, limit + 1, q.strip())
    shown = found[:limit]
    return ConversationsReply(
        conversations=[ConversationSummary.of(conversation) for conversation in shown],
        next_cursor=_cursor(sort, shown[-1]) if len(found) > limit else None,
        kept_days=conversations.days,
    )


def _cursor(sort: str, last: Conversation) -> str:
    return f"{last.last_asked_at!r}@{last.key}" if sort == "asked" else str(last.key)


@router.get("/{conversation_id}", responses=_NOT_FOUND)
def get_conversation(
    conversation_id: ConversationId, conversations: ConversationsDep
) -> ConversationReply:
    """Return one conversation with all its turns, in the order of asking."""
    conversation = conversations.conversations.find(conversation_id)
    if conversation is None:
        raise _no_such(conversation_id)
    turns = conversations.conversations.turns(conversation_id)
    return ConversationReply(
        **ConversationSummary.of(conversation).model_dump(),
        turns=[TurnOut.of(turn) for turn in turns],
    )


@router.patch("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def rename_conversation(
    conversation_id: ConversationId, request: RenameRequest, conversations: ConversationsDep
) -> None:
    """Give a conversation another title."""
    if not conversations.conversations.rename(conversation_id, request.title):
        raise _no_such(conversation_id)


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def delete_conversation(conversation_id: ConversationId, conversations: ConversationsDep) -> None:
    """Delete a conversation with all its turns."""
    if not conversations.conversations.delete(conversation_id):
        raise _no_such(conversation_id)


def _no_such(conversation_id: str) -> ProblemError:
    detail = str(NoSuchConversationError(conversation_id))
    return ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", detail)
