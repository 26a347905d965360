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


class FiltersIn(BaseModel):
    """Limits a request to some articles. Empty or omitted fields do not filter."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field("", max_length=200, description=_SOURCE, examples=["000_"])
    title: str = Field("", max_length=200, description=_TITLE, examples=["党建"])
    date_from: str = Field("", description=_FROM, examples=["2017-10"], json_schema_extra=_SHAPE)
    date_to: str = Field("", description=_TO, examples=["2017"], json_schema_extra=_SHAPE)

    @model_validator(mode="after")
    def _check_dates(self) -> "FiltersIn":
        self.filters()
        return self

    def filters(self) -> Filters:
        """Convert.

        Raises:
            BadFilterError: a date is invalid, or ``date_to`` is before ``date_from``.
        """
        return Filters(self.source, self.title, self.date_from, self.date_to)


FiltersField = Annotated[
    FiltersIn | None, Field(description="Limits the request to some articles; all by default.")
]


def to_filters(filters: FiltersIn | None) -> Filters:
    """Convert filters that may be absent."""
    return filters.filters() if filters else NO_FILTERS


def _read_query(
    source: Annotated[str, Query(max_length=200, description=_SOURCE, examples=["000_"])] = "",
    title: Annotated[str, Query(max_length=200, description=_TITLE, examples=["党建"])] = "",
    date_from: Annotated[
        str, Query(description=_FROM, json_schema_extra=_SHAPE, examples=["2017-10"])
    ] = "",
    date_to: Annotated[
        str, Query(description=_TO, json_schema_extra=_SHAPE, examples=["2017"])
    ] = "",
) -> Filters:
    try:
        filters = FiltersIn(source=source, title=title, date_from=date_from, date_to=date_to)
    except ValidationError as error:
        details = error.errors(include_context=False, include_url=False)
        raise RequestValidationError([{**each, "loc": ("query",)} for each in details]) from error
    return filters.filters()


AddressFilters = Annotated[Filters, Depends(_read_query)]
