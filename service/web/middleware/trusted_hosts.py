"""Only the names that the server is meant to have are answered to (DNS rebinding).

A page of another site can let its own name point to this machine, and is then of the same origin as
what answers there. Its name still stands in the ``Host`` header.
"""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.exposure import is_loopback
from service.settings import Settings
from service.web.problems import build_problem_response


class TrustedHosts:
    """ASGI middleware that answers 421 (RFC 9110, 15.5.20) to requests for another host.

    A server that other machines reach is known by names that it cannot know, unless it is told.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._anything = settings.exposed and not settings.host_names
        self._names = {settings.host.strip("[]").lower(), *settings.host_names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421."""
        if scope["type"] == "http" and not self._knows(Headers(scope=scope).get("host", "")):
            detail = "This server does not answer to that host; WENBAO_HOSTS can name it."
            status = HTTPStatus.MISDIRECTED_REQUEST
            await build_problem_response(status, detail, code="unknown_host")(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _knows(self, host: str) -> bool:
        name = _name(host)
        return self._anything or is_loopback(name) or name in self._names


def _name(host: str) -> str:
    """Return the name or address of a ``Host`` header (RFC 9110, 7.2), without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()
