"""The JSON of the passages that prove an answer."""

from dataclasses import asdict

from pydantic import BaseModel, Field

from embeddings.documents import Article
from service.answers.events import Sources
from service.answers.hits import Scores, Source

Range = tuple[int, int]


class ReprintOut(BaseModel):
    """An article that prints the same story."""

    article_id: str = Field(
        description="Of GET /v1/documents/{article_id}.", examples=["5d41402abc4b2a76"]
    )
    title: str = Field(description="The headline of the article, or empty.", examples=["新站启用"])
    source: str = Field(description="The file it comes from.", examples=["2017-10-12 要闻.txt"])
    date: str = Field(description="ISO date of the article, or empty.", examples=["2017-10-12"])

    @classmethod
    def of(cls, article: Article) -> "ReprintOut":
        """Convert."""
        return cls(
            article_id=article.id, title=article.title, source=article.source, date=article.date
        )


class SourceOut(BaseModel):
    """A passage with its place."""

    n: int = Field(description="Its number in this reply, from 1.")
    article_id: str = Field(description="Of GET /v1/documents/{article_id}.")
    passage_id: str = Field(description="Of this passage, in `why` and `debug` too.")
    title: str = Field(description="The headline of the article, or empty.")
    byline: str = Field(description="Who wrote it, as printed, or empty.")
    date: str = Field(description="ISO date of the article, or empty.")
    source: str = Field(description="The file it comes from.")
    url: str = Field(description="The address that its file gives for it, or empty.")
    page: int | None = Field(
        description="The printed page of its quote; null without pages.", examples=[3]
    )
    heading: str = Field(description="The section heading above it, or empty.")
    text: str = Field(description="The passage, verbatim.")
    start: int = Field(description="Where it starts in the article's text, in characters.")
    end: int = Field(description="Where it ends.")
    highlights: list[Range] = Field(
        description="Ranges of the article's text: those quoted; in a search, the query's words."
    )
    reprints: list[ReprintOut] = Field(description="Other articles that print the same story.")
    score: float = Field(description="What the passages are ordered by.")

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        """Convert."""
        return cls(
            **_place(source),  # type: ignore[arg-type] # checked by pydantic
            highlights=[(span.start, span.end) for span in source.highlights],
            reprints=[ReprintOut.of(article) for article in source.hit.reprints],
            score=round(source.hit.scores.final, 4),
        )


class ScoresOut(BaseModel):
    """Scores of one passage by stage."""

    terms: float = Field(description="BM25 over words, character bigrams and characters, summed.")
    vectors: float = Field(description="Cosine of query and passage.")
    fused: float = Field(description="Both on one scale.")
    final: float = Field(description="What the passages are ordered by.")
    reranker: float | None = Field(
        description="The cross-encoder's, 0-1; null without one.", examples=[0.93]
    )

    @classmethod
    def of(cls, scores: Scores) -> "ScoresOut":
        """Convert."""
        return cls(**asdict(scores))


class SourcesOut(BaseModel):
    """The event `sources`: what the answer will rest on."""

    sources: list[SourceOut] = Field(description="Numbered as in the final reply.")

    @classmethod
    def of(cls, found: Sources) -> "SourcesOut":
        """Convert."""
        return cls(sources=[SourceOut.of(source) for source in found.sources])


def _place(source: Source) -> dict[str, str | int | None]:
    hit = source.hit
    quote = source.highlights[0].start if source.highlights else hit.passage.start
    return {
        "n": source.n,
        "article_id": hit.article.id,
        "passage_id": hit.passage.id,
        "title": hit.article.title,
        "byline": hit.article.byline,
        "date": hit.article.date,
        "source": hit.article.source,
        "url": hit.article.url,
        "page": hit.article.page_at(quote),
        "heading": hit.passage.heading,
        "text": hit.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
    }
