"""The JSON of the passages that support an answer."""

from dataclasses import asdict
from typing import Any

from pydantic import BaseModel, Field

from embeddings.documents import Article, Origin
from embeddings.places import PlacedText
from service.answers.events import Sources
from service.answers.hits import Scores, Source
from service.web.schemas.article_head import COLLECTION, TAGS, read_head

Range = tuple[int, int]


class ReprintOut(BaseModel):
    """An article that prints the same story."""

    article_id: str = Field(
        description="Id of the article, for GET /v1/documents/{article_id}.",
        examples=["5d41402abc4b2a76"],
    )
    title: str = Field(description="Headline of the article, or empty.", examples=["新站启用"])
    source: str = Field(
        description="File that the article comes from.", examples=["2017-10-12 要闻.txt"]
    )
    date: str = Field(description="ISO date of the article, or empty.", examples=["2017-10-12"])

    @classmethod
    def of(cls, article: Article) -> "ReprintOut":
        """Convert."""
        return cls(
            article_id=article.id,
            title=article.title,
            source=article.source,
            date=article.publication_date,
        )


class RegionOut(BaseModel):
    """A box on a printed page: shares of its width and height, from the upper left corner."""

    page: int = Field(
        description="Number of the page, for GET /v1/documents/{article_id}/pages/{number}.",
        examples=[3],
    )
    left: float = Field(ge=0, le=1, description="Left edge.", examples=[0.0635])
    top: float = Field(ge=0, le=1, description="Upper edge.", examples=[0.3124])
    right: float = Field(ge=0, le=1, description="Right edge.", examples=[0.6448])
    bottom: float = Field(ge=0, le=1, description="Lower edge.", examples=[0.3354])

    @classmethod
    def of(cls, place: PlacedText) -> "RegionOut":
        """Convert."""
        edges = (place.left, place.top, place.right, place.bottom)
        left, top, right, bottom = (round(edge, 5) for edge in edges)
        return cls(page=place.page, left=left, top=top, right=right, bottom=bottom)


class RegionsReply(BaseModel):
    """Where a stretch of text is printed."""

    regions: list[RegionOut] = Field(
        description="One for each line of it, in order; empty if the article has no pages."
    )


class SourceOut(BaseModel):
    """A passage with its article."""

    n: int = Field(description="Number of the source in this reply, from 1.")
    article_id: str = Field(description="Id of the article, for GET /v1/documents/{article_id}.")
    passage_id: str = Field(description="Id of the passage, as in `why` and `debug`.")
    title: str = Field(description="Headline of the article, or empty.")
    byline: str = Field(description="Author as printed, or empty.")
    date: str = Field(description="ISO date of the article, or empty.")
    date_origin: Origin = Field(
        description="Where the date was found, as in GET /v1/documents/{article_id}.",
        examples=["printed"],
    )
    byline_origin: Origin = Field(
        description="Where the byline was found, likewise.", examples=["printed"]
    )
    source: str = Field(description="File that the article comes from.")
    collection: str = Field(description=COLLECTION, examples=["晚报"])
    tags: list[str] = Field(description=TAGS, examples=[["党建"]])
    url: str = Field(description="Web address of the article, or empty.")
    page: int | None = Field(
        description="Printed page of the quote; null if the article has no pages.", examples=[3]
    )
    heading: str = Field(description="Section heading above the passage, or empty.")
    text: str = Field(description="Text of the passage, verbatim.")
    start: int = Field(
        description="Character offset in the article's text where the passage starts."
    )
    end: int = Field(description="Character offset where the passage ends, exclusive.")
    highlights: list[Range] = Field(
        description="Ranges of the article's text: the quotes of an answer, or the query's words "
        "in a search."
    )
    regions: list[RegionOut] = Field(
        [],
        description="Where the highlights are printed, line by line; empty if the article has no "
        "pages, and in the event `sources`.",
    )
    reprints: list[ReprintOut] = Field(description="Other articles that print the same story.")
    score: float = Field(description="Final score, by which passages are ordered.")

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        """Convert."""
        return cls(
            **_locate(source),
            highlights=[(span.start, span.end) for span in source.highlights],
            regions=[RegionOut.of(region) for region in source.regions],
            reprints=[ReprintOut.of(article) for article in source.hit.reprints],
            score=round(source.hit.scores.final, 4),
        )


class ScoresOut(BaseModel):
    """The scores of a passage at each stage."""

    terms: float = Field(
        description="Sum of the BM25 scores over words, character bigrams and characters."
    )
    vectors: float = Field(
        description="Cosine similarity of query and passage by the static encoder."
    )
    meaning: float | None = Field(
        description="Cosine similarity by the transformer; null if it has not encoded the passage "
        "yet, or is switched off.",
        examples=[0.87],
    )
    fused: float = Field(description="`terms`, `vectors` and `meaning` combined on one scale.")
    final: float = Field(description="Final score, by which passages are ordered.")
    reranker: float | None = Field(
        description="Score of the cross-encoder, 0-1; null without one.", examples=[0.93]
    )
    reader: float | None = Field(
        description="The reader's probability, 0-1, that the passage answers; null in a search, "
        "and if it was not read.",
        examples=[0.88],
    )
    relevance: float | None = Field(
        description="How likely the passage has anything to do with the query, 0-1; a search "
        "leaves out what is below 0.4.",
        examples=[0.97],
    )

    @classmethod
    def of(cls, scores: Scores) -> "ScoresOut":
        """Convert."""
        return cls(**asdict(scores))


class SourcesOut(BaseModel):
    """The event `sources`: the passages that the answer is based on."""

    sources: list[SourceOut] = Field(description="The sources, numbered as in the final reply.")

    @classmethod
    def of(cls, event: Sources) -> "SourcesOut":
        """Convert."""
        return cls(sources=[SourceOut.of(source) for source in event.sources])


def _locate(source: Source) -> dict[str, Any]:
    hit = source.hit
    quote = source.highlights[0].start if source.highlights else hit.passage.start
    return {
        "n": source.n,
        **read_head(hit.article),
        "passage_id": hit.passage.id,
        "url": hit.article.url,
        "page": hit.article.page_at(quote),
        "heading": hit.passage.heading,
        "text": hit.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
    }
