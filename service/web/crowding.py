"""Only so many questions, and so many uploads, at once: more would slow down everybody."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import ProblemError, problem_response

_QUEUE = 4  # times as many may wait as are served at once
_WAIT_SECONDS = 10.0
_RETRY_SECONDS = 5
_ASKS = (("POST", "/v1/ask"), ("POST", "/v1/search"), ("GET", "/v1/mentions"))
_DOCUMENTS = "/v1/documents"


def is_question(method: str, path: str) -> bool:
    """Tell whether a request is a question, whose answer costs time."""
    return (method, path) in _ASKS


def is_upload(method: str, path: str) -> bool:
    """Tell whether a request brings text to keep."""
    return (method == "POST" and path == _DOCUMENTS) or (
        method == "PUT" and path.startswith(_DOCUMENTS + "/")
    )


class Crowd:
    """Lets ``at_once`` in, lets some more wait for a while, and turns the others away."""

    def __init__(self, at_once: int) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._most = _QUEUE * at_once
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncGenerator[None, None]:
        """Hold a place.

        Raises:
            ProblemError: there is none.
        """
        if self._waiting >= self._most:
            raise _turned_away("Too many requests are under way.")
        self._waiting += 1
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await self._places.acquire()
        except TimeoutError as error:
            raise _turned_away("The requests before this one take too long.") from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._places.release()


class Crowding:
    """ASGI middleware that answers 503 to questions and uploads when there are too many.

    A question that takes longer than ``seconds`` is given up, so that it holds no place for ever.
    """

    def __init__(self, app: ASGIApp, at_once: int, seconds: float) -> None:
        self._app = app
        self._asking, self._uploading = Crowd(at_once), Crowd(at_once)
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its turn comes, or answer 503."""
        crowd, seconds = self._crowd_of(scope)
        if crowd is None:
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            async with crowd.place():
                await _within(seconds, self._app(scope, receive, send_on))
        except ProblemError as error:
            if begun:
                return  # the server then cuts the connection
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            response = problem_response(
                error.status_code, error.detail, code=error.code, headers=headers
            )
            await response(scope, receive, send)

    def _crowd_of(self, scope: Scope) -> tuple[Crowd | None, float | None]:
        if scope["type"] != "http":
            return None, None
        if is_question(scope["method"], scope["path"]):
            return self._asking, self._seconds
        return (self._uploading if is_upload(scope["method"], scope["path"]) else None), None


async def _within(seconds: float | None, work: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(seconds) as limit:
            await work
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise _turned_away(f"The answer took longer than {seconds:g} seconds.") from error


def _turned_away(reason: str) -> ProblemError:
    detail = f"{reason} Try again in {_RETRY_SECONDS} seconds."
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "busy", detail)
