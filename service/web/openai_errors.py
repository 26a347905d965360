"""Errors in the format of OpenAI's API, ``{"error": {…}}``.

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
    """Details of an error."""

    message: str = Field(
        description="What went wrong and what to do.", examples=["There is no model gpt."]
    )
    type: str = Field(
        description="Type of error, such as invalid_request_error or server_error.",
        examples=["invalid_request_error"],
    )
    param: str | None = Field(description="Name of the invalid field, or null.", examples=["model"])
    code: str | None = Field(
        description="Stable identifier of the error, for programs.", examples=["no_such_model"]
    )
    request_id: str = Field(
        description="Id of the request, as in `X-Request-Id` and in the server's log.",
        examples=["0f8fad5bd9cb469fa165708676"],
    )


class OpenAIError(BaseModel):
    """An error, in the format of OpenAI's API."""

    error: OpenAIErrorDetail = Field(description="The error.")


def is_openai_path(path: str) -> bool:
    """Return whether a path belongs to the OpenAI-compatible API."""
    return any(path == known or path.startswith(f"{known}/") for known in _PATHS)


def build_openai_error(problem: Mapping[str, Any]) -> tuple[int, OpenAIError]:
    """Return the status and body with which OpenAI's server would report a problem.

    It answers 400 where problem details use 422.
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
    """Describe, for OpenAPI, the errors that a route can return."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/OpenAIError"}}}
    return {int(status): {"description": status.phrase, "content": content} for status in statuses}
