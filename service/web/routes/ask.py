"""Ask and search."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Response
from pydantic import BaseModel

from service.explaining import explain
from service.nouns import Delta
from service.replying import (
    Event,
    NoLanguageModelError,
    Sources,
    final_answer,
    language_model_for,
    reply,
)
from service.web.dependencies import AssistantDep
from service.web.event_stream import event_stream
from service.web.problems import ProblemError, problem_responses
from service.web.schemas.asking import (
    AskReply,
    AskRequest,
    DeltaOut,
    ResultOut,
    SearchReply,
    SearchRequest,
    SourcesOut,
    WhyOut,
)

router = APIRouter(
    prefix="/v1",
    tags=["ask"],
    responses=problem_responses(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer; with `stream`, the events `sources` `{sources}`, `delta` "
        "`{text}` …, and `final` (the same reply) or `error` (a problem).",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    }
}


@router.post("/ask", response_model=AskReply, responses=STREAMED)
async def ask(request: AskRequest, assistant: AssistantDep) -> AskReply | Response:
    """Answer a question, with the sources that prove the answer."""
    try:
        model = language_model_for(request.mode, assistant.workspace.settings.language_model)
    except NoLanguageModelError as error:
        code = "no_language_model"
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, code, str(error)) from error
    found = await asyncio.to_thread(assistant.ask, request.question, request.top_k)
    events = reply(found, assistant.workspace.tools, model)
    if request.stream:
        return event_stream(_named(events, debug=request.debug))
    return AskReply.of(uuid4().hex, await final_answer(events), debug=request.debug)


async def _named(
    events: AsyncGenerator[Event, None], *, debug: bool
) -> AsyncGenerator[tuple[str, BaseModel], None]:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Sources):
                yield "sources", SourcesOut.of(event)
            elif isinstance(event, Delta):
                yield "delta", DeltaOut(text=event.text)
            else:
                yield "final", AskReply.of(uuid4().hex, event.answer, debug=debug)


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
