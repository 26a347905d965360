"""Security and cache headers on every response, and HEAD for every GET route."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; frame-src 'none'; "
    "worker-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # revalidate, usually with 304: an upgrade takes effect at once
}


class SecurityHeaders:
    """ASGI middleware that adds the headers and answers HEAD like GET."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add headers to the response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(_replace_head(scope), receive, send_with_headers)


def _replace_head(scope: Scope) -> Scope:
    """Turn HEAD into GET (RFC 9110, 9.3.2); the server omits the body."""
    return {**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope
