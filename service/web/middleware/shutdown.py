"""What becomes of requests that are still being served when the server stops."""

import asyncio
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import build_problem_response

_RETRY_SECONDS = 5
_DETAIL = f"The server is stopping. Try again in {_RETRY_SECONDS} seconds."


class Shutdown:
    """ASGI middleware that answers 503 to the requests that a stopping server cancels."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer 503 if it is cancelled before its response has begun."""
        started = False

        async def send_on(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except asyncio.CancelledError:
            if started or scope["type"] != "http":
                raise
            response = build_problem_response(
                HTTPStatus.SERVICE_UNAVAILABLE,
                _DETAIL,
                code="stopping",
                headers={"Retry-After": str(_RETRY_SECONDS)},
            )
            await response(scope, receive, send)
