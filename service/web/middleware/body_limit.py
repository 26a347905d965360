"""Limits on the length of request bodies and on pauses, enforced while they stream in."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import ProblemError, build_problem_response

MAXIMUM_BODY_BYTES = 64 * 1024
ARTICLE_BYTES = 16 * 1024 * 1024  # articles as JSON are read into memory
BATCH_BYTES = 4 * 1024 * 1024  # all questions are read before the first is answered
CHAT_BYTES = 1024 * 1024  # clients send the whole conversation again with each question
_FILES = 10  # of the maximum size in one request
_PATIENCE_SECONDS = 60.0
_WHOLE_SECONDS = 300.0
_DOCUMENTS = "/v1/documents"
_LONGER = {"/v1/chat/completions": CHAT_BYTES, "/v1/ask/batch": BATCH_BYTES}


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Maximum sizes and durations of request bodies.

    Attributes:
        upload_bytes: maximum size of one uploaded file.
        patience: seconds to wait for the next part of a body.
        whole: seconds within which a body must arrive that is read before its route starts.
    """

    upload_bytes: int
    patience: float = _PATIENCE_SECONDS
    whole: float = _WHOLE_SECONDS

    def of(self, scope: Scope) -> tuple[int, bool]:
        """Return the maximum size of a request's body, and whether its route streams it."""
        method, path = scope["method"], scope["path"]
        if method == "POST" and path == _DOCUMENTS:
            return max(_FILES * self.upload_bytes, MAXIMUM_BODY_BYTES), True
        if method == "PUT" and path.startswith(_DOCUMENTS + "/"):
            return ARTICLE_BYTES, False
        return _LONGER.get(path, MAXIMUM_BODY_BYTES), False


class BodyLimit:
    """ASGI middleware that answers 413 to oversized bodies and 408 to stalled ones.

    A body is read completely before its route starts, unless the route streams it.
    """

    def __init__(self, app: ASGIApp, limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        maximum, streamed = self._limits.of(scope)
        limited = _Limited(receive, maximum, self._limits)
        try:
            limited.check_length(Headers(scope=scope).get("content-length", ""))
            receive_body = (
                limited.receive if streamed else _replay(await limited.read_body(), receive)
            )
        except ProblemError as error:
            response = build_problem_response(error.status_code, error.detail, code=error.code)
            await response(scope, receive, send)
            return
        await self._app(scope, receive_body, send)


class _Limited:
    """A body whose size is counted while it arrives."""

    def __init__(self, receive: Receive, maximum: int, limits: BodyLimits) -> None:
        self._receive = receive
        self._maximum = maximum
        self._limits = limits
        self._size = 0
        self._complete = False

    def check_length(self, announced: str) -> None:
        """Refuse a body whose announced length exceeds the limit."""
        if announced.isdecimal() and int(announced) > self._maximum:
            raise self._build_too_long()

    async def receive(self) -> Message:
        """Return the next message.

        Raises:
            ProblemError: the body is too long, or the client stalls.
        """
        if self._complete:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._limits.patience)
        except TimeoutError as error:
            reason = f"No more of the request arrived for {self._limits.patience:g}"
            raise _build_too_slow(reason) from error
        self._size += len(message.get("body", b""))
        self._complete = not message.get("more_body", False)
        if self._size > self._maximum:
            raise self._build_too_long()
        return message

    async def read_body(self) -> bytes:
        """Return the whole body.

        Raises:
            ProblemError: it is too long or arrives too slowly.
        """
        parts = []
        try:
            async with asyncio.timeout(self._limits.whole):
                while not self._complete:
                    parts.append((await self.receive()).get("body", b""))
        except TimeoutError as error:
            reason = f"The request took longer than {self._limits.whole:g}"
            raise _build_too_slow(reason) from error
        return b"".join(parts)

    def _build_too_long(self) -> ProblemError:
        detail = f"The request body exceeds the limit of {self._maximum} bytes."
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return ProblemError(status, "request_entity_too_large", detail)


def _build_too_slow(reason: str) -> ProblemError:
    detail = f"{reason} seconds. Send it again."
    return ProblemError(HTTPStatus.REQUEST_TIMEOUT, "request_timeout", detail)


def _replay(body: bytes, receive: Receive) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return messages.pop() if messages else await receive()

    return next_message
