"""The application: routes, errors, headers and the bundled page."""

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import RequestResponseEndpoint

from service.assistant import Assistant
from service.web.limits import BodyLimit
from service.web.problems import add_problem_handlers
from service.web.routes import ask, documents, state

_STATIC = Path(__file__).parent / "static"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(assistant: Assistant) -> FastAPI:
    """Return the application that answers with ``assistant``."""
    app = FastAPI(
        title="Wenbao 问报",
        version=version("wenbao"),
        docs_url=None,  # FastAPI's pages load their assets from the network
        redoc_url=None,
    )
    app.state.assistant = assistant
    add_problem_handlers(app)
    for module in (ask, documents, state):
        app.include_router(module.router)
    app.add_middleware(BodyLimit)
    app.middleware("http")(_add_headers)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_api_route("/", _page, include_in_schema=False)
    return app


def _page() -> FileResponse:
    """Return the chat page."""
    return FileResponse(_STATIC / "index.html")


async def _add_headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers.update(_HEADERS)
    return response
