"""Protection from pages of other sites that are open in a reader's browser.

Unless the settings list a site, its pages can neither read (no CORS headers) nor change anything.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from service.web.problems import build_problem_response

_READING = ("GET", "HEAD", "OPTIONS")
# In addition to the headers that Fetch lets every page send and read (CORS-safelisted).
_REQUEST_HEADERS = ("Authorization", "Content-Type", "If-Match", "If-None-Match", "X-Request-Id")
_RESPONSE_HEADERS = ("Content-Disposition", "ETag", "Location", "Retry-After", "X-Request-Id")
# OpenAI's JavaScript client adds these to each request (openai-node, src/internal/detect-platform).
_OPENAI_CLIENT = [
    "OpenAI-Organization",
    "OpenAI-Project",
    *(
        f"X-Stainless-{name}"
        for name in (
            "Arch",
            "Helper-Method",
            "Lang",
            "OS",
            "Package-Version",
            "Poll-Helper",
            "Custom-Poll-Interval",
            "Retry-Count",
            "Runtime",
            "Runtime-Version",
            "Timeout",
        )
    ),
]
_OWN = ("same-origin", "none")  # none: started by the user, not by a page


def allow_origins(app: Starlette, origins: tuple[str, ...]) -> None:
    """Refuse pages of other sites, except those of exactly these ``origins`` (Fetch, 3.2)."""
    app.add_middleware(SameOrigin, allowed=origins)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[*_REQUEST_HEADERS, *_OPENAI_CLIENT],
            expose_headers=_RESPONSE_HEADERS,
        )


class SameOrigin:
    """ASGI middleware that answers 403 to changes requested by a page of another origin.

    Without it, such a page could send a form to a server that only its reader can reach.
    """

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...] = ()) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and self._refuses(scope):
            detail = "Pages of other sites cannot change anything here. Use a program instead."
            response = build_problem_response(HTTPStatus.FORBIDDEN, detail, code="cross_origin")
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refuses(self, scope: Scope) -> bool:
        allowed = Headers(scope=scope).get("origin") in self._allowed
        return scope["method"] not in _READING and not allowed and _is_foreign(scope)


def _is_foreign(scope: Scope) -> bool:
    """Return whether a page of another site sent this (Fetch Metadata; RFC 6454)."""
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in _OWN
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
