"""The audit log: who changed what, and when, one JSON object a line."""

import logging
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.access.keys import Role
from service.logs import CHANGES, describe
from service.web.middleware.authorization import find_needed_role, get_key

_log = logging.getLogger(CHANGES)


class Audit:
    """ASGI middleware that notes each request to change the library, also if it is refused.

    It is noted before its response begins, so that no change that a client knows of is missing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and note it."""
        is_change = scope["type"] == "http" and (
            find_needed_role(scope["method"], scope["path"]) is Role.EDITOR
        )
        if not is_change:
            await self._app(scope, receive, send)
            return
        is_noted = False

        async def note_and_send(message: Message) -> None:
            nonlocal is_noted
            if message["type"] == "http.response.start":
                _note(scope, message["status"])
                is_noted = True
            await send(message)

        try:
            await self._app(scope, receive, note_and_send)
        finally:
            if not is_noted:
                _note(scope, HTTPStatus.INTERNAL_SERVER_ERROR)


def _note(scope: Scope, status: int) -> None:
    key = get_key(scope)
    host, _ = scope["client"] or ("", 0)
    members = {
        "key": key.name if key else "",
        "address": host,
        "method": scope["method"],
        "path": scope["path"],
        "status": status,
    }
    _log.info("%s %s %d", scope["method"], scope["path"], status, extra=describe(**members))
