"""The JSON of searching."""

from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from service.answers.hits import Source
from service.retrieval.explain import Explanation
from service.web.schemas.fields import PASSAGE_ID, Request, Text, TopK
from service.web.schemas.filters import FiltersField
from service.web.schemas.sources import ScoresOut, SourceOut


class SearchRequest(Request):
    """A query."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "党建云平台"}]})

    query: Text = Field(description="Words to look for.", examples=["党建云平台"])
    top_k: TopK = Field(10, description="How many passages to give at most.")
    filters: FiltersField = None
    why: str | None = Field(
        None,
        max_length=100,
        description="A passage id: the reply tells which stage dropped that passage, and why.",
        examples=[PASSAGE_ID],
    )


class ResultOut(SourceOut):
    """A passage that was found."""

    scores: ScoresOut = Field(description="By stage.")

    @classmethod
    def of_source(cls, source: Source) -> "ResultOut":
        """Convert."""
        scores = ScoresOut.of(source.hit.scores)
        return cls(**SourceOut.of(source).model_dump(), scores=scores)


class WhyOut(BaseModel):
    """What became of one passage in this search."""

    passage_id: str = Field(description="Of this passage, in `why` and `debug` too.")
    stage: str = Field(
        description="The stage that dropped it: unknown, not_indexed, filtered, not_found, "
        "not_ranked, collapsed, outranked; or shown."
    )
    explanation: str = Field(description="The same in a sentence.")
    place: int | None = Field(description="Its place after that stage, from 1.")
    terms: float | None = Field(description="Its BM25 sum.")
    vectors: float | None = Field(description="Its cosine.")
    features: dict[str, float] | None = Field(description="What the ranking saw of it.")

    @classmethod
    def of(cls, why: Explanation) -> "WhyOut":
        """Convert."""
        return cls(**asdict(why))


class SearchReply(BaseModel):
    """Passages, best first."""

    results: list[ResultOut] = Field(description="Best first.")
    total: int = Field(description="How many results there are in this reply.")
    articles_left: int | None = Field(
        None, description="How many articles the filters leave; null without filters."
    )
    index_revision: int = Field(description="The revision of the library that was searched.")
    why: WhyOut | None = Field(None, description="Given when the request asks why.")
