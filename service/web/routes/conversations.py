"""Stored conversations."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from service.conversations.conversation_service import NoSuchConversationError
from service.conversations.conversation_store import Conversation
from service.web.dependencies import ConversationsDep, FeedbackDep
from service.web.etags import TAGGED, IfNoneMatch, compute_weak_etag, set_etag
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.conversations import (
    ConversationReply,
    ConversationsReply,
    ConversationSummary,
    RenameRequest,
    TurnOut,
    TurnsQuery,
)
from service.web.schemas.fields import CONVERSATION_ID

router = APIRouter(
    prefix="/v1/conversations",
    tags=["conversations"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NOT_FOUND = describe_problems(HTTPStatus.NOT_FOUND)
ConversationId = Annotated[
    str, Path(max_length=100, description="Id of the conversation.", examples=[CONVERSATION_ID])
]
Cursor = Annotated[
    str,
    Query(
        pattern="^([0-9]{0,18}|[0-9]{1,12}(\\.[0-9]{1,12})?@[0-9]{1,18})$",
        description="The `next_cursor` of the previous page; valid for one `sort` only.",
        examples=["12"],
    ),
]


@router.get("")
def list_conversations(
    conversations: ConversationsDep,
    q: Annotated[
        str,
        Query(max_length=200, description="Words that the title must contain.", examples=["书记"]),
    ] = "",
    sort: Annotated[
        Literal["begun", "asked"],
        Query(description="Order by the time of the first question (begun) or the last (asked)."),
    ] = "begun",
    cursor: Cursor = "",
    limit: Annotated[
        int, Query(ge=1, le=200, description="Maximum number of conversations to return.")
    ] = 50,
) -> ConversationsReply:
    """List the conversations page by page, newest first."""
    at, _, key = cursor.rpartition("@")
    if sort == "asked":
        place = (float(at), int(key)) if at else None
        matches = conversations.conversations.last_asked(place, limit + 1, q.strip())
    else:
        after = int(key) if key else None
        matches = conversations.conversations.newest(after, limit + 1, q.strip())
    page = matches[:limit]
    return ConversationsReply(
        conversations=[ConversationSummary.of(conversation) for conversation in page],
        next_cursor=_build_cursor(sort, page[-1]) if len(matches) > limit else None,
        kept_days=conversations.days,
    )


def _build_cursor(sort: str, last: Conversation) -> str:
    return f"{last.last_asked_at!r}@{last.key}" if sort == "asked" else str(last.key)


def _tag_conversation(
    conversation_id: ConversationId,
    conversations: ConversationsDep,
    feedback: FeedbackDep,
    response: Response,
    if_none_match: IfNoneMatch = "",
) -> None:
    revision = conversations.assistant.library.revision
    conversation = conversations.conversations.find(conversation_id)
    set_etag(response, compute_weak_etag(conversation, revision, feedback.version), if_none_match)


@router.get(
    "/{conversation_id}",
    responses={**_NOT_FOUND, **TAGGED},
    dependencies=[Depends(_tag_conversation)],
)
def get_conversation(
    conversation_id: ConversationId,
    wanted: Annotated[TurnsQuery, Query()],
    conversations: ConversationsDep,
    feedback: FeedbackDep,
) -> ConversationReply:
    """Return a conversation with its turns, oldest first.

    Its answers have the text that the articles have now: what was deleted or has changed since is
    left out.
    """
    conversation = conversations.conversations.find(conversation_id)
    if conversation is None:
        raise _build_not_found(conversation_id)
    count = min(wanted.last, max(0, conversation.turns - wanted.after))
    turns = conversations.recall(conversation_id, count)
    said = feedback.on_answers([past.turn.answer_id for past in turns])
    return ConversationReply(
        **ConversationSummary.of(conversation).model_dump(),
        turns=[
            TurnOut.of(past, n, conversation_id, said.get(past.turn.answer_id))
            for n, past in enumerate(turns, conversation.turns - count + 1)
        ],
    )


@router.patch("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def rename_conversation(
    conversation_id: ConversationId, request: RenameRequest, conversations: ConversationsDep
) -> None:
    """Change the title of a conversation."""
    if not conversations.conversations.rename(conversation_id, request.title):
        raise _build_not_found(conversation_id)


@router.delete("/{conversation_id}", status_code=HTTPStatus.NO_CONTENT, responses=_NOT_FOUND)
def delete_conversation(conversation_id: ConversationId, conversations: ConversationsDep) -> None:
    """Delete a conversation and all its turns."""
    if not conversations.conversations.delete(conversation_id):
        raise _build_not_found(conversation_id)


def _build_not_found(conversation_id: str) -> ProblemError:
    detail = str(NoSuchConversationError(conversation_id))
    return ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", detail)
