"""Protection from DNS rebinding: the server answers only to its own host names.

A page of another site can point its own name at this machine, and then has the same origin as the
server there. The ``Host`` header still contains that name.
"""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.exposure import is_loopback
from service.settings import Settings
from service.web.problems import build_problem_response


class TrustedHosts:
    """ASGI middleware that answers 421 (RFC 9110, 15.5.20) to requests for another host.

    A server that other machines can reach has names that it knows only from the settings.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._allows_all = settings.exposed and not settings.host_names
        self._names = {settings.host.strip("[]").lower(), *settings.host_names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 421."""
        if scope["type"] == "http" and not self._is_known(Headers(scope=scope).get("host", "")):
            detail = "This server does not answer to that host name. Add it to WENBAO_HOSTS."
            status = HTTPStatus.MISDIRECTED_REQUEST
            await build_problem_response(status, detail, code="unknown_host")(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_known(self, host: str) -> bool:
        name = _strip_port(host)
        return self._allows_all or is_loopback(name) or name in self._names


def _strip_port(host: str) -> str:
    """Return the name or address of a ``Host`` header (RFC 9110, 7.2), without its port."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].rstrip(".").lower()
