"""Entity tags: whether a client has seen what stands now (RFC 9110, 8.8.3 and 13.1)."""

import re
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Header, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from service.web.problems import ProblemError

_TAG = re.compile(r'(?:W/)?("[^"]*")')
_LIKE = '"9f86d081884c7d65"'
_SEEN = "An ETag of an earlier reply: while it still holds, the reply is 304 without a body."
_WANTED = "The ETag of what you change: when it holds no longer, nothing is changed (412)."

IfNoneMatch = Annotated[str, Header(max_length=2000, description=_SEEN, examples=[_LIKE])]
IfMatch = Annotated[str, Header(max_length=2000, description=_WANTED, examples=[_LIKE])]
TAGGED: dict[int | str, dict[str, Any]] = {
    200: {"headers": {"ETag": {"description": "Of this state.", "schema": {"type": "string"}}}},
    304: {"description": "It is as If-None-Match has seen it."},
}


def compute_etag(reply: BaseModel) -> str:
    """Return the strong entity tag of a reply: two that differ in anything have two tags."""
    return f'"{_digest(reply.model_dump_json())}"'


def compute_weak_etag(*state: object) -> str:
    """Return the weak entity tag of all replies that are drawn from one state."""
    return f'W/"{_digest(repr(state))}"'


def set_etag(response: Response, tag: str, seen: str) -> None:
    """Put the tag of what stands now on the response.

    Raises:
        HTTPException: 304, ``If-None-Match`` names it; weak tags are as good as strong ones there.
    """
    response.headers["ETag"] = tag
    if seen.strip() == "*" or tag.removeprefix("W/") in _TAG.findall(seen):
        raise HTTPException(HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})


def check_unchanged(wanted: str, tag: str) -> None:
    """Refuse a change of another state than ``If-Match`` names; without one, all are good.

    Raises:
        ProblemError: 412, it was changed meanwhile.
    """
    tags = [match.group() for match in _TAG.finditer(wanted)]
    if wanted and wanted.strip() != "*" and tag not in tags:
        raise changed_meanwhile()


def changed_meanwhile() -> ProblemError:
    """Return the problem of a change that is based on what stands no longer."""
    detail = "The article was changed meanwhile. Fetch it again, and repeat the change on that."
    return ProblemError(HTTPStatus.PRECONDITION_FAILED, "changed_meanwhile", detail)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
