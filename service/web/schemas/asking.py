"""The JSON of asking and searching."""

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from embeddings.nouns import Article
from service.answering.strictness import Strictness
from service.conversations.conversing import Reply
from service.nouns import Answer, Scores, ShortAnswer, Source
from service.replying import Mode, Sources
from service.retrieval.explaining import Why
from service.web.schemas.filters import FiltersField
from service.web.schemas.generated import NoticeOut, SentenceOut
from service.web.schemas.mentions import MentionsOut
from service.web.schemas.strict import AS_NUMBER, Flag

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=r"\S")
]
TopK = Annotated[int, Field(ge=1, le=50), AS_NUMBER]
Range = tuple[int, int]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskRequest(_Request):
    """A question."""

    question: Text = Field(description="A question in plain words.", examples=["惠济区委书记是谁?"])
    top_k: TopK = Field(5, description="How many sources to give at most.")
    conversation_id: str | None = Field(
        None, max_length=100, description="Of the reply before; absent, a new conversation begins."
    )
    carry_over: str | None = Field(
        None,
        max_length=200,
        description="What to take over from the turns before: another subject, or empty for "
        "nothing. Absent, it is found.",
    )
    filters: FiltersField = None
    strictness: Strictness | None = Field(
        None, description="How sure an answer must be; by default as the server is set."
    )
    mode: Mode = Field(
        Mode.AUTO,
        description="Who answers: quotes of the articles (extractive), a language model (llm), "
        "or the language model where one is set (auto).",
    )
    stream: Flag = Field(False, description="Whether to reply as server-sent events.")
    debug: Flag = Field(False, description="Whether to give the scores of every source by stage.")


class SearchRequest(_Request):
    """A query."""

    query: Text = Field(description="Words to look for.", examples=["党建云平台"])
    top_k: TopK = Field(10, description="How many passages to give at most.")
    filters: FiltersField = None
    why: str | None = Field(
        None,
        max_length=100,
        description="A passage id: the reply tells which stage dropped that passage, and why.",
    )


class ReprintOut(BaseModel):
    """An article that prints the same story."""

    article_id: str = Field(description="Of GET /v1/documents/{article_id}.")
    title: str = Field(description="The headline of the article, or empty.")
    source: str = Field(description="The file it comes from.")
    date: str = Field(description="ISO date of the article, or empty.")

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
    page: int | None = Field(description="The printed page of its quote; null without pages.")
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
    reranker: float | None = Field(description="The cross-encoder's, 0-1; null without one.")

    @classmethod
    def of(cls, scores: Scores) -> "ScoresOut":
        """Convert."""
        return cls(**asdict(scores))


class ResultOut(SourceOut):
    """A passage that was found."""

    scores: ScoresOut = Field(description="By stage.")

    @classmethod
    def of_source(cls, source: Source) -> "ResultOut":
        """Convert."""
        scores = ScoresOut.of(source.hit.scores)
        return cls(**SourceOut.of(source).model_dump(), scores=scores)


class ShortAnswerOut(BaseModel):
    """The words that answer: ``start:end`` of the article of source number ``source``."""

    source: int = Field(description="The number of the source that it stands in.")
    start: int = Field(description="Where it starts in that article's text, in characters.")
    end: int = Field(description="Where it ends.")
    text: str = Field(description="The words, verbatim.")

    @classmethod
    def of(cls, short: ShortAnswer) -> "ShortAnswerOut":
        """Convert."""
        return cls(source=short.n, start=short.start, end=short.end, text=short.text)


class Interpreted(BaseModel):
    """How the question was understood."""

    question: str = Field(description="The standalone question that was answered.")
    carried_over: str = Field(description="What it took over from the turns before, or empty.")


class AskReply(BaseModel):
    """An answer, or an honest no with the nearest passages."""

    id: str = Field(description="What feedback names this answer by.")
    kind: Literal["passages", "collection"] = Field(
        description="What it was answered from: the passages that tell, or the whole collection."
    )
    answer: str = Field(
        description="Verbatim quotes, one a line; with the mode llm, what the language model wrote "
        "with [n] for source n; empty when declined. Of the kind collection: a sentence that "
        "counts the articles, also when there are none."
    )
    answered: bool = Field(description="Whether there is an answer.")
    reason: str | None = Field(description="no_match or weak_match when declined.")
    confidence: int = Field(
        ge=0,
        le=100,
        description="How sure the answer is: of those given 70, about 70 in 100 are right.",
    )
    mode: Literal["extractive", "llm"] = Field(description="Who answered.")
    notice: NoticeOut | None = Field(None, description="What became of the language model.")
    sentences: list[SentenceOut] = Field([], description="Those of a generated answer, in order.")
    short_answer: ShortAnswerOut | None = Field(
        description="The words of the answer that tell what was asked; null when declined."
    )
    differing: list[ShortAnswerOut] = Field(
        description="What other articles say instead; their quotes follow in the answer."
    )
    sources: list[SourceOut] = Field(
        description="What proves the answer; when declined, the nearest passages."
    )
    total: int | None = Field(description="Of the kind collection: how many articles. Else null.")
    mentions: MentionsOut | None = Field(description="Of the kind collection: which articles.")
    interpreted: Interpreted = Field(description="The question as it was understood.")
    timings_ms: dict[str, float] = Field(description="Milliseconds of each stage.")
    articles_left: int | None = Field(
        None,
        description="How many articles the filters leave; 0 tells that they exclude everything. "
        "Null without filters.",
    )
    index_revision: int = Field(description="The revision of the library that was searched.")
    conversation_id: str | None = Field(description="Null when conversations are not stored.")
    debug: dict[str, ScoresOut] | None = Field(None, description="Scores by passage id.")

    @classmethod
    def of(cls, reply: Reply, *, debug: bool) -> "AskReply":
        """Convert."""
        answer, reading = reply.answer, reply.reading
        return cls(
            id=reply.answer_id,
            kind="collection" if answer.mentions else "passages",
            answer=answer.text,
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            mode="llm" if answer.generated else "extractive",
            notice=NoticeOut.of(answer.notice) if answer.notice else None,
            sentences=SentenceOut.all_of(answer.generated),
            short_answer=ShortAnswerOut.of(answer.short) if answer.short else None,
            differing=[ShortAnswerOut.of(other) for other in answer.differing],
            sources=[SourceOut.of(source) for source in answer.sources],
            total=answer.mentions.total if answer.mentions else None,
            mentions=MentionsOut.of(answer.mentions) if answer.mentions else None,
            interpreted=Interpreted(question=reading.question, carried_over=reading.carried_over),
            timings_ms=answer.timings_ms,
            articles_left=answer.articles_left,
            index_revision=answer.revision,
            conversation_id=reply.conversation_id,
            debug=_scores(answer) if debug else None,
        )


class SourcesOut(BaseModel):
    """The event `sources`: what the answer will rest on."""

    sources: list[SourceOut] = Field(description="Numbered as in the final reply.")

    @classmethod
    def of(cls, found: Sources) -> "SourcesOut":
        """Convert."""
        return cls(sources=[SourceOut.of(source) for source in found.sources])


class DeltaOut(BaseModel):
    """The event `delta`: what the answer grows by. The final one stands in place of all deltas."""

    text: str = Field(description="The next piece.")


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
    def of(cls, why: Why) -> "WhyOut":
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


def _scores(answer: Answer) -> dict[str, ScoresOut]:
    return {s.hit.passage.id: ScoresOut.of(s.hit.scores) for s in answer.sources}


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
