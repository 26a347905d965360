"""The application's OpenAPI description: its routes, and what applies to all of them."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from service.access.keys import Role
from service.web.middleware.authorization import find_needed_role
from service.web.middleware.concurrency import classify_request
from service.web.openai_errors import describe_openai_errors, is_openai_path
from service.web.openapi.examples import add_reply_examples
from service.web.problems import describe_problems

_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key created with `wenbao key add NAME --role reader|editor`. Keys are "
    "required if the server listens on anything but loopback, or if WENBAO_AUTH=required. Each "
    "operation lists the role it needs; editors may do everything that readers may.",
}

_BODY_PROBLEMS = [
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
]
_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_RETRY_AFTER = {
    "description": "Seconds to wait before sending the request again.",
    "schema": {"type": "integer", "minimum": 1},
}


class DocumentedAPI(FastAPI):
    """An application whose OpenAPI lists keys, roles and problems with each route."""

    def openapi(self) -> dict[str, Any]:
        """Return the description, built at the first call."""
        if self.openapi_schema is None:
            schema = super().openapi()
            schema.setdefault("components", {})["securitySchemes"] = {"key": _SCHEME}
            for path, operations in schema["paths"].items():
                for method, operation in operations.items():
                    _add_common_responses(operation, method.upper(), path)
            add_reply_examples(schema)
        return self.openapi_schema or {}


def _add_common_responses(operation: dict[str, Any], method: str, path: str) -> None:
    role = find_needed_role(method, path)
    operation["security"] = [{"key": [role]}] if role else []
    problems = [HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR]
    if role:
        problems += [HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS]
    if method != "GET" or role is Role.EDITOR:  # pages of other sites, and readers' keys
        problems.append(HTTPStatus.FORBIDDEN)
    if "requestBody" in operation:
        problems += _BODY_PROBLEMS
    if classify_request(method, path):
        problems.append(HTTPStatus.SERVICE_UNAVAILABLE)
    responses = describe_openai_errors if is_openai_path(path) else describe_problems
    for status, response in responses(*problems).items():
        described = operation["responses"].setdefault(str(status), response)
        if status in _LATER:
            described["headers"] = {"Retry-After": _RETRY_AFTER}
