"""Many questions at once."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from service.web.batch import Numbered, answer_lines
from service.web.dependencies import AssistantDep, MetricsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.batch import BatchLine, BatchProblem, BatchReply

_MOST_LINES = 10_000
_MEDIA_TYPES = ("application/x-ndjson", "application/jsonl")
_SCHEMA = BatchLine.model_json_schema(ref_template="#/components/schemas/{model}")
_BODY = {
    "required": True,
    "content": {
        "application/x-ndjson": {
            "schema": {"type": "string", "description": "Such a question a line."},
            "itemSchema": {name: part for name, part in _SCHEMA.items() if name != "$defs"},
        }
    },
}

_KINDS = [{"$ref": f"#/components/schemas/{one.__name__}"} for one in (BatchReply, BatchProblem)]
_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A reply or a problem a line, in the order of the questions.",
        "content": {_MEDIA_TYPES[0]: {"itemSchema": {"anyOf": _KINDS}}},
    }
}


class _Lines(StreamingResponse):
    media_type = _MEDIA_TYPES[0]


router = APIRouter(prefix="/v1", tags=["ask"])


@router.post(
    "/ask/batch",
    response_class=_Lines,
    response_model=BatchReply | BatchProblem,
    openapi_extra={"requestBody": _BODY},
    responses=_REPLY
    | describe_problems(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
)
async def ask_batch(request: Request, assistant: AssistantDep, metrics: MetricsDep) -> _Lines:
    """Answer a question a line, in order, each as soon as it is there.

    A bad line is answered with a problem that tells its number. All lines are read before the
    first is answered: most clients read nothing before they have sent everything, and would wait
    for the server while it waits for them.
    """
    lines = _lines(request.headers.get("content-type", ""), await request.body())
    return _Lines(answer_lines(lines, assistant, metrics))


def _lines(content_type: str, body: bytes) -> list[Numbered]:
    """Return the lines that are not blank, with their numbers."""
    if content_type.partition(";")[0].strip().lower() not in _MEDIA_TYPES:
        detail = f"The body is {content_type or 'of no stated type'}; expected {_MEDIA_TYPES[0]}."
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        raise ProblemError(status, "unsupported_media_type", detail)
    lines = [(n, line) for n, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    if not lines:
        detail = 'There is no question. Send at least one line such as {"question": "…"}.'
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_questions", detail)
    if len(lines) > _MOST_LINES:
        detail = f"There are {len(lines)} questions; a request may have {_MOST_LINES}. Split it."
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many_lines", detail)
    return lines
