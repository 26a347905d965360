"""Asking and searching."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from http import HTTPStatus
from itertools import count
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from service.answers.answer import Answer
from service.answers.events import Delta, Event, Sources
from service.answers.hits import Source
from service.conversations.conversation_service import (
    Asked,
    AskOptions,
    ConversationService,
    NoSuchConversationError,
)
from service.generation.reply import (
    NoLanguageModelError,
    choose_language_model,
    collect_final_answer,
    stream_reply,
)
from service.retrieval.explain import explain
from service.retrieval.highlights import find_highlights
from service.web.dependencies import AssistantDep, ConversationsDep, MetricsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.asking import AskReply, AskRequest, DeltaOut
from service.web.schemas.filters import to_filters
from service.web.schemas.searching import ResultOut, SearchReply, SearchRequest, WhyOut
from service.web.schemas.sources import SourcesOut
from service.web.sse.disconnect import CLIENT_LEFT, run_unless_disconnected
from service.web.sse.event_stream import describe_events, stream_events

router = APIRouter(
    prefix="/v1",
    tags=["ask"],
    responses=describe_problems(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer. With `stream`, the events `sources` `{sources}`, `delta` "
        "`{text}` (any number), and then `final` (the same reply) or `error` (a problem).",
        "content": describe_events("sources", "delta", "final", "error"),
    }
}


@router.post(
    "/ask",
    response_model=AskReply,
    responses={**describe_problems(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT), **STREAMED},
)
async def ask(
    request: AskRequest, connection: Request, conversations: ConversationsDep, metrics: MetricsDep
) -> AskReply | Response:
    """Answer a question, with the sources that support the answer."""
    start = time.perf_counter()
    workspace = conversations.assistant.workspace
    try:
        model = choose_language_model(request.mode, workspace.settings.language_model)
        asked = await asyncio.to_thread(_ask, request, conversations)
    except NoLanguageModelError as error:
        code = "no_language_model"
        raise ProblemError(HTTPStatus.CONFLICT, code, str(error)) from error
    except NoSuchConversationError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", str(error)) from error

    async def store(answer: Answer) -> AskReply:
        reply = await asyncio.to_thread(conversations.keep, asked, answer)
        metrics.count_question(reply.answer, time.perf_counter() - start)
        return AskReply.of(reply, debug=request.debug)

    events = stream_reply(asked.reply.answer, workspace.analyzer, model, asked.history)
    if request.stream:
        return stream_events(_convert_events(events, store))
    answer = await run_unless_disconnected(connection, collect_final_answer(events))
    return Response(status_code=CLIENT_LEFT) if answer is None else await store(answer)


def _ask(request: AskRequest, conversations: ConversationService) -> Asked:
    threshold = request.strictness.threshold if request.strictness else None
    filters = to_filters(request.filters)
    options = AskOptions(request.top_k, threshold, request.carry_over, filters)
    return conversations.ask(request.question, options, request.conversation_id)


async def _convert_events(
    events: AsyncGenerator[Event, None], store: Callable[[Answer], Awaitable[AskReply]]
) -> AsyncGenerator[tuple[str, BaseModel], None]:
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Sources):
                yield "sources", SourcesOut.of(event)
            elif isinstance(event, Delta):
                yield "delta", DeltaOut(text=event.text)
            else:
                yield "final", await store(event.answer)


@router.post("/search")
def search(request: SearchRequest, assistant: AssistantDep) -> SearchReply:
    """Find the passages that best match a query."""
    found = assistant.search(request.query, request.top_k, to_filters(request.filters))
    marks = (find_highlights(hit, found.question) for hit in found.hits)
    sources = map(Source, count(1), found.hits, marks)
    library = assistant.workspace.library
    explanation = explain(found, request.why, library) if request.why else None
    return SearchReply(
        results=[ResultOut.from_source(source) for source in sources],
        total=len(found.hits),
        articles_left=found.scope.size,
        index_revision=found.revision,
        why=WhyOut.of(explanation) if explanation else None,
    )
