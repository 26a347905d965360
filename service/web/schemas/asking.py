"""The JSON of asking and searching."""

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from service.explaining import Why
from service.nouns import Answer, Hit, Scores, ShortAnswer, Source
from service.web.schemas.mentions import MentionsOut

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
TopK = Annotated[int, Field(ge=1, le=50)]
Range = tuple[int, int]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskRequest(_Request):
    """A question."""

    question: Text = Field(description="A question in plain words.", examples=["惠济区委书记是谁?"])
    top_k: TopK = Field(5, description="How many sources to give at most.")
    mode: Literal["extractive", "auto"] = Field("auto", description="How to answer.")
    debug: bool = Field(False, description="Whether to give the scores of every source by stage.")


class SearchRequest(_Request):
    """A query."""

    query: Text = Field(description="Words to look for.", examples=["党建云平台"])
    top_k: TopK = Field(10, description="How many passages to give at most.")
    why: str | None = Field(
        None,
        max_length=100,
        description="A passage id: the reply tells which stage dropped that passage, and why.",
    )


class SourceOut(BaseModel):
    """A passage with its place."""

    n: int = Field(description="Its number in this reply, from 1.")
    article_id: str
    passage_id: str
    title: str
    byline: str
    date: str = Field(description="ISO date of the article, or empty.")
    source: str = Field(description="The file it comes from.")
    heading: str = Field(description="The section heading above it, or empty.")
    text: str = Field(description="The passage, verbatim.")
    start: int = Field(description="Where it starts in the article's text, in characters.")
    end: int = Field(description="Where it ends.")
    highlights: list[Range] = Field(description="Quoted ranges of the article's text.")
    score: float = Field(description="What the passages are ordered by.")

    @classmethod
    def of(cls, source: Source) -> "SourceOut":
        """Convert."""
        return cls(
            **_place(source.n, source.hit),  # type: ignore[arg-type] # checked by pydantic
            highlights=[(span.start, span.end) for span in source.highlights],
            score=round(source.hit.scores.final, 4),
        )


class ScoresOut(BaseModel):
    """Scores of one passage by stage."""

    terms: float = Field(description="BM25 over words, character bigrams and characters, summed.")
    vectors: float = Field(description="Cosine of query and passage.")
    fused: float = Field(description="Both on one scale.")
    final: float = Field(description="What the passages are ordered by.")
    reranker: float | None = Field(description="The cross-encoder's, 0-1; null without one.")

    @classmethod
    def of(cls, scores: Scores) -> "ScoresOut":
        """Convert."""
        return cls(**asdict(scores))


class ResultOut(SourceOut):
    """A passage that was found."""

    scores: ScoresOut

    @classmethod
    def of_hit(cls, n: int, hit: Hit) -> "ResultOut":
        """Convert."""
        return cls(**SourceOut.of(Source(n, hit)).model_dump(), scores=ScoresOut.of(hit.scores))


class ShortAnswerOut(BaseModel):
    """The words that answer: ``start:end`` of the article of source number ``source``."""

    source: int
    start: int
    end: int
    text: str

    @classmethod
    def of(cls, short: ShortAnswer) -> "ShortAnswerOut":
        """Convert."""
        return cls(source=short.n, start=short.start, end=short.end, text=short.text)


class Interpreted(BaseModel):
    """How the question was understood."""

    question: str


class AskReply(BaseModel):
    """An answer, or an honest no with the nearest passages."""

    id: str
    kind: Literal["passages", "collection"] = Field(
        description="What it was answered from: the passages that tell, or the whole collection."
    )
    answer: str = Field(
        description="Verbatim quotes, one a line; empty when declined. Of the kind collection: a "
        "sentence that counts the articles, also when there are none."
    )
    answered: bool
    reason: str | None = Field(description="no_match or weak_match when declined.")
    confidence: int = Field(ge=0, le=100)
    mode: Literal["extractive"]
    short_answer: ShortAnswerOut | None
    sources: list[SourceOut]
    total: int | None = Field(description="Of the kind collection: how many articles. Else null.")
    mentions: MentionsOut | None = Field(description="Of the kind collection: which articles.")
    interpreted: Interpreted
    timings_ms: dict[str, float]
    index_revision: int
    debug: dict[str, ScoresOut] | None = Field(None, description="Scores by passage id.")

    @classmethod
    def of(cls, answer_id: str, answer: Answer, *, debug: bool) -> "AskReply":
        """Convert."""
        return cls(
            id=answer_id,
            kind="collection" if answer.mentions else "passages",
            answer=answer.text,
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            mode="extractive",
            short_answer=ShortAnswerOut.of(answer.short) if answer.short else None,
            sources=[SourceOut.of(source) for source in answer.sources],
            total=answer.mentions.total if answer.mentions else None,
            mentions=MentionsOut.of(answer.mentions) if answer.mentions else None,
            interpreted=Interpreted(question=answer.question),
            timings_ms=answer.timings_ms,
            index_revision=answer.revision,
            debug=_scores(answer) if debug else None,
        )


class WhyOut(BaseModel):
    """What became of one passage in this search."""

    passage_id: str
    stage: str = Field(
        description="The stage that dropped it: unknown, not_indexed, not_found, not_ranked, "
        "outranked; or shown."
    )
    explanation: str
    place: int | None = Field(description="Its place after that stage, from 1.")
    terms: float | None = Field(description="Its BM25 sum.")
    vectors: float | None = Field(description="Its cosine.")
    features: dict[str, float] | None = Field(description="What the ranking saw of it.")

    @classmethod
    def of(cls, why: Why) -> "WhyOut":
        """Convert."""
        return cls(**asdict(why))


class SearchReply(BaseModel):
    """Passages, best first."""

    results: list[ResultOut]
    total: int = Field(description="How many results there are in this reply.")
    index_revision: int
    why: WhyOut | None = Field(None, description="Given when the request asks why.")


def _scores(answer: Answer) -> dict[str, ScoresOut]:
    return {s.hit.passage.id: ScoresOut.of(s.hit.scores) for s in answer.sources}


def _place(n: int, hit: Hit) -> dict[str, str | int]:
    return {
        "n": n,
        "article_id": hit.article.id,
        "passage_id": hit.passage.id,
        "title": hit.article.title,
        "byline": hit.article.byline,
        "date": hit.article.date,
        "source": hit.article.source,
        "heading": hit.passage.heading,
        "text": hit.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
    }
