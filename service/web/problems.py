"""Errors as RFC 9457 problem details with a stable ``code``: one shape for every endpoint.

Only the paths of OpenAI's interface answer in its shape instead (``service.web.openai_errors``).
"""

import json
import re
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from embeddings.errors import StorageError
from service.web.openai_errors import build_openai_error, is_openai_path

_MEDIA_TYPE = "application/problem+json"
_MALFORMED = "malformed_json"
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""What the request under way is called."""


def _request_under_way() -> str:
    return REQUEST_ID.get()


class Problem(BaseModel):
    """What every error looks like."""

    type: str = Field(
        default="about:blank",
        description="Always about:blank: `code` tells the kind.",
        examples=["about:blank"],
    )
    title: str = Field(description="The status in words.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    code: str = Field(
        description="Stable name of the problem, for programs.", examples=["no_such_document"]
    )
    detail: str = Field(
        description="What was expected, what came, what to do.",
        examples=["There is no article 5d41402abc4b2a76."],
    )
    errors: list[dict[str, Any]] = Field(
        default=[],
        description="One entry a bad field.",
        examples=[[{"field": "body.question", "message": "Field required"}]],
    )
    about: str = Field(
        default="",
        description="The title of an article that is gone, where it is known.",
        examples=["新站启用"],
    )
    request_id: str = Field(
        default_factory=_request_under_way,
        description="As in X-Request-Id; the log names it on a failure.",
        examples=["0f8fad5bd9cb469fa165708676"],
    )


def describe_problems(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe, for OpenAPI, the problems that a route can answer with."""
    content = {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


class ProblemError(HTTPException):
    """A problem that a route found."""

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
    """Return a problem+json response; the code defaults to the status in words."""
    title = HTTPStatus(status).phrase
    code = code or _name_of(status)
    problem = Problem(title=title, status=status, code=code, detail=detail, errors=list(errors))
    return _sent(problem, headers)


def _name_of(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "_")


def _sent(problem: Problem, headers: dict[str, str] | None) -> "_ProblemResponse":
    content = problem.model_dump()
    return _ProblemResponse(content, problem.status, headers=headers, media_type=_MEDIA_TYPE)


class _ProblemResponse(JSONResponse):
    """A problem, in the shape that belongs to the path which it is sent from.

    Only then is the path known: problems are found by routes, middlewares and handlers alike.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        if not is_openai_path(scope["path"]):
            await super().__call__(scope, receive, send)
            return
        status, error = build_openai_error(json.loads(bytes(self.body)))
        kept = {
            k: v for k, v in self.headers.items() if k not in ("content-length", "content-type")
        }
        await JSONResponse(error.model_dump(), status, headers=kept)(scope, receive, send)


def add_problem_handlers(app: FastAPI) -> None:
    """Give ``app`` one error body for everything that can go wrong."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(StorageError, _on_full)


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    if error.status_code == HTTPStatus.NOT_MODIFIED:
        return Response(status_code=error.status_code, headers=error.headers)
    code = getattr(error, "code", None)
    if code is None and error.status_code == HTTPStatus.BAD_REQUEST:
        code = _MALFORMED  # FastAPI's own, of bytes that are no text
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request) or headers.get("Allow", "GET, HEAD")
    problem = Problem(
        title=HTTPStatus(error.status_code).phrase,
        status=error.status_code,
        code=code or _name_of(error.status_code),
        detail=str(error.detail),
        about=getattr(error, "about", ""),
    )
    return _sent(problem, headers)


def _allowed(request: Request) -> str:
    """Return all methods of a path (RFC 9110, 10.2.1); its routes know one each."""
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
    if any(one["type"] == "model_attributes_type" for one in error.errors()):
        problem = _unread(request.headers.get("content-type", "")) or problem
    return build_problem_response(
        problem.status, problem.detail, code=problem.code, errors=problem.errors
    )


def _unread(content_type: str) -> Problem | None:
    """Return the problem of a body that was not read as JSON, because its type is another."""
    kind = content_type.partition(";")[0].strip().lower()
    if re.fullmatch(r"application/(.+\+)?json", kind):
        return None
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    detail = f"The body is {kind or 'of no stated type'}; expected application/json."
    return Problem(title=status.phrase, status=status, code="unsupported_media_type", detail=detail)


def build_invalid_problem(found: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the problem of a request that is no JSON, or whose fields pydantic found bad."""
    errors = [{"field": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in found]
    malformed = any(one["type"] == "json_invalid" for one in found)
    status = HTTPStatus.BAD_REQUEST if malformed else HTTPStatus.UNPROCESSABLE_ENTITY
    return Problem(
        title=status.phrase,
        status=status,
        code=_MALFORMED if malformed else "invalid_request",
        detail="; ".join(f"{one['field']}: {one['message']}" for one in errors),
        errors=jsonable_encoder(errors),
    )


def _on_full(_: Request, error: Exception) -> JSONResponse:
    return build_problem_response(HTTPStatus.INSUFFICIENT_STORAGE, str(error))


def build_crash_response() -> JSONResponse:
    """Return ``build_crash_problem`` as a response."""
    problem = build_crash_problem()
    return build_problem_response(problem.status, problem.detail, code=problem.code)


def build_crash_problem() -> Problem:
    """Return the problem of a request on which the server failed."""
    return Problem(
        title=HTTPStatus.INTERNAL_SERVER_ERROR.phrase,
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        code="internal_error",
        detail="The server failed on this request; its log has the details under request_id."
        " Try again later.",
    )
