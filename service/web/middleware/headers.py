"""Security and cache headers on every response, and HEAD for every GET route."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = "Content-Security-Policy"
_NO_FRAMES = "frame-ancestors 'none'; "
_HEADERS = {
    _POLICY: "default-src 'self'; object-src 'none'; frame-src 'none'; "
    f"worker-src 'self'; base-uri 'none'; {_NO_FRAMES}form-action 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # revalidate, usually with 304: an upgrade takes effect at once
}


class SecurityHeaders:
    """ASGI middleware that adds the headers and answers HEAD like GET.

    Only the pages of ``embedders`` may show ``/embed`` in a frame, and no page any other address.
    """

    def __init__(self, app: ASGIApp, embedders: Sequence[str] = ()) -> None:
        self._app = app
        allowed = f"frame-ancestors {' '.join(embedders)}; " if embedders else _NO_FRAMES
        self._embedded = {**_HEADERS, _POLICY: _HEADERS[_POLICY].replace(_NO_FRAMES, allowed)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add headers to the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                is_embedded = scope.get("path") == "/embed"
                MutableHeaders(scope=message).update(self._embedded if is_embedded else _HEADERS)
            await send(message)

        await self._app(_replace_head(scope), receive, send_with_headers)


def _replace_head(scope: Scope) -> Scope:
    """Turn HEAD into GET (RFC 9110, 9.3.2); the server omits the body."""
    return {**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope
