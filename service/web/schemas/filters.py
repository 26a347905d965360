"""Filters in request bodies."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from service.retrieval.filters import NO_FILTERS, Filters

# Documented only: validation is our own, so that errors are sentences and not failed patterns.
SHAPE: dict[str, JsonValue] = {"pattern": "^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"}
SOURCE = "Text that the file name must contain; ignores case, width, and 简 or 繁 script."
TITLE = "Text that the title must contain; compared in the same way."
FROM = "Earliest ISO date: 2017-10-11, 2017-10 or 2017. Excludes articles without a date."
TO = "Latest ISO date; a month or a year is included to its end."
COLLECTION = "The collection that the article must belong to; ignores case, width and script."
TAGS = "Tags that the article must all have; compared in the same way."
IDS = "The only articles to look at, by id."
_MOST_IDS = 1000
LONGEST = 500  # characters of a collection's name, as of any name that is given
_TagText = Annotated[str, Field(max_length=100, examples=["党建"])]
_IdText = Annotated[str, Field(max_length=100, examples=["b7eb46144430e45b"])]
TagTexts = Annotated[list[_TagText], Field(max_length=50)]
IdTexts = Annotated[list[_IdText], Field(max_length=_MOST_IDS)]


class FiltersIn(BaseModel):
    """Limits a request to some articles. Empty or omitted fields do not filter."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field("", max_length=200, description=SOURCE, examples=["000_"])
    title: str = Field("", max_length=200, description=TITLE, examples=["党建"])
    date_from: str = Field("", description=FROM, examples=["2017-10"], json_schema_extra=SHAPE)
    date_to: str = Field("", description=TO, examples=["2017"], json_schema_extra=SHAPE)
    collection: str = Field("", max_length=LONGEST, description=COLLECTION, examples=["晚报"])
    tags: TagTexts = Field([], description=TAGS, examples=[["党建"]])
    article_ids: IdTexts = Field([], description=IDS, examples=[["b7eb46144430e45b"]])

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


def to_filters(filters: FiltersIn | None) -> Filters:
    """Convert filters that may be absent."""
    return filters.filters() if filters else NO_FILTERS
