"""The JSON of filters, in bodies and in addresses."""

from typing import Annotated

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

from service.retrieval.filters import NO_FILTERS, Filters

# Told to programs; what is wrong is told in a sentence of ours, which a pattern does not give.
_SHAPE: dict[str, JsonValue] = {"pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
_SOURCE = "Stands in the file's name; compared without regard to case, width, 简 and 繁."
_TITLE = "Stands in the title; compared likewise."
_FROM = "From this ISO date on: 2017-10-11, 2017-10 or 2017. Articles without a date are outside."
_TO = "Up to this day, or to the end of this month or year."


class FiltersIn(BaseModel):
    """Which articles the request is about; what is empty or absent does not filter."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field("", max_length=200, description=_SOURCE, examples=["000_"])
    title: str = Field("", max_length=200, description=_TITLE, examples=["党建"])
    date_from: str = Field("", description=_FROM, examples=["2017-10"], json_schema_extra=_SHAPE)
    date_to: str = Field("", description=_TO, examples=["2017"], json_schema_extra=_SHAPE)

    @model_validator(mode="after")
    def _is_meant(self) -> "FiltersIn":
        self.filters()
        return self

    def filters(self) -> Filters:
        """Convert.

        Raises:
            BadFilterError: a date is none, or the last day comes before the first.
        """
        return Filters(self.source, self.title, self.date_from, self.date_to)


FiltersField = Annotated[
    FiltersIn | None, Field(description="Which articles this request is about; all by default.")
]


def filters_of(given: FiltersIn | None) -> Filters:
    """Convert what may be absent."""
    return given.filters() if given else NO_FILTERS


def _in_address(
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
        given = FiltersIn(source=source, title=title, date_from=date_from, date_to=date_to)
    except ValidationError as error:
        found = error.errors(include_context=False, include_url=False)
        raise RequestValidationError([{**one, "loc": ("query",)} for one in found]) from error
    return given.filters()


AddressFilters = Annotated[Filters, Depends(_in_address)]
