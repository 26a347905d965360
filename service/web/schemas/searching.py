"""The JSON of searches."""

from collections.abc import Iterable
from dataclasses import asdict

from pydantic import BaseModel, ConfigDict, Field

from service.answers.hits import Source
from service.exported_file import Format
from service.language import Language
from service.retrieval.explain import Explanation
from service.retrieval.matching import Facet, FacetName
from service.retrieval.results import Results, Sort
from service.web.schemas.fields import PASSAGE_ID, Flag, Request, Text, TopK
from service.web.schemas.filters import FiltersField
from service.web.schemas.sources import ScoresOut, SourceOut


class SearchRequest(Request):
    """A search."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"query": "党建云平台"}]})

    query: Text = Field(description="Words to search for.", examples=["党建云平台"])
    top_k: TopK = Field(10, description="Maximum number of passages to return.")
    filters: FiltersField = None
    sort: Sort = Field(
        Sort.RELEVANCE,
        description="The order of the passages: relevance, or date, the newest article first.",
        examples=["date"],
    )
    facets: Flag = Field(
        False,
        description="Whether to count what the results can be narrowed by, over all articles that "
        "match.",
        examples=[True],
    )
    everything: Flag = Field(
        False,
        description="Whether to return the nearest passages even if they have nothing to do with "
        "the query.",
        examples=[True],
    )
    form: Format = Field(
        Format.JSON,
        alias="format",
        description="JSON, or a file: CSV for spreadsheets, or Markdown.",
        examples=["csv"],
    )
    language: Language = Field(
        Language.CHINESE,
        description="Language of headings and labels in a file.",
        examples=["zh"],
    )
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
        "not_found, not_ranked, collapsed, cut_off or outranked; shown if it is among the results."
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


class FacetValueOut(BaseModel):
    """A value that the results can be narrowed to."""

    value: str = Field(description="The value, as a filter takes it.", examples=["2017"])
    articles: int = Field(description="How many matching articles have it.", examples=[3])


class FacetOut(BaseModel):
    """A property by which the results can be narrowed, with its most frequent values."""

    name: FacetName = Field(
        description="`collection`, `source` (the file), or `year` (of publication).",
        examples=["year"],
    )
    values: list[FacetValueOut] = Field(
        description="At most 20, the most frequent first; all years, the newest first.",
        examples=[[{"value": "2017", "articles": 3}]],
    )

    @classmethod
    def of(cls, facet: Facet) -> "FacetOut":
        """Convert."""
        values = [FacetValueOut(value=value, articles=n) for value, n in facet.values]
        return cls(name=facet.name, values=values)


class SearchReply(BaseModel):
    """The matching passages."""

    results: list[ResultOut] = Field(description="Matching passages, in the order asked for.")
    total: int = Field(description="Number of results in this reply.")
    cut_off: int = Field(
        description="How many of the nearest passages were left out because they have nothing to "
        "do with the query.",
        examples=[34],
    )
    articles: int | None = Field(
        None,
        description="How many articles match: those of the results, and those that have all words "
        "of the query in one passage; null unless `facets` or the order by date was asked for.",
        examples=[4],
    )
    facets: list[FacetOut] | None = Field(
        None,
        description="What the results can be narrowed by; null unless asked for.",
        examples=[[{"name": "year", "values": [{"value": "2017", "articles": 3}]}]],
    )
    articles_left: int | None = Field(
        None, description="Number of articles that pass the filters; null without filters."
    )
    index_revision: int = Field(description="Revision of the library that was searched.")
    why: WhyOut | None = Field(None, description="The explanation, if the request has `why`.")

    @classmethod
    def of(
        cls, found: Results, sources: Iterable[Source], why: Explanation | None = None
    ) -> "SearchReply":
        """Convert the results of a search, whose hits are ``sources``."""
        facets = None if found.facets is None else [FacetOut.of(one) for one in found.facets]
        return cls(
            results=[ResultOut.from_source(source) for source in sources],
            total=len(found.hits),
            cut_off=found.cut_off,
            articles=found.articles,
            facets=facets,
            articles_left=found.search.scope.size,
            index_revision=found.search.revision,
            why=WhyOut.of(why) if why else None,
        )
