"""Only so many questions, uploads and followers at once: more would slow down everybody."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from enum import Enum, auto
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import ProblemError, build_problem_response

_QUEUE = 4  # times as many may wait as are served at once
_WAIT_SECONDS = 10.0
_RETRY_SECONDS = 5
_QUESTIONS = (
    ("POST", "/v1/ask"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/v1/search"),
    ("GET", "/v1/mentions"),
    ("POST", "/mcp"),
)
_BATCH = "/v1/ask/batch"
_DOCUMENTS = "/v1/documents"
_JOBS = "/v1/jobs/"


class RequestClass(Enum):
    """What there may be too much of."""

    QUESTION = auto()
    BATCH = auto()  # of many questions, answered one after the other
    UPLOAD = auto()
    FOLLOWER = auto()  # of a job


def classify_request(method: str, path: str) -> RequestClass | None:
    """Return what a request is counted as; None if there may be any number."""
    if (method, path) in _QUESTIONS:
        return RequestClass.QUESTION
    if (method, path) == ("POST", _BATCH):
        return RequestClass.BATCH
    if (method, path) == ("POST", _DOCUMENTS):
        return RequestClass.UPLOAD
    if method == "PUT" and path.startswith(_DOCUMENTS + "/"):
        return RequestClass.UPLOAD
    if method == "GET" and path.startswith(_JOBS) and path.endswith("/events"):
        return RequestClass.FOLLOWER
    return None


class Slots:
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


class ConcurrencyLimit:
    """ASGI middleware that answers 503 to questions, uploads and followers when each are too many.

    A question that takes longer than ``seconds`` is given up, so that it holds no place for ever.
    """

    def __init__(self, app: ASGIApp, at_once: int, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._crowds = {kind: Slots(at_once) for kind in RequestClass}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when its turn comes, or answer 503."""
        kind = classify_request(scope["method"], scope["path"]) if scope["type"] == "http" else None
        if kind is None:
            await self._app(scope, receive, send)
            return
        seconds = self._seconds if kind is RequestClass.QUESTION else None
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            async with self._crowds[kind].place():
                await _within(seconds, self._app(scope, receive, send_on))
        except ProblemError as error:
            if begun:
                return  # the server then cuts the connection
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            response = build_problem_response(
                error.status_code, error.detail, code=error.code, headers=headers
            )
            await response(scope, receive, send)


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
