"""Clients that disconnect before their answer is ready."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request

CLIENT_LEFT = 499  # nginx's status for this; no client receives it
Result = TypeVar("Result")


async def run_unless_disconnected(
    request: Request, work: Coroutine[Any, Any, Result]
) -> Result | None:
    """Return the result of ``work``; if the client disconnects, cancel it and return None.

    The body of the request must have been read already.
    """
    task = asyncio.create_task(work)
    left = asyncio.create_task(_wait_for_disconnect(request))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        left.cancel()
        await asyncio.gather(task, left, return_exceptions=True)


async def _wait_for_disconnect(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
