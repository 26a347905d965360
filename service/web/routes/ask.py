"""Asking and searching."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from embeddings.index.analyzer import Analyzer
from service.answers.answer import Answer
from service.answers.events import Delta, Event, OnFound, Sources
from service.answers.hits import Source
from service.conversations.conversation_service import (
    Asked,
    AskOptions,
    ConversationMovedOnError,
    ConversationService,
    NoSuchConversationError,
)
from service.exported_file import MEDIA_TYPES, Format
from service.generation.reply import (
    NoLanguageModelError,
    choose_language_model,
    collect_final_answer,
    stream_reply,
)
from service.language_model import LanguageModel
from service.retrieval.explain import explain
from service.retrieval.export import export
from service.retrieval.results import Wanted
from service.web.attachments import build_attachment
from service.web.dependencies import AssistantDep, ConversationsDep, MetricsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.asking import AskReply, AskRequest, DeltaOut
from service.web.schemas.filters import to_filters
from service.web.schemas.searching import SearchReply, SearchRequest
from service.web.schemas.sources import SourcesOut
from service.web.sse.disconnect import CLIENT_LEFT, run_unless_disconnected
from service.web.sse.early_sources import Asking
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
        "description": "The answer. With `stream`, the events `sources` `{sources}` (as found, and "
        "again as the answer numbers them), `delta` `{text}` (any number), and then `final` (the "
        "same reply) or `error` (a problem).",
        "content": describe_events("sources", "delta", "final", "error"),
    }
}

FOUND: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The passages; with `format` csv or markdown, as an attachment.",
        "content": {
            kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()
        },
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

    async def store(asked: Asked, answer: Answer) -> AskReply:
        keep = partial(conversations.keep, asked, answer, request.choices(), store=request.store)
        reply = await asyncio.to_thread(keep)
        metrics.count_question(reply.answer, time.perf_counter() - start)
        return AskReply.of(reply, debug=request.debug)

    with _describe_failures():
        model = choose_language_model(request.mode, workspace.settings.language_model)
        asking = Asking.start(partial(_ask, request, conversations))
        await (asking.begin() if request.stream else asking.answering)
    reply_with = partial(_stream_reply, analyzer=workspace.analyzer, model=model)
    if request.stream:
        return stream_events(_stream(asking, reply_with, store))
    asked = await asking.answering
    answer = await run_unless_disconnected(connection, collect_final_answer(reply_with(asked)))
    return Response(status_code=CLIENT_LEFT) if answer is None else await store(asked, answer)


@contextmanager
def _describe_failures() -> Iterator[None]:
    try:
        yield
    except NoLanguageModelError as error:
        code = "no_language_model"
        raise ProblemError(HTTPStatus.CONFLICT, code, str(error)) from error
    except ConversationMovedOnError as error:
        code = "conversation_moved_on"
        raise ProblemError(HTTPStatus.CONFLICT, code, str(error)) from error
    except NoSuchConversationError as error:
        raise ProblemError(HTTPStatus.NOT_FOUND, "no_such_conversation", str(error)) from error


def _ask(request: AskRequest, conversations: ConversationService, on_found: OnFound) -> Asked:
    threshold = request.strictness.threshold if request.strictness else None
    filters = to_filters(request.filters)
    options = AskOptions(
        request.top_k, threshold, request.carry_over, filters, on_found, request.after
    )
    return conversations.ask(request.question, options, request.conversation_id)


def _stream_reply(
    asked: Asked, analyzer: Analyzer, model: LanguageModel | None
) -> AsyncGenerator[Event, None]:
    return stream_reply(asked.reply.answer, analyzer, model, asked.history)


async def _stream(
    asking: Asking,
    reply_with: Callable[[Asked], AsyncGenerator[Event, None]],
    store: Callable[[Asked, Answer], Awaitable[AskReply]],
) -> AsyncGenerator[tuple[str, BaseModel], None]:
    """Yield the sources as they are found, then those of the answer, then the answer."""
    async with aclosing(asking.wait_for_sources()) as found:
        async for sources in found:
            yield "sources", SourcesOut.of(sources)
    asked = await asking.answering
    async with aclosing(reply_with(asked)) as events:
        async for event in events:
            if isinstance(event, Sources):
                yield "sources", SourcesOut.of(event)
            elif isinstance(event, Delta):
                yield "delta", DeltaOut(text=event.text)
            else:
                yield "final", await store(asked, event.answer)


@router.post("/search", response_model=SearchReply, responses=FOUND)
def search(
    request: SearchRequest, connection: Request, assistant: AssistantDep
) -> SearchReply | Response:
    """Find the passages that best match a query."""
    wanted = Wanted(request.top_k, request.sort, request.facets, request.everything)
    found = assistant.find(request.query, wanted, to_filters(request.filters))
    sources = assistant.cite(found)
    if request.form is not Format.JSON:

        def find_address(source: Source) -> str:
            passage = source.hit.passage
            place = f"{passage.article_id}?q={passage.start}-{passage.end}"
            return f"{connection.base_url}#/article/{place}"

        file = export(request.query, sources, request.form, request.language, find_address)
        return build_attachment(file.content, file.media_type, file.name)
    library = assistant.library
    shown = len(found.hits)
    explanation = explain(found.search, shown, request.why, library) if request.why else None
    return SearchReply.of(found, sources, explanation)
