"""Errors as RFC 9457 problem details: one shape for every endpoint, with a stable ``code``."""

import re
from collections.abc import Sequence
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from embeddings.errors import StorageError

_MEDIA_TYPE = "application/problem+json"
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""What the request under way is called."""


class Problem(BaseModel):
    """What every error looks like."""

    type: str = "about:blank"
    title: str = Field(description="The status in words.")
    status: int
    code: str = Field(description="Stable name of the problem, for programs.")
    detail: str = Field(description="What was expected, what came, what to do.")
    errors: list[dict[str, Any]] = Field([], description="One entry a bad field.")
    request_id: str = Field("", description="As in X-Request-Id; the log names it on a failure.")


def problem_responses(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe, for OpenAPI, the problems that a route can answer with."""
    content = {_MEDIA_TYPE: {"schema": Problem.model_json_schema()}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}


class ProblemError(HTTPException):
    """A problem that a route found."""

    def __init__(self, status: HTTPStatus, code: str, detail: str) -> None:
        super().__init__(status, detail)
        self.code = code


def problem_response(
    status: int,
    detail: str,
    *,
    code: str | None = None,
    errors: Sequence[dict[str, Any]] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Return a problem+json response; the code defaults to the status in words."""
    title = HTTPStatus(status).phrase
    code = code or title.lower().replace(" ", "_")
    problem = Problem(
        title=title,
        status=status,
        code=code,
        detail=detail,
        errors=list(errors),
        request_id=REQUEST_ID.get(),
    )
    return JSONResponse(problem.model_dump(), status, headers=headers, media_type=_MEDIA_TYPE)


def add_problem_handlers(app: FastAPI) -> None:
    """Give ``app`` one error body for everything that can go wrong."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(StorageError, _on_full)


def _on_http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    code = getattr(error, "code", None)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request) or headers.get("Allow", "GET, HEAD")
    return problem_response(error.status_code, str(error.detail), code=code, headers=headers)


def _allowed(request: Request) -> str:
    """Return all methods of a path (RFC 9110, 10.2.1); its routes know one each."""
    methods = {
        method.upper()
        for template, operations in request.app.openapi()["paths"].items()
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), request.url.path)
        for method in operations
    }
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it alone
    errors = [
        {"field": ".".join(map(str, one["loc"])), "message": one["msg"]} for one in error.errors()
    ]
    detail = "; ".join(f"{one['field']}: {one['message']}" for one in errors)
    return problem_response(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        detail,
        code="invalid_request",
        errors=jsonable_encoder(errors),
    )


def _on_full(_: Request, error: Exception) -> JSONResponse:
    return problem_response(HTTPStatus.INSUFFICIENT_STORAGE, str(error))


def crash_response() -> JSONResponse:
    """Return the problem of a request on which the server failed."""
    detail = (
        "The server failed on this request; its log has the details under request_id."
        " Try again later."
    )
    return problem_response(HTTPStatus.INTERNAL_SERVER_ERROR, detail, code="internal_error")
