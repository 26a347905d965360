"""OpenAI-compatible chat completions."""

import asyncio
import time
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from service.answers.answer import Answer
from service.conversations.chat_text import render_chat_text
from service.conversations.stateless_chat import ask_after, stream_answer, stream_text
from service.generation.reply import collect_final_answer
from service.web.dependencies import AssistantDep, MetricsDep
from service.web.openai import models
from service.web.openai.schemas import (
    AssistantMessage,
    ChatCompletion,
    ChatRequest,
    Choice,
    ModelOut,
    ModelsReply,
    Outcome,
    Usage,
)
from service.web.openai.stream import ChatHead, build_failure_event, stream_chunks
from service.web.openai_errors import OpenAIError, describe_openai_errors
from service.web.sse.disconnect import CLIENT_LEFT, run_unless_disconnected
from service.web.sse.event_stream import describe_events, stream_bytes

router = APIRouter(
    prefix="/v1",
    tags=["openai"],
    responses={
        **describe_openai_errors(
            HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        ),
        "default": {"description": "Any other error.", "model": OpenAIError},
    },
)
_STREAMED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer. With `stream`, events with one `chat.completion.chunk` each, "
        "the last of which contains the sources, and then `[DONE]`.",
        "content": describe_events(),
    }
}


@router.post("/chat/completions", response_model=ChatCompletion, responses=_STREAMED)
async def complete_chat(
    request: ChatRequest, connection: Request, assistant: AssistantDep, metrics: MetricsDep
) -> ChatCompletion | Response:
    """Answer the last user message of a conversation, in the format of OpenAI's API."""
    start = time.perf_counter()
    chosen = models.choose_model(request.model, assistant)
    model = chosen.language_model
    asked = await asyncio.to_thread(
        ask_after, assistant, request.question, request.before, chosen.options
    )

    def build_outcome(answer: Answer) -> Outcome:
        metrics.count_question(answer, time.perf_counter() - start)
        return Outcome.of(asked.reply.reading, answer)

    head = ChatHead(request.model)
    if request.stream:
        pieces = stream_text(assistant, asked, model)
        return stream_bytes(
            stream_chunks(head, request, pieces, build_outcome), build_failure_event()
        )
    answer = await run_unless_disconnected(
        connection, collect_final_answer(stream_answer(assistant, asked, model))
    )
    if answer is None:
        return Response(status_code=CLIENT_LEFT)
    return _build_completion(head, request, answer, build_outcome(answer))


def _build_completion(
    head: ChatHead, request: ChatRequest, answer: Answer, outcome: Outcome
) -> ChatCompletion:
    content = render_chat_text(answer)
    return ChatCompletion(
        id=head.id,
        created=head.created,
        model=head.model,
        choices=[Choice(message=AssistantMessage(content=content))],
        usage=Usage.of(request.characters, len(content)),
        **dict(outcome),
    )


@router.get("/models")
def list_models(assistant: AssistantDep) -> ModelsReply:
    """List the models: extractive answers, and generated ones if a language model is configured.

    Each is there for all articles, and for those of each collection.
    """
    return ModelsReply(data=models.list_models(assistant))


@router.get("/models/{name:path}")
def get_model(
    name: Annotated[
        str, Path(max_length=200, description="Name of the model.", examples=["wenbao-extractive"])
    ],
    assistant: AssistantDep,
) -> ModelOut:
    """Describe a model."""
    return models.describe_model(name, assistant)
