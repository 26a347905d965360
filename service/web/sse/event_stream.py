"""Server-sent events: named JSON events, and heartbeats during pauses."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from pydantic import BaseModel

from service.logs import REQUEST_ID
from service.web.problems import build_crash_problem

HEARTBEAT_SECONDS = 5.0
_log = logging.getLogger(__name__)
NamedEvent = tuple[str, BaseModel]


def describe_events(*names: str) -> dict[str, Any]:
    """Describe, for OpenAPI, JSON events with these names; without names, unnamed text events."""
    fields: dict[str, Any] = {"data": {"type": "string"}}
    if names:
        fields["data"]["contentMediaType"] = "application/json"
        fields["event"] = {"type": "string", "enum": list(names)}
    item = {"type": "object", "required": list(fields), "properties": fields}
    return {"text/event-stream": {"itemSchema": item}}


def stream_events(events: AsyncGenerator[NamedEvent, None]) -> EventSourceResponse:
    """Return a response that sends each ``(name, data)``, and an ``error`` if ``events`` fails.

    If the client disconnects, ``events`` is closed.
    """
    problem = build_crash_problem().model_dump_json()
    return stream_bytes(_format_events(events), format_sse_event(event="error", data_str=problem))


def stream_bytes(events: AsyncGenerator[bytes, None], failure: bytes) -> EventSourceResponse:
    """Return a response that sends events unchanged, and ``failure`` if ``events`` fails.

    If the client disconnects, ``events`` is closed.
    """
    # Stops nginx from buffering: https://nginx.org/en/docs/http/ngx_http_proxy_module.html
    headers = {"X-Accel-Buffering": "no"}
    return EventSourceResponse(_add_heartbeats(events, failure), headers=headers)


async def _format_events(events: AsyncGenerator[NamedEvent, None]) -> AsyncGenerator[bytes, None]:
    async with aclosing(events):
        async for name, data in events:
            yield format_sse_event(event=name, data_str=data.model_dump_json())


async def _add_heartbeats(
    events: AsyncGenerator[bytes, None], failure: bytes
) -> AsyncGenerator[bytes, None]:
    """Yield the events, and a comment after every ``HEARTBEAT_SECONDS`` of silence.

    A separate task reads the events, so that a timeout does not cancel the one being produced.
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
        _log.exception("request %s failed while streaming its answer", REQUEST_ID.get())
        await queue.put(failure)
    await queue.put(None)
