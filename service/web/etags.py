"""Entity tags: whether a client has seen the current state (RFC 9110, 8.8.3 and 13.1)."""

import re
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Header, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from service.web.problems import ProblemError

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_EXAMPLE = '"9f86d081884c7d65"'
_SEEN = "The ETag of an earlier reply. If it is still current, the reply is 304 without a body."
_WANTED = "The ETag of the version to change. If it is no longer current, the reply is 412."

IfNoneMatch = Annotated[str, Header(max_length=2000, description=_SEEN, examples=[_EXAMPLE])]
IfMatch = Annotated[str, Header(max_length=2000, description=_WANTED, examples=[_EXAMPLE])]
TAGGED: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "ETag": {"description": "Entity tag of this version.", "schema": {"type": "string"}}
        }
    },
    304: {"description": "Unchanged: `If-None-Match` contains the current ETag."},
}


def compute_etag(reply: BaseModel) -> str:
    """Return the strong entity tag of a reply, which differs if anything in the reply differs."""
    return f'"{_hash_text(reply.model_dump_json())}"'


def compute_weak_etag(*state: object) -> str:
    """Return the weak entity tag of all replies that depend on ``state``."""
    return f'W/"{_hash_text(repr(state))}"'


def set_etag(response: Response, tag: str, seen: str) -> None:
    """Set the current tag on the response.

    Raises:
        HTTPException: 304 if ``If-None-Match`` contains it, compared weakly.
    """
    response.headers["ETag"] = tag
    if seen.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(seen):
        raise HTTPException(HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})


def check_unchanged(if_match: str, tag: str) -> None:
    """Refuse a change if ``If-Match`` is present and does not contain the current ``tag``.

    Raises:
        ProblemError: 412, the article has changed.
    """
    tags = [match.group() for match in _TAG.finditer(if_match)]
    if if_match and if_match.strip() != "*" and tag not in tags:
        raise build_changed_meanwhile()


def build_changed_meanwhile() -> ProblemError:
    """Return the problem of a change to an outdated version."""
    detail = "The article has changed since you fetched it. Fetch it again and repeat the change."
    return ProblemError(HTTPStatus.PRECONDITION_FAILED, "changed_meanwhile", detail)


def _hash_text(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
