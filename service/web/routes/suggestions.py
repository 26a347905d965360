"""What may be asked after an answer."""

import asyncio
from http import HTTPStatus
from threading import Event
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from service.conversations.conversation_service import NoSuchConversationError
from service.suggestions.following import NoSuchTurnError, suggest_after
from service.web.dependencies import ConversationsDep
from service.web.problems import ProblemError, describe_problems
from service.web.routes.conversations import ConversationId
from service.web.schemas.suggestions import SuggestionsReply
from service.web.sse.disconnect import CLIENT_LEFT, run_unless_disconnected

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])
TurnNumber = Annotated[
    int, Path(ge=1, le=1_000_000, description="Number of the turn, from 1.", examples=[1])
]


@router.get(
    "/{conversation_id}/turns/{n}/suggestions",
    response_model=SuggestionsReply,
    responses=describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
async def suggest_questions(
    conversation_id: ConversationId,
    n: TurnNumber,
    connection: Request,
    conversations: ConversationsDep,
) -> SuggestionsReply | Response:
    """Suggest what to ask after an answer, in about a second.

    A client that disconnects stops the search.
    """
    left = Event()
    work = asyncio.to_thread(
        suggest_after, conversations, conversation_id, n, lambda: not left.is_set()
    )
    try:
        questions = await run_unless_disconnected(connection, work)
    except NoSuchConversationError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", str(error)) from error
    except NoSuchTurnError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_answer", str(error)) from error
    finally:
        left.set()
    if questions is None:
        return Response(status_code=CLIENT_LEFT)
    return SuggestionsReply(questions=questions)
