"""The JSON of searches."""

from collections.abc import Iterable
from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from service.answers.hits import Source
from service.retrieval.explain import Explanation
from service.retrieval.search import Search
from service.web.schemas.fields import PASSAGE_ID, Request, Text, TopK
from service.web.schemas.filters import FiltersField
from service.web.schemas.sources import ScoresOut, SourceOut


class SearchRequest(Request):
    """A search."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "党建云平台"}]})

    query: Text = Field(description="Words to search for.", examples=["党建云平台"])
    top_k: TopK = Field(10, description="Maximum number of passages to return.")
    filters: FiltersField = None
    why: str | None = Field(
        None,
        max_length=100,
        description="A passage id. The reply then explains which stage dropped it, and why.",
        examples=[PASSAGE_ID],
    )


class ResultOut(SourceOut):
    """A passage that matches the query."""

    scores: ScoresOut = Field(description="Scores at each stage.")

    @classmethod
    def from_source(cls, source: Source) -> "ResultOut":
        """Convert."""
        scores = ScoresOut.of(source.hit.scores)
        return cls(**SourceOut.of(source).model_dump(), scores=scores)


class WhyOut(BaseModel):
    """Why a passage is or is not among the results."""

    passage_id: str = Field(description="Id of the passage.")
    stage: str = Field(
        description="The stage that dropped the passage: unknown, not_indexed, filtered, "
        "not_found, not_ranked, collapsed or outranked; shown if it is among the results."
    )
    explanation: str = Field(description="The same as a sentence.")
    place: int | None = Field(description="Rank of the passage after that stage, from 1.")
    terms: float | None = Field(description="Sum of its BM25 scores.")
    vectors: float | None = Field(
        description="Cosine similarity of query and passage by the static encoder."
    )
    meaning: float | None = Field(
        description="Cosine similarity by the transformer; null if it has not encoded the passage "
        "yet, or is switched off.",
        examples=[0.87],
    )
    features: dict[str, float] | None = Field(
        description="Features that the ranker used, by name; `unread` is 1 if the transformer has "
        "not encoded the passage yet."
    )

    @classmethod
    def of(cls, why: Explanation) -> "WhyOut":
        """Convert."""
        return cls(**asdict(why))


class SearchReply(BaseModel):
    """The matching passages, best first."""

    results: list[ResultOut] = Field(description="Matching passages, best first.")
    total: int = Field(description="Number of results in this reply.")
    articles_left: int | None = Field(
        None, description="Number of articles that pass the filters; null without filters."
    )
    index_revision: int = Field(description="Revision of the library that was searched.")
    why: WhyOut | None = Field(None, description="The explanation, if the request has `why`.")

    @classmethod
    def of(
        cls, found: Search, sources: Iterable[Source], why: Explanation | None = None
    ) -> "SearchReply":
        """Convert a search, whose hits are ``sources``."""
        return cls(
            results=[ResultOut.from_source(source) for source in sources],
            total=len(found.hits),
            articles_left=found.scope.size,
            index_revision=found.revision,
            why=WhyOut.of(why) if why else None,
        )
