"""Streaming chat completions: ``chat.completion.chunk`` events, then ``[DONE]``."""

import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi.sse import format_sse_event

from service.answers.answer import Answer
from service.web.openai.schemas import ChatRequest, Outcome, Usage
from service.web.openai_errors import build_openai_error
from service.web.problems import build_crash_problem

_DONE = format_sse_event(data_str="[DONE]")


@dataclass(frozen=True, slots=True)
class ChatHead:
    """The fields that all chunks of a completion share."""

    model: str
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))


async def stream_chunks(
    head: ChatHead,
    request: ChatRequest,
    parts: AsyncGenerator[str | Answer, None],
    build_outcome: Callable[[Answer], Outcome],
) -> AsyncGenerator[bytes, None]:
    """Yield the events: the role, pieces of the text, the end, and the usage if requested.

    The last chunk, whichever it is, contains the outcome with the sources.
    """
    written, usage = 0, {"usage": None} if request.wants_usage else {}
    yield _format_chunk(head, _build_choice({"role": "assistant", "content": ""}) | usage)
    outcome: dict[str, Any] = {}
    async with aclosing(parts):
        async for part in parts:
            if isinstance(part, Answer):
                outcome = build_outcome(part).model_dump(mode="json")
            else:
                written += len(part)
                yield _format_chunk(head, _build_choice({"content": part}) | usage)
    if request.wants_usage:
        yield _format_chunk(head, _build_choice({}, "stop") | usage)
        total = Usage.of(request.characters, written).model_dump()
        yield _format_chunk(head, {"choices": [], "usage": total} | outcome)
    else:
        yield _format_chunk(head, _build_choice({}, "stop") | outcome)
    yield _DONE


def build_failure_event() -> bytes:
    """Return the event that ends a stream if the server fails."""
    _, error = build_openai_error(build_crash_problem().model_dump())
    return format_sse_event(data_str=error.model_dump_json())


def _build_choice(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}


def _format_chunk(head: ChatHead, fields: dict[str, Any]) -> bytes:
    shared = {
        "id": head.id,
        "object": "chat.completion.chunk",
        "created": head.created,
        "model": head.model,
    }
    return format_sse_event(data_str=json.dumps(shared | fields, ensure_ascii=False))
