"""A chat completion in pieces: ``chat.completion.chunk`` events, then ``[DONE]``."""

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
    """What every piece of one completion tells."""

    model: str
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))


async def stream_chunks(
    head: ChatHead,
    request: ChatRequest,
    said: AsyncGenerator[str | Answer, None],
    told: Callable[[Answer], Outcome],
) -> AsyncGenerator[bytes, None]:
    """Yield the events: the role, pieces of the text, the end, the usage if it is wanted.

    The last chunk, whichever it is, carries what was ``told`` of the answer: its sources.
    """
    written, usage = 0, {"usage": None} if request.wants_usage else {}
    yield _chunk(head, _choice({"role": "assistant", "content": ""}) | usage)
    outcome: dict[str, Any] = {}
    async with aclosing(said):
        async for one in said:
            if isinstance(one, Answer):
                outcome = told(one).model_dump(mode="json")
            else:
                written += len(one)
                yield _chunk(head, _choice({"content": one}) | usage)
    if request.wants_usage:
        yield _chunk(head, _choice({}, "stop") | usage)
        counted = Usage.of(request.characters, written).model_dump()
        yield _chunk(head, {"choices": [], "usage": counted} | outcome)
    else:
        yield _chunk(head, _choice({}, "stop") | outcome)
    yield _DONE


def build_failure_event() -> bytes:
    """Return the event that ends a stream on which the server failed."""
    _, error = build_openai_error(build_crash_problem().model_dump())
    return format_sse_event(data_str=error.model_dump_json())


def _choice(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": delta, "finish_reason": finish_reason}]}


def _chunk(head: ChatHead, fields: dict[str, Any]) -> bytes:
    about = {
        "id": head.id,
        "object": "chat.completion.chunk",
        "created": head.created,
        "model": head.model,
    }
    return format_sse_event(data_str=json.dumps(about | fields, ensure_ascii=False))
