"""API keys of requests, and the roles that routes require."""

import asyncio
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.access.keys import Key, KeyStore, Role
from service.web.problems import build_problem_response

_READING = ("GET", "HEAD")
_OPEN = ("/", "/docs", "/embed", "/worker.js", "/healthz", "/readyz")
_STATIC = "/static/"
# What readers may send besides reads. Everything else requires an editor.
_READER_PATHS = (
    "/v1/ask",
    "/v1/ask/batch",
    "/v1/chat/completions",
    "/v1/feedback",
    "/v1/search",
    "/mcp",
)
_READER_PREFIX = "/v1/conversations/"
_CHALLENGE = 'Bearer realm="wenbao"'


def find_needed_role(method: str, path: str) -> Role | None:
    """Return the role that a request needs when keys are required; None if it needs none."""
    if path in _OPEN or path.startswith(_STATIC):
        return None
    if method in _READING or path in _READER_PATHS or path.startswith(_READER_PREFIX):
        return Role.READER
    return Role.EDITOR


def get_key(scope: Scope) -> Key | None:
    """Return the request's API key if keys are required and the key is valid."""
    key: Key | None = scope["state"].get("key")
    return key


class Identification:
    """ASGI middleware that looks up a request's key and occasionally records its use."""

    def __init__(self, app: ASGIApp, keys: KeyStore) -> None:
        self._app = app
        self._keys = keys
        self._recording: dict[int, asyncio.Task[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its key if that is valid."""
        secret = _read_secret(scope) if scope["type"] == "http" else ""
        if secret and (key := self._keys.find(secret)):
            scope["state"]["key"] = key
            if not key.used_lately and key.number not in self._recording:
                self._recording[key.number] = asyncio.create_task(self._record_use(key))
        await self._app(scope, receive, send)

    async def _record_use(self, key: Key) -> None:
        try:
            await asyncio.to_thread(self._keys.note_use, key)
        finally:
            del self._recording[key.number]


class Authorization:
    """ASGI middleware that answers 401 without a valid key, and 403 if its role is too low."""

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
            sent = bool(_read_secret(scope))
            detail = (
                "The API key is unknown or revoked." if sent else "This request needs an API key."
            )
            detail += " Send one as `Authorization: Bearer KEY`; create one with `wenbao key add`."
            challenge = _CHALLENGE + (', error="invalid_token"' if sent else "")
            status, code = HTTPStatus.UNAUTHORIZED, "bad_key" if sent else "no_key"
        elif not key.role.includes(needed):
            detail = f"The key {key.name} has the role {key.role}; this request needs {needed}."
            challenge = _CHALLENGE + ', error="insufficient_scope"'
            status, code = HTTPStatus.FORBIDDEN, "wrong_role"
        else:
            await self._app(scope, receive, send)
            return
        response = build_problem_response(
            status, detail, code=code, headers={"WWW-Authenticate": challenge}
        )
        await response(scope, receive, send)


def _read_secret(scope: Scope) -> str:
    """Return the key in a request's headers (RFC 6750, 2.1), or ''."""
    scheme, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
