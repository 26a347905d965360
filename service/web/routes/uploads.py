"""Adding articles and files to the library."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from embeddings.documents import Filing
from service.access.rights import OutsideRightsError, Rights
from service.ingestion.uploads import Upload
from service.web.dependencies import RightsDep, UploadsDep
from service.web.problems import ProblemError, describe_problems
from service.web.schemas.documents import ArticleIn, DocumentIn, UploadReply
from service.web.uploads.receive import (
    JsonReceiver,
    MultipartReceiver,
    NdjsonReceiver,
    Receiver,
    receive,
)

router = APIRouter(prefix="/v1/documents", tags=["documents"])
_ARTICLE = ArticleIn.model_json_schema()
_FILES = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "string", "format": "binary"},
    "description": "Files in any supported format, each with its name.",
}
_COLLECTION = {
    "type": "string",
    "maxLength": 500,
    "description": "Collection that the articles of the files belong to, unless they tell their "
    "own; by default that of the files of the same names that they replace.",
    "examples": ["晚报"],
}
_ARTICLES = {"type": "array", "minItems": 1, "items": _ARTICLE}
_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {"files": _FILES, "collection": _COLLECTION},
            }
        },
        "application/json": {"schema": {"anyOf": [_ARTICLE, _ARTICLES]}},
        "application/x-ndjson": {
            "schema": {"type": "string", "description": "One article per line, as JSON."},
            "itemSchema": _ARTICLE,
        },
    },
}


@router.post(
    "",
    status_code=HTTPStatus.ACCEPTED,
    openapi_extra={"requestBody": _BODY},
    responses=describe_problems(
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.INSUFFICIENT_STORAGE,
    ),
)
async def add_documents(  # noqa: PLR0913 - each is a parameter of the query
    request: Request,
    response: Response,
    uploads: UploadsDep,
    rights: RightsDep,
    *,
    name: Annotated[
        str,
        Query(
            max_length=200,
            description="Name of the file in the library, for articles as JSON. Sending the same "
            "name again replaces the earlier articles.",
            examples=["2017-10-12 要闻.json"],
        ),
    ] = "",
    collection: Annotated[
        str,
        Query(
            max_length=500,
            description="Collection of the files or articles that tell none.",
            examples=["晚报"],
        ),
    ] = "",
) -> UploadReply:
    """Add files, or articles as JSON. They are on disk when this returns; a job reads them."""
    received = await receive(request, _choose_receiver(request, uploads, name))
    filed = _file_all(received, collection.strip(), rights)
    job, names = await asyncio.to_thread(uploads.accept, filed, rights.within)
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    documents = [DocumentIn(n=n, name=stored, state="queued") for n, stored in enumerate(names)]
    return UploadReply(job_id=job.id, documents=documents)


def _file_all(received: Sequence[Upload], collection: str, rights: Rights) -> list[Upload]:
    """Return uploads filed as they say themselves, or else in ``collection``.

    Raises:
        OutsideRightsError: one may not be added there; then none is left on disk.
    """
    try:
        chosen = [rights.choose_collection(one.filing.collection or collection) for one in received]
    except OutsideRightsError:
        for upload in received:
            upload.file.discard()
        raise
    is_fixed = rights.within is not None
    return [
        replace(upload, filing=Filing(name, is_fixed=is_fixed))
        for upload, name in zip(received, chosen, strict=True)
    ]


def _choose_receiver(request: Request, uploads: UploadsDep, name: str) -> Receiver:
    begin, limit = uploads.originals.begin, uploads.ingestion.workspace.settings.upload_bytes
    content_type = request.headers.get("content-type", "")
    match content_type.partition(";")[0].strip().lower():
        case "multipart/form-data":
            return MultipartReceiver(content_type, begin, limit)
        case "application/json":
            return JsonReceiver(name, begin, limit)
        case "application/x-ndjson" | "application/jsonl":
            return NdjsonReceiver(name, begin, limit)
    detail = (
        f"The body is {content_type or 'of unknown type'}; expected multipart/form-data with"
        " files, application/json, or application/x-ndjson."
    )
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    raise ProblemError(status, "unsupported_media_type", detail)
