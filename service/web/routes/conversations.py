"""The stored conversations."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.conversations.conversing import NoSuchConversationError
from service.web.dependencies import ConversingDep
from service.web.problems import ProblemError, problem_responses
from service.web.schemas.conversations import (
    ConversationReply,
    ConversationsReply,
    ConversationSummary,
    RenameRequest,
    TurnOut,
)

router = APIRouter(
    prefix="/v1/conversations",
    tags=["conversations"],
    responses=problem_responses(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = problem_responses(HTTPStatus.NOT_FOUND)
ConversationId = Annotated[str, Path(max_length=100, description="A conversation's id.")]


@router.get("")
def list_conversations(
    conversing: ConversingDep,
    cursor: Annotated[
        int | None, Query(ge=0, lt=2**63, description="As the page before gave it.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many to give at most.")] = 50,
) -> ConversationsReply:
    """List the conversations by their beginning, the newest first, a page at a time."""
    found = conversing.conversations.newest(cursor, limit + 1)
    shown = found[:limit]
    return ConversationsReply(
        conversations=[ConversationSummary.of(conversation) for conversation in shown],
        next_cursor=shown[-1].key if len(found) > limit else None,
    )


@router.get("/{conversation_id}", responses=_NOT_FOUND)
def get_conversation(
    conversation_id: ConversationId, conversing: ConversingDep
) -> ConversationReply:
    """Return one conversation with all its turns, in the order of asking."""
    conversation = conversing.conversations.find(conversation_id)
    if conversation is None:
        raise _no_such(conversation_id)
    turns = conversing.conversations.turns(conversation_id)
    return ConversationReply(
        **ConversationSummary.of(conversation).model_dump(),
        turns=[TurnOut.of(turn) for turn in turns],
    )


@router.patch("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def rename_conversation(
    conversation_id: ConversationId, request: RenameRequest, conversing: ConversingDep
) -> None:
    """Give a conversation another title."""
    if not conversing.conversations.rename(conversation_id, request.title):
        raise _no_such(conversation_id)


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def delete_conversation(conversation_id: ConversationId, conversing: ConversingDep) -> None:
    """Delete a conversation with all its turns."""
    if not conversing.conversations.delete(conversation_id):
        raise _no_such(conversation_id)


def _no_such(conversation_id: str) -> ProblemError:
    detail = str(NoSuchConversationError(conversation_id))
    return ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", detail)
