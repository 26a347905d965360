"""A limit on how many requests a client may send per period."""

import math
import time
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from service.web.middleware.authorization import find_needed_role, get_key
from service.web.problems import build_problem_response

_COSTLY = ("/readyz",)  # open routes that are counted nevertheless
_HOME_BITS = 64  # of an IPv6 address: a household has all the rest, and can change it at will


class RateLimit:
    """ASGI middleware that answers 429 to clients that exceed ``rate``, such as 120/minute.

    The page, its files and /healthz are not counted because they cost nothing.
    """

    def __init__(self, app: ASGIApp, rate: str) -> None:
        self._app = app
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 429 (RFC 6585, 4)."""
        if scope["type"] != "http" or not _is_counted(scope):
            await self._app(scope, receive, send)
            return
        client = _identify_client(scope)
        if await self._limiter.hit(self._rate, client):
            await self._app(scope, receive, send)
            return
        window = await self._limiter.get_window_stats(self._rate, client)
        seconds = max(1, math.ceil(window.reset_time - time.time()))
        detail = f"The limit is {self._rate} requests. Try again in {seconds} seconds."
        response = build_problem_response(
            HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(seconds)}
        )
        await response(scope, receive, send)


def _is_counted(scope: Scope) -> bool:
    path = scope["path"]
    return path in _COSTLY or find_needed_role(scope["method"], path) is not None


def _identify_client(scope: Scope) -> str:
    """Return the valid key, or else the address (with IPv6, the network of a household)."""
    if key := get_key(scope):
        return f"key {key.number}"
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return f"address {host}"
    if isinstance(address, IPv6Address):
        return f"network {ip_network((address, _HOME_BITS), strict=False)}"
    return f"address {address}"
