"""Clients that go away before their answer is there."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request

CLIENT_LEFT = 499  # a status that nobody reads; nginx gave it its name
Result = TypeVar("Result")


async def run_unless_disconnected(
    request: Request, work: Coroutine[Any, Any, Result]
) -> Result | None:
    """Return what ``work`` gives, or None when the client goes away: it is then given up.

    The body of the request must have been read.
    """
    task = asyncio.create_task(work)
    left = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        left.cancel()
        await asyncio.gather(task, left, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
