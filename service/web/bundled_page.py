"""The pages that the server brings along: their files, their version, their worker."""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

_STATIC = Path(__file__).parent / "static"
_GZIP_LEVEL = 4  # of 9: takes about 10 ms and shrinks the page to a third
_NO_ORIGINS = '"embed-origins" content=""'
# The worker may keep files of the page only for a page of its own version, which this header tells.
VERSION_HEADER = "Wenbao-Page"


def add_pages(app: FastAPI, embedders: Sequence[str]) -> None:
    """Serve the page, the one that displays the API, the one to embed, and the files of all."""
    version = _compute_version(_STATIC)
    versioned = {VERSION_HEADER: version}
    embedded = _read("embed.html").replace(_NO_ORIGINS, _list_origins(embedders))
    worker = f'self.VERSION = "{version}";\n{_read("js/worker.js")}'
    builders: dict[str, Callable[[], Response]] = {
        "/": partial(HTMLResponse, _read("index.html"), headers=versioned),
        "/docs": partial(HTMLResponse, _read("docs.html"), headers=versioned),
        "/embed": partial(HTMLResponse, embedded),
        "/worker.js": partial(Response, worker, media_type="text/javascript"),
    }
    for path, build in builders.items():
        page = GZipMiddleware(_Page(build), compresslevel=_GZIP_LEVEL)
        route = Route(path, page, methods=["GET"], include_in_schema=False)
        route.methods = {"GET"}  # without HEAD, which is answered like GET before it gets here
        app.router.routes.append(route)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=_STATIC), compresslevel=_GZIP_LEVEL))


class _Page:
    """ASGI application that answers each request with a response of its own.

    Middleware changes the headers of a response; one for all requests would gather them.
    """

    def __init__(self, build: Callable[[], Response]) -> None:
        self._build = build

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await self._build()(scope, receive, send)


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _list_origins(embedders: Sequence[str]) -> str:
    return f'"embed-origins" content="{" ".join(embedders)}"'


def _compute_version(folder: Path) -> str:
    """Return a short name that changes whenever a file of the page does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
