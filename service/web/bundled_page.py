"""The page that the server brings along: its files, its version, its worker."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles

_STATIC = Path(__file__).parent / "static"
_GZIP_LEVEL = 4  # of 9: takes about 10 ms and shrinks the page to a third
_NO_ORIGINS = '"embed-origins" content=""'
_WORKER = _STATIC / "js/worker.js"
# The worker may keep files of the page only for a page of its own version, which this header tells.
VERSION_HEADER = "Wenbao-Page"


def add_page(app: FastAPI, embedders: Sequence[str]) -> None:
    """Serve the page, its files, the page that displays the API, and the one to embed."""
    version = _compute_version(_STATIC)
    script = f'self.VERSION = "{version}";\n'.encode() + _WORKER.read_bytes()

    page = (_STATIC / "embed.html").read_text(encoding="utf-8")
    embedded = page.replace(_NO_ORIGINS, f'"embed-origins" content="{" ".join(embedders)}"')

    def serve_page() -> FileResponse:
        return FileResponse(_STATIC / "index.html", headers={VERSION_HEADER: version})

    def serve_docs() -> FileResponse:
        return FileResponse(_STATIC / "docs.html", headers={VERSION_HEADER: version})

    def serve_worker() -> Response:
        return Response(script, media_type="text/javascript")

    def serve_embed() -> HTMLResponse:
        return HTMLResponse(embedded)

    app.mount("/static", GZipMiddleware(StaticFiles(directory=_STATIC), compresslevel=_GZIP_LEVEL))
    app.add_api_route("/", serve_page, include_in_schema=False)
    app.add_api_route("/docs", serve_docs, include_in_schema=False)
    app.add_api_route("/embed", serve_embed, include_in_schema=False)
    app.add_api_route("/worker.js", serve_worker, include_in_schema=False)


def _compute_version(folder: Path) -> str:
    """Return a short name that changes whenever a file of the page does."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
