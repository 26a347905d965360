"""Limits on concurrent requests of some classes: more would slow everyone down."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from enum import Enum, auto
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import ProblemError, build_problem_response

_QUEUE = 4  # requests that may wait for each one being served
_WAIT_SECONDS = 10.0
_RETRY_SECONDS = 5


class RequestClass(Enum):
    """The kinds of requests that are limited separately."""

    QUESTION = auto()
    BATCH = auto()  # many questions, answered one after another
    UPLOAD = auto()
    PAGE_IMAGE = auto()  # pages are rendered one after another
    SUGGESTION = auto()  # questions that nobody has asked yet: they must not delay others
    FOLLOWER = auto()  # follows the progress of a job


_CLASSES = (
    (RequestClass.QUESTION, "POST", r"/v1/ask|/v1/chat/completions|/v1/search|/mcp"),
    (RequestClass.QUESTION, "GET", r"/v1/mentions|/v1/timeline"),
    (RequestClass.BATCH, "POST", r"/v1/ask/batch"),
    (RequestClass.UPLOAD, "POST", r"/v1/documents"),
    (RequestClass.UPLOAD, "PUT", r"/v1/documents/.*"),
    (RequestClass.PAGE_IMAGE, "GET", r"/v1/documents/[^/]+/pages/[^/]+"),
    (RequestClass.SUGGESTION, "GET", r"/v1/conversations/[^/]+/turns/[^/]+/suggestions"),
    (RequestClass.FOLLOWER, "GET", r"/v1/jobs/.*/events"),
)


def classify_request(method: str, path: str) -> RequestClass | None:
    """Return the class of a request; None if it is not limited."""
    fitting = (
        request_class
        for request_class, of_method, paths in _CLASSES
        if method == of_method and re.fullmatch(paths, path)
    )
    return next(fitting, None)


class Slots:
    """Admits ``at_once`` requests, lets some more wait for a while, and refuses the rest."""

    def __init__(self, at_once: int) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._max_waiting = _QUEUE * at_once
        self._waiting = 0

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[None, None]:
        """Hold a slot.

        Raises:
            ProblemError: none is free.
        """
        if self._waiting >= self._max_waiting:
            raise _build_busy("Too many requests are in progress.")
        self._waiting += 1
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await self._slots.acquire()
        except TimeoutError as error:
            raise _build_busy("Earlier requests are taking too long.") from error
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._slots.release()


class ConcurrencyLimit:
    """ASGI middleware that answers 503 when too many requests of one class are in progress.

    A question is cancelled after ``seconds``, so that it cannot hold a slot forever.
    """

    def __init__(self, app: ASGIApp, at_once: int, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._slots = {each: Slots(at_once) for each in RequestClass}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on once a slot is free, or answer 503."""
        request_class = (
            classify_request(scope["method"], scope["path"]) if scope["type"] == "http" else None
        )
        if request_class is None:
            await self._app(scope, receive, send)
            return
        seconds = self._seconds if request_class is RequestClass.QUESTION else None
        started = False

        async def send_on(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with self._slots[request_class].acquire():
                await _run_within(seconds, self._app(scope, receive, send_on))
        except ProblemError as error:
            if started:
                return  # the server then closes the connection
            headers = {"Retry-After": str(_RETRY_SECONDS)}
            response = build_problem_response(
                error.status_code, error.detail, code=error.code, headers=headers
            )
            await response(scope, receive, send)


async def _run_within(seconds: float | None, work: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(seconds) as limit:
            await work
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise _build_busy(f"The answer took longer than {seconds:g} seconds.") from error


def _build_busy(reason: str) -> ProblemError:
    detail = f"{reason} Try again in {_RETRY_SECONDS} seconds."
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "busy", detail)
