"""Who may do what: the API key of a request, and the role that its route needs."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.access.keys import Key, KeyStore, Role
from service.web.problems import build_problem_response

_READING = ("GET", "HEAD")
_OPEN = ("/", "/docs", "/healthz", "/readyz")
_STATIC = "/static/"
# What readers may send besides reading. Whatever does not stand here needs an editor.
_READERS = (
    "/v1/ask",
    "/v1/ask/batch",
    "/v1/chat/completions",
    "/v1/feedback",
    "/v1/search",
    "/mcp",
)
_READERS_OWN = "/v1/conversations/"
_CHALLENGE = 'Bearer realm="wenbao"'


def find_needed_role(method: str, path: str) -> Role | None:
    """Return the role that a request needs where keys are asked for; None where none is."""
    if path in _OPEN or path.startswith(_STATIC):
        return None
    if method in _READING or path in _READERS or path.startswith(_READERS_OWN):
        return Role.READER
    return Role.EDITOR


def get_key(scope: Scope) -> Key | None:
    """Return the API key that a request came with, if keys are asked for and it is good."""
    key: Key | None = scope["state"].get("key")
    return key


class Identification:
    """ASGI middleware that finds the key of a request, and writes down now and then its use."""

    def __init__(self, app: ASGIApp, keys: KeyStore) -> None:
        self._app = app
        self._keys = keys
        self._noting: dict[int, asyncio.Task[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its key, if it has a good one."""
        secret = _secret(scope) if scope["type"] == "http" else ""
        if secret and (key := self._keys.find(secret)):
            scope["state"]["key"] = key
            if not key.used_lately and key.number not in self._noting:
                self._noting[key.number] = asyncio.create_task(self._note(key))
        await self._app(scope, receive, send)

    async def _note(self, key: Key) -> None:
        try:
            await asyncio.to_thread(self._keys.note_use, key)
        finally:
            del self._noting[key.number]


class Authorization:
    """ASGI middleware that answers 401 without a good key, and 403 to one that is not enough."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it (RFC 6750, 3)."""
        needed = (
            find_needed_role(scope["method"], scope["path"]) if scope["type"] == "http" else None
        )
        if needed is None:
            await self._app(scope, receive, send)
            return
        key = get_key(scope)
        if key is None:
            given = bool(_secret(scope))
            detail = "The API key is unknown or revoked." if given else "This needs an API key."
            detail += " Send one as `Authorization: Bearer KEY`; `wenbao key add` makes one."
            challenge = _CHALLENGE + (', error="invalid_token"' if given else "")
            status, code = HTTPStatus.UNAUTHORIZED, "bad_key" if given else "no_key"
        elif not key.role.includes(needed):
            detail = f"The key {key.name} is a {key.role}'s; this needs an {needed}'s."
            challenge = _CHALLENGE + ', error="insufficient_scope"'
            status, code = HTTPStatus.FORBIDDEN, "wrong_role"
        else:
            await self._app(scope, receive, send)
            return
        response = build_problem_response(
            status, detail, code=code, headers={"WWW-Authenticate": challenge}
        )
        await response(scope, receive, send)


def _secret(scope: Scope) -> str:
    """Return what a request gives as its key (RFC 6750, 2.1), or ''."""
    scheme, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
