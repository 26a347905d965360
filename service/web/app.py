"""The application: routes, errors, headers and the bundled page."""

from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from service.assistant import Assistant
from service.conversing import Conversing
from service.examples import Examples
from service.web.headers import Headers
from service.web.limits import BodyLimit
from service.web.metrics import Metrics
from service.web.problems import add_problem_handlers
from service.web.routes import ask, conversations, documents, mentions, state

_STATIC = Path(__file__).parent / "static"


def create_app(assistant: Assistant) -> FastAPI:
    """Return the application that answers with ``assistant``."""
    app = FastAPI(
        title="Wenbao 问报",
        version=version("wenbao"),
        docs_url=None,  # FastAPI's pages load their assets from the network
        redoc_url=None,
    )
    app.state.assistant = assistant
    app.state.conversing = Conversing.open(assistant)
    app.state.examples = Examples(assistant)
    app.state.metrics = Metrics(assistant.workspace)
    add_problem_handlers(app)
    for module in (ask, conversations, documents, mentions, state):
        app.include_router(module.router)
    app.add_middleware(BodyLimit)
    app.add_middleware(Headers)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_api_route("/", _page, include_in_schema=False)
    return app


def _page() -> FileResponse:
    """Return the chat page."""
    return FileResponse(_STATIC / "index.html")
