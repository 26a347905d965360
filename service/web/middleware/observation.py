"""Counts and logs every response."""

import logging
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.logs import describe

CountResponse = Callable[[str, str, int], None]
"""Counts a response by method, route and status."""

_UNKNOWN = "other"  # what has no route; its path would be a series for everybody who tries one
_FAILED = 500
_log = logging.getLogger(__name__)


class Observation:
    """ASGI middleware that notes each response, without query or body."""

    def __init__(self, app: ASGIApp, count: CountResponse) -> None:
        self._app = app
        self._count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, start = _FAILED, time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            method, path = scope["method"], scope["path"]
            milliseconds = round(1000 * (time.perf_counter() - start))
            self._count(method, _get_route(scope), status)
            _log.info(
                "%s %s %d %d ms",
                method,
                path,
                status,
                milliseconds,
                extra=describe(method=method, path=path, status=status, milliseconds=milliseconds),
            )


def _get_route(scope: Scope) -> str:
    route = getattr(scope.get("route"), "path", "")
    return route or _UNKNOWN
