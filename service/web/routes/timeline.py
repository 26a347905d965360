"""What the articles say of a subject, by date."""

from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from service.exported_file import MEDIA_TYPES, Format
from service.language import Language
from service.timelines.export import export
from service.timelines.timeline import TimelineEntry
from service.web.attachments import build_attachment
from service.web.dependencies import AssistantDep
from service.web.problems import describe_problems
from service.web.schemas.address_filters import AddressFilters
from service.web.schemas.timeline import TimelineOut

router = APIRouter(
    prefix="/v1/timeline",
    tags=["ask"],
    responses=describe_problems(HTTPStatus.UNPROCESSABLE_ENTITY),
)
_FILES = {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()}
_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The timeline; with `format` csv or markdown, as an attachment.",
        "content": _FILES,
    }
}

Subject = Annotated[
    str,
    Query(
        min_length=1,
        max_length=2000,
        pattern=r"[^\s\x00-\x1f]",
        description="A name, words, or a question. A time in it (2018年以来) selects the "
        "entries that hold then.",
        examples=["绿东村街道"],
    ),
]
Year = Annotated[
    int | None,
    Query(ge=1, le=9999, description="Only the entries listed under this year.", examples=[2019]),
]
Limit = Annotated[int, Query(ge=1, le=1000, description="Maximum number of entries to return.")]
FormatField = Annotated[
    Format,
    Query(alias="format", description="JSON, or a file: CSV for spreadsheets, or Markdown."),
]
LanguageField = Annotated[Language, Query(description="Language of headings and labels in a file.")]


@router.get("", response_model=TimelineOut, responses=_REPLY)
def get_timeline(  # noqa: PLR0913 - each is a parameter of the query
    assistant: AssistantDep,
    request: Request,
    filters: AddressFilters,
    *,
    q: Subject,
    year: Year = None,
    limit: Limit = 200,
    form: FormatField = Format.JSON,
    language: LanguageField = Language.CHINESE,
) -> TimelineOut | Response:
    """List what the articles say of a subject, each a verbatim sentence, in order of time."""
    timeline = assistant.timeline(q, filters).select(year, limit)
    if form is Format.JSON:
        return TimelineOut.of(timeline)

    def find_address(entry: TimelineEntry) -> str:
        start, end = entry.quote
        return f"{request.base_url}#/article/{quote(entry.article.id)}?q={start}-{end}"

    file = export(timeline, form, language, find_address)
    return build_attachment(file.content, file.media_type, file.name)
