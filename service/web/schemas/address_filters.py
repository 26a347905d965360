"""Filters in query parameters; apart from those in bodies, which commands use without FastAPI."""

from typing import Annotated

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from service.retrieval.filters import Filters
from service.web.schemas.filters import (
    COLLECTION,
    FROM,
    IDS,
    LONGEST,
    SHAPE,
    SOURCE,
    TAGS,
    TITLE,
    TO,
    FiltersIn,
    IdTexts,
    TagTexts,
)

CollectionQuery = Annotated[
    str, Query(max_length=LONGEST, description=COLLECTION, examples=["晚报"])
]
TagQuery = Annotated[TagTexts, Query(description=TAGS, examples=[["党建"]])]


def _read_query(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
    source: Annotated[str, Query(max_length=200, description=SOURCE, examples=["000_"])] = "",
    title: Annotated[str, Query(max_length=200, description=TITLE, examples=["党建"])] = "",
    date_from: Annotated[
        str, Query(description=FROM, json_schema_extra=SHAPE, examples=["2017-10"])
    ] = "",
    date_to: Annotated[str, Query(description=TO, json_schema_extra=SHAPE, examples=["2017"])] = "",
    collection: CollectionQuery = "",
    tag: TagQuery = [],  # noqa: B006 - FastAPI copies it
    article_id: Annotated[IdTexts, Query(description=IDS, examples=[["b7eb46144430e45b"]])] = [],  # noqa: B006
) -> Filters:
    try:
        filters = FiltersIn(
            source=source,
            title=title,
            date_from=date_from,
            date_to=date_to,
            collection=collection,
            tags=tag,
            article_ids=article_id,
        )
    except ValidationError as error:
        details = error.errors(include_context=False, include_url=False)
        raise RequestValidationError([{**each, "loc": ("query",)} for each in details]) from error
    return filters.filters()


AddressFilters = Annotated[Filters, Depends(_read_query)]
