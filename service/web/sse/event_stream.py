"""Server-sent events: named JSON events, and heartbeats while there is nothing to say."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import BaseModel

from service.web.problems import REQUEST_ID, build_crash_problem

HEARTBEAT_SECONDS = 5.0
_log = logging.getLogger(__name__)
Named = tuple[str, BaseModel]


def describe_events(*names: str) -> dict[str, Any]:
    """Describe, for OpenAPI, events of these names with JSON as their data, or nameless ones."""
    fields: dict[str, Any] = {"data": {"type": "string"}}
    if names:
        fields["data"]["contentMediaType"] = "application/json"
        fields["event"] = {"type": "string", "enum": list(names)}
    item = {"type": "object", "required": list(fields), "properties": fields}
    return {"text/event-stream": {"itemSchema": item}}


def stream_events(events: AsyncGenerator[Named, None]) -> EventSourceResponse:
    """Return a response that sends each ``(name, data)``, and an ``error`` when making them fails.

    When the client goes away, ``events`` is closed.
    """
    problem = build_crash_problem().model_dump_json()
    return stream_bytes(_formatted(events), format_sse_event(event="error", data_str=problem))


def stream_bytes(events: AsyncGenerator[bytes, None], failure: bytes) -> EventSourceResponse:
    """Return a response that sends events as they are, and ``failure`` when making them fails.

    When the client goes away, ``events`` is closed.
    """
    # Not buffered by nginx: https://nginx.org/en/docs/http/ngx_http_proxy_module.html
    headers = {"X-Accel-Buffering": "no"}
    return EventSourceResponse(_beating(events, failure), headers=headers)


async def _formatted(events: AsyncGenerator[Named, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(events):
        async for name, data in events:
            yield format_sse_event(event=name, data_str=data.model_dump_json())


async def _beating(
    events: AsyncGenerator[bytes, None], failure: bytes
) -> AsyncGenerator[bytes, None]:
    """Yield the events, and a comment after every ``HEARTBEAT_SECONDS`` of silence.

    A task of its own takes the events, so that waiting for the next one can be given up without
    ending it.
    """
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=1)
    producer = asyncio.create_task(_produce(events, failure, queue))
    try:
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                event = KEEPALIVE_COMMENT
            if event is None:
                return
            yield event
    finally:
        producer.cancel()


async def _produce(
    events: AsyncGenerator[bytes, None], failure: bytes, queue: asyncio.Queue[bytes | None]
) -> None:
    try:
        async with aclosing(events):
            async for event in events:
                await queue.put(event)
    except Exception:
        _log.exception("request %s failed while its answer was streamed", REQUEST_ID.get())
        await queue.put(failure)
    await queue.put(None)
