"""Request bodies that stall are abandoned, uploads included."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from service.web.middleware.body_limit import BodyLimit, BodyLimits

PATIENCE_SECONDS = 0.05


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Reply with the length of the body."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def status(method: str, path: str, parts: list[bytes], *, whole: bool) -> int | None:
    """Send ``parts`` and then, unless the body is ``whole``, nothing more; return the status."""
    sent: list[Message] = []
    waiting = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    waiting[-1]["more_body"] = not whole

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": []}
    limited = BodyLimit(answer, BodyLimits(upload_bytes=1000, patience=PATIENCE_SECONDS))
    asyncio.run(limited(scope, receive, send))
    return sent[0]["status"] if sent else None


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/documents/0123456789abcdef"])
def test_stalled_body_is_a_408_problem(path: str) -> None:
    method = "POST" if path == "/v1/ask" else "PUT"
    assert status(method, path, [b"{", b'"'], whole=False) == 408
    assert status(method, path, [b"{", b"}"], whole=True) == 200


def test_stalled_upload_is_abandoned() -> None:
    with pytest.raises(Exception, match="No more of the request arrived"):
        status("POST", "/v1/documents", [b"x"], whole=False)
    assert status("POST", "/v1/documents", [b"x"], whole=True) == 200
