"""Filters, in request bodies and in query parameters."""

from typing import Annotated

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from service.retrieval.filters import NO_FILTERS, Filters

# Documented only: validation is our own, so that errors are sentences and not failed patterns.
_SHAPE: dict[str, JsonValue] = {"pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
_SOURCE = "Text that the file name must contain; ignores case, width, and 简 or 繁 script."
_TITLE = "Text that the title must contain; compared in the same way."
_FROM = "Earliest ISO date: 2017-10-11, 2017-10 or 2017. Excludes articles without a date."
_TO = "Latest ISO date; a month or a year is included to its end."
_COLLECTION = "The collection that the article must belong to; ignores case, width and script."
_TAGS = "Tags that the article must all have; compared in the same way."
_IDS = "The only articles to look at, by id."
_MOST_IDS = 1000
_LONGEST = 500  # characters of a collection's name, as of any name that is given
_TagText = Annotated[str, Field(max_length=100, examples=["党建"])]
_IdText = Annotated[str, Field(max_length=100, examples=["b7eb46144430e45b"])]
_Tags = Annotated[list[_TagText], Field(max_length=50)]
_Ids = Annotated[list[_IdText], Field(max_length=_MOST_IDS)]


class FiltersIn(BaseModel):
    """Limits a request to some articles. Empty or omitted fields do not filter."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field("", max_length=200, description=_SOURCE, examples=["000_"])
    title: str = Field("", max_length=200, description=_TITLE, examples=["党建"])
    date_from: str = Field("", description=_FROM, examples=["2017-10"], json_schema_extra=_SHAPE)
    date_to: str = Field("", description=_TO, examples=["2017"], json_schema_extra=_SHAPE)
    collection: str = Field("", max_length=_LONGEST, description=_COLLECTION, examples=["晚报"])
    tags: _Tags = Field([], description=_TAGS, examples=[["党建"]])
    article_ids: _Ids = Field([], description=_IDS, examples=[["b7eb46144430e45b"]])

    @model_validator(mode="after")
    def _check_dates(self) -> "FiltersIn":
        self.filters()
        return self

    def filters(self) -> Filters:
        """Convert.

        Raises:
            BadFilterError: a date is invalid, or ``date_to`` is before ``date_from``.
        """
        texts = (self.source, self.title, self.date_from, self.date_to, self.collection)
        tags, ids = (tuple(filter(str.strip, names)) for names in (self.tags, self.article_ids))
        return Filters(*texts, tags, ids)


FiltersField = Annotated[
    FiltersIn | None, Field(description="Limits the request to some articles; all by default.")
]
CollectionQuery = Annotated[
    str, Query(max_length=_LONGEST, description=_COLLECTION, examples=["晚报"])
]
TagQuery = Annotated[_Tags, Query(description=_TAGS, examples=[["党建"]])]


def to_filters(filters: FiltersIn | None) -> Filters:
    """Convert filters that may be absent."""
    return filters.filters() if filters else NO_FILTERS


def _read_query(  # noqa: PLR0913, PLR0917 - each is a parameter of the query
    source: Annotated[str, Query(max_length=200, description=_SOURCE, examples=["000_"])] = "",
    title: Annotated[str, Query(max_length=200, description=_TITLE, examples=["党建"])] = "",
    date_from: Annotated[
        str, Query(description=_FROM, json_schema_extra=_SHAPE, examples=["2017-10"])
    ] = "",
    date_to: Annotated[
        str, Query(description=_TO, json_schema_extra=_SHAPE, examples=["2017"])
    ] = "",
    collection: CollectionQuery = "",
    tag: TagQuery = [],  # noqa: B006 - FastAPI copies it
    article_id: Annotated[_Ids, Query(description=_IDS, examples=[["b7eb46144430e45b"]])] = [],  # noqa: B006
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
