"""Changes are refused to pages of other sites, which a reader's browser may have open too."""

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from service.web.problems import problem_response

_READING = ("GET", "HEAD", "OPTIONS")
_OWN = ("same-origin", "none")  # none: the reader's own doing, not a page's


class SameOrigin:
    """ASGI middleware that answers 403 to a change that a page of another origin asks for.

    Without it such a page could send a form to a server that only its reader can reach.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and scope["method"] not in _READING and _is_foreign(scope):
            detail = "Pages of other sites may not change anything here. Send it from a program."
            response = problem_response(HTTPStatus.FORBIDDEN, detail, code="cross_origin")
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    """Tell by what browsers send with it (Fetch Metadata; RFC 6454) whether it is a page's."""
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in _OWN
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
