"""The OpenAPI of the application: what its routes say, and what holds for all of them."""

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
    "description": "An API key made with `wenbao key add NAME --role reader|editor`. It is asked "
    "for when the server is bound to anything but loopback, or with WENBAO_AUTH=required. The role "
    "that a route needs stands beside it; editors may do what readers may.",
}

_OF_BODIES = [
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
]
_LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_RETRY_AFTER = {
    "description": "Seconds after which it may be sent again.",
    "schema": {"type": "integer", "minimum": 1},
}


class DocumentedAPI(FastAPI):
    """An application that describes keys, roles and refusals with each of its routes."""

    def openapi(self) -> dict[str, Any]:
        """Return the description, which is made once."""
        if self.openapi_schema is None:
            schema = super().openapi()
            schema.setdefault("components", {})["securitySchemes"] = {"key": _SCHEME}
            for path, operations in schema["paths"].items():
                for method, operation in operations.items():
                    _describe(operation, method.upper(), path)
            add_reply_examples(schema)
        return self.openapi_schema or {}


def _describe(operation: dict[str, Any], method: str, path: str) -> None:
    role = find_needed_role(method, path)
    operation["security"] = [{"key": [role]}] if role else []
    problems = [HTTPStatus.MISDIRECTED_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR]
    if role:
        problems += [HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS]
    if method != "GET" or role is Role.EDITOR:  # pages of other sites; keys of readers
        problems.append(HTTPStatus.FORBIDDEN)
    if "requestBody" in operation:
        problems += _OF_BODIES
    if classify_request(method, path):
        problems.append(HTTPStatus.SERVICE_UNAVAILABLE)
    responses = describe_openai_errors if is_openai_path(path) else describe_problems
    for status, response in responses(*problems).items():
        described = operation["responses"].setdefault(str(status), response)
        if status in _LATER:
            described["headers"] = {"Retry-After": _RETRY_AFTER}
