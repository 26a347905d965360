"""Errors as RFC 9457 problem details with a stable ``code``, the same for every endpoint.

Only the OpenAI-compatible API has its own format (``service.web.openai_errors``).
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from embeddings.errors import StorageError
from service.access.rights import OutsideRightsError
from service.web.openai_errors import build_openai_error, is_openai_path

_MEDIA_TYPE = "application/problem+json"
_MALFORMED = "malformed_json"
_NO_SUCH_PAGE = Path(__file__).parent / "static" / "not_found.html"
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Id of the current request."""


def _get_request_id() -> str:
    return REQUEST_ID.get()


class Problem(BaseModel):
    """An error, as problem details (RFC 9457)."""

    type: str = Field(
        default="about:blank",
        description="Always about:blank; `code` identifies the problem.",
        examples=["about:blank"],
    )
    title: str = Field(description="Name of the HTTP status.", examples=["Not Found"])
    status: int = Field(description="HTTP status code.", examples=[404])
    code: str = Field(
        description="Stable identifier of the problem, for programs.", examples=["no_such_document"]
    )
    detail: str = Field(
        description="What went wrong and what to do.",
        examples=["There is no article 5d41402abc4b2a76."],
    )
    errors: list[dict[str, Any]] = Field(
        default=[],
        description="One entry per invalid field.",
        examples=[[{"field": "body.question", "message": "Field required"}]],
    )
    about: str = Field(
        default="",
        description="Title of the article that no longer exists, if known.",
        examples=["新站启用"],
    )
    request_id: str = Field(
        default_factory=_get_request_id,
        description="Id of the request, as in `X-Request-Id` and in the server's log.",
        examples=["0f8fad5bd9cb469fa165708676"],
    )


def describe_problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe, for OpenAPI, the problems that a route can return."""
    content = {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


class ProblemError(HTTPException):
    """A problem raised while handling a request."""

    def __init__(self, status: HTTPStatus, code: str, detail: str, about: str = "") -> None:
        super().__init__(status, detail)
        self.code = code
        self.about = about


def build_problem_response(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    errors: Sequence[dict[str, Any]] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Return a problem+json response; the code defaults to the name of the status."""
    title = HTTPStatus(status).phrase
    code = code or _derive_code(status)
    problem = Problem(title=title, status=status, code=code, detail=detail, errors=list(errors))
    return _build_response(problem, headers)


def _derive_code(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "_")


def _build_response(problem: Problem, headers: dict[str, str] | None) -> "_ProblemResponse":
    content = problem.model_dump()
    return _ProblemResponse(content, problem.status, headers=headers, media_type=_MEDIA_TYPE)


class _ProblemResponse(JSONResponse):
    """A problem, sent in the format of the request's path.

    The path is known only when the response is sent.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the problem."""
        if not is_openai_path(scope["path"]):
            await super().__call__(scope, receive, send)
            return
        status, error = build_openai_error(json.loads(bytes(self.body)))
        headers = {
            k: v for k, v in self.headers.items() if k not in ("content-length", "content-type")
        }
        await JSONResponse(error.model_dump(), status, headers=headers)(scope, receive, send)


def add_problem_handlers(app: FastAPI) -> None:
    """Make ``app`` report all errors as problem details."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(StorageError, _on_storage_error)
    app.add_exception_handler(OutsideRightsError, _on_outside_rights)


def _on_outside_rights(_: Request, error: Exception) -> Response:
    return build_problem_response(HTTPStatus.FORBIDDEN, str(error), code="outside_rights")


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    if error.status_code == HTTPStatus.NOT_MODIFIED:
        return Response(status_code=error.status_code, headers=error.headers)
    code = getattr(error, "code", None)
    if code is None and error.status_code == HTTPStatus.NOT_FOUND and _wants_page(request):
        return FileResponse(_NO_SUCH_PAGE, HTTPStatus.NOT_FOUND)
    if code is None and error.status_code == HTTPStatus.BAD_REQUEST:
        code = _MALFORMED  # raised by FastAPI for bytes that are not text
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _list_allowed_methods(request) or headers.get("Allow", "GET, HEAD")
    problem = Problem(
        title=HTTPStatus(error.status_code).phrase,
        status=error.status_code,
        code=code or _derive_code(error.status_code),
        detail=str(error.detail),
        about=getattr(error, "about", ""),
    )
    return _build_response(problem, headers)


def _wants_page(request: Request) -> bool:
    """Return whether somebody has opened an address in a browser."""
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _list_allowed_methods(request: Request) -> str:
    """Return all methods of a path (RFC 9110, 10.2.1); each route knows only its own."""
    methods = {
        method.upper()
        for template, operations in request.app.openapi()["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), request.url.path)
        for method in operations
    }
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _on_invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    problem = build_invalid_problem(error.errors())
    if any(each["type"] == "model_attributes_type" for each in error.errors()):
        problem = _explain_media_type(request.headers.get("content-type", "")) or problem
    return build_problem_response(
        problem.status, problem.detail, code=problem.code, errors=problem.errors
    )


def _explain_media_type(content_type: str) -> Problem | None:
    """Return the problem of a body that was not read as JSON because of its media type."""
    kind = content_type.partition(";")[0].strip().lower()
    if re.fullmatch(r"application/(.+\+)?json", kind):
        return None
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    detail = f"The body is {kind or 'of unknown type'}; expected application/json."
    return Problem(title=status.phrase, status=status, code="unsupported_media_type", detail=detail)


def build_invalid_problem(details: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the problem of malformed JSON or invalid fields, from pydantic's error ``details``."""
    errors = [
        {
            "field": ".".join(map(str, each["loc"])),
            "message": each["msg"].removeprefix("Value error, "),  # the words are our own
        }
        for each in details
    ]
    malformed = any(each["type"] == "json_invalid" for each in details)
    status = HTTPStatus.BAD_REQUEST if malformed else HTTPStatus.UNPROCESSABLE_ENTITY
    return Problem(
        title=status.phrase,
        status=status,
        code=_MALFORMED if malformed else "invalid_request",
        detail="; ".join(f"{each['field']}: {each['message']}" for each in errors),
        errors=jsonable_encoder(errors),
    )


def _on_storage_error(_: Request, error: Exception) -> JSONResponse:
    return build_problem_response(HTTPStatus.INSUFFICIENT_STORAGE, str(error))


def build_crash_response() -> JSONResponse:
    """Return ``build_crash_problem`` as a response."""
    problem = build_crash_problem()
    return build_problem_response(problem.status, problem.detail, code=problem.code)


def build_crash_problem() -> Problem:
    """Return the problem of a request that failed unexpectedly."""
    return Problem(
        title=HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        code="internal_error",
        detail="The server failed to handle this request; search its log for request_id."
        " Try again later.",
    )
