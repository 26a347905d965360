"""Batches of questions."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from service.web.batch import NumberedLine, answer_lines
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
            "schema": {"type": "string", "description": "One question per line, as JSON."},
            "itemSchema": {name: part for name, part in _SCHEMA.items() if name != "$defs"},
        }
    },
}

_LINE_TYPES = [{"$ref": f"#/components/schemas/{t.__name__}"} for t in (BatchReply, BatchProblem)]
_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "One reply or problem per line, in the order of the questions.",
        "content": {_MEDIA_TYPES[0]: {"itemSchema": {"anyOf": _LINE_TYPES}}},
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
    """Answer one question per line, in order, sending each reply as soon as it is ready.

    An invalid line is answered with a problem that contains its number. All lines are read before
    the first is answered, because most clients read nothing until they have sent everything and
    would otherwise deadlock with the server.
    """
    lines = _read_lines(request.headers.get("content-type", ""), await request.body())
    return _Lines(answer_lines(lines, assistant, metrics))


def _read_lines(content_type: str, body: bytes) -> list[NumberedLine]:
    """Return the lines that are not blank, with their numbers from 1."""
    if content_type.partition(";")[0].strip().lower() not in _MEDIA_TYPES:
        detail = f"The body is {content_type or 'of unknown type'}; expected {_MEDIA_TYPES[0]}."
        status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
        raise ProblemError(status, "unsupported_media_type", detail)
    lines = [(n, line) for n, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    if not lines:
        detail = 'The body has no question. Send at least one line such as {"question": "…"}.'
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "no_questions", detail)
    if len(lines) > _MOST_LINES:
        detail = f"The body has {len(lines)} questions; the limit is {_MOST_LINES}. Split it."
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_many_lines", detail)
    return lines
