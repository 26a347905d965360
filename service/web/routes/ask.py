"""Ask and search."""

from http import HTTPStatus
from uuid import uuid4

from fastapi import APIRouter

from service.conversing import NoSuchConversationError
from service.explaining import explain
from service.web.dependencies import AssistantDep, ConversingDep
from service.web.problems import ProblemError, problem_responses
from service.web.schemas.asking import (
    AskReply,
    AskRequest,
    ResultOut,
    SearchReply,
    SearchRequest,
    WhyOut,
)

router = APIRouter(
    prefix="/v1",
    tags=["ask"],
    responses=problem_responses(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)


@router.post("/ask", responses=problem_responses(HTTPStatus.NOT_FOUND))
def ask(request: AskRequest, conversing: ConversingDep) -> AskReply:
    """Answer a question with verbatim quotes and their sources."""
    threshold = request.strictness.threshold if request.strictness else None
    try:
        reply = conversing.ask(
            request.question,
            request.top_k,
            request.conversation_id,
            request.carry_over,
            threshold,
        )
    except NoSuchConversationError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", str(error)) from error
    return AskReply.of(uuid4().hex, reply, debug=request.debug)


@router.post("/search")
def search(request: SearchRequest, assistant: AssistantDep) -> SearchReply:
    """Return the passages nearest to a query."""
    found = assistant.search(request.query, request.top_k)
    told = None
    if request.why:
        library = assistant.workspace.library
        told = explain(request.query, request.why, found.snapshot, library, request.top_k)
    return SearchReply(
        results=[ResultOut.of_hit(n, hit) for n, hit in enumerate(found.hits, 1)],
        total=len(found.hits),
        index_revision=found.revision,
        why=WhyOut.of(told) if told else None,
    )
