"""Errors in the shape of OpenAI's interface, which its clients read: ``{"error": {…}}``.

https://platform.openai.com/docs/guides/error-codes
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field

_PATHS = ("/v1/chat/completions", "/v1/models")
_TYPES = {
    HTTPStatus.UNAUTHORIZED: "authentication_error",
    HTTPStatus.FORBIDDEN: "permission_error",
    HTTPStatus.TOO_MANY_REQUESTS: "rate_limit_error",
}


class OpenAIErrorDetail(BaseModel):
    """What went wrong."""

    message: str = Field(
        description="What was expected, what came, what to do.", examples=["There is no model gpt."]
    )
    type: str = Field(
        description="invalid_request_error, server_error, and the like.",
        examples=["invalid_request_error"],
    )
    param: str | None = Field(description="The field that is bad, or null.", examples=["model"])
    code: str | None = Field(
        description="Stable name of the problem, for programs.", examples=["no_such_model"]
    )
    request_id: str = Field(
        description="As in X-Request-Id; the log names it on a failure.",
        examples=["0f8fad5bd9cb469fa165708676"],
    )


class OpenAIError(BaseModel):
    """What every error of these paths looks like."""

    error: OpenAIErrorDetail = Field(description="The error itself.")


def is_openai_path(path: str) -> bool:
    """Tell whether a path belongs to OpenAI's interface."""
    return any(path == one or path.startswith(f"{one}/") for one in _PATHS)


def build_openai_error(problem: Mapping[str, Any]) -> tuple[int, OpenAIError]:
    """Return the status and the body that tell of a problem as OpenAI's server does.

    It answers 400 to what problem details call 422.
    """
    status, errors = HTTPStatus(problem["status"]), problem["errors"]
    message, param = problem["detail"], None
    if errors:
        message = str(errors[0]["message"]).removeprefix("Value error, ")
        param = str(errors[0]["field"]).removeprefix("body.")
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        status = HTTPStatus.BAD_REQUEST
    kind = "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    kind = _TYPES.get(status, kind)
    detail = OpenAIErrorDetail(
        message=message,
        type=kind,
        param=param,
        code=problem["code"],
        request_id=problem["request_id"],
    )
    return int(status), OpenAIError(error=detail)


def describe_openai_errors(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """Describe, for OpenAPI, the errors that a route can answer with."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/OpenAIError"}}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}
