"""Results of the MCP tools: fields, and text for models that do not read fields."""

from pydantic import BaseModel, Field

from embeddings.documents import Article
from service.answers.answer import Answer
from service.answers.hits import Source
from service.conversations.chat_text import render_chat_text
from service.timelines.timeline import Timeline, TimelineEntry
from service.web.schemas.outcome import (
    AnsweredField,
    ConfidenceField,
    KindField,
    ReasonField,
    UntoldField,
    VerdictField,
)


class PassageResult(BaseModel):
    """A passage of an article."""

    n: int = Field(description="Number of the passage; [n] in an answer cites it.")
    article_id: str = Field(description="Id of the article, for read_article.")
    title: str = Field(description="Title of the article.")
    byline: str = Field(description="Author of the article, or empty.")
    date: str = Field(description="ISO date of publication, or empty.")
    source: str = Field(description="File that the article comes from.")
    collection: str = Field(description="Collection that the article belongs to, or empty.")
    tags: list[str] = Field(description="Tags of the article.")
    page: int | None = Field(description="Printed page; null if the article has no pages.")
    text: str = Field(description="Text of the passage, verbatim.")
    start: int = Field(
        description="Character offset in the article's text where the passage starts."
    )
    end: int = Field(description="Character offset where the passage ends, exclusive.")
    quotes: list[str] = Field(
        description="The parts of the article that the answer quotes, verbatim."
    )

    @classmethod
    def of(cls, source: Source) -> "PassageResult":
        """Convert."""
        article, passage = source.hit.article, source.hit.passage
        return cls(
            n=source.n,
            article_id=article.id,
            title=article.title,
            byline=article.publication_byline,
            date=article.publication_date,
            source=article.source,
            collection=article.collection,
            tags=list(article.tags),
            page=article.page_at(passage.start),
            text=source.hit.text,
            start=passage.start,
            end=passage.end,
            quotes=[article.text[span.start : span.end] for span in source.highlights],
        )

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.byline, self.date, self.source)))
        return f"[{self.n}] {self.title} ({place}; article_id {self.article_id})\n{self.text}"


class AskResult(BaseModel):
    """An answer with its sources, or a refusal."""

    answer: str = Field(
        description="Verbatim quotes, where [n] cites source n; or the reason for declining."
    )
    interpreted: str = Field(description="The question as it was understood.")
    answered: AnsweredField
    reason: ReasonField
    confidence: ConfidenceField
    kind: KindField
    short_answer: str | None = Field(
        description="The words in the quote that answer the question, or null."
    )
    items: list[str] = Field(
        description="The items of a list, or the sides of a comparison as `side: words`, or the "
        "times of a timeline as `time: words`."
    )
    verdict: VerdictField
    untold: UntoldField
    holds_for: str | None = Field(
        description="The ISO period for which the first quote holds, if that is known and asked "
        "for; else null."
    )
    sources: list[PassageResult] = Field(
        description="The passages that support the answer, best first; if declined, the nearest."
    )

    @classmethod
    def of(cls, answer: Answer) -> "AskResult":
        """Convert."""
        return cls(
            answer=render_chat_text(answer),
            interpreted=answer.question,
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            kind=answer.kind,
            short_answer=answer.short.text if answer.short else None,
            items=[": ".join(filter(None, (i.label, i.words.text))) for i in answer.items],
            verdict=answer.verdict,
            untold=list(answer.untold),
            holds_for=answer.validity.period.iso if answer.validity else None,
            sources=[PassageResult.of(source) for source in answer.sources],
        )

    def __str__(self) -> str:
        return "\n\n".join([self.answer, *map(str, self.sources)])


class SearchResult(BaseModel):
    """The matching passages, best first."""

    passages: list[PassageResult] = Field(description="The matching passages.")

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.passages))


class EntryResult(BaseModel):
    """A sentence about the subject, and when what it says holds."""

    period: str = Field(
        description="ISO 8601: a year, a month, a day, or two of them (2022-01/2022-06)."
    )
    basis: str = Field(
        description="Where the article says so: sentence, paragraph, heading, title or "
        "article_date."
    )
    quote: str = Field(description="The sentence, verbatim.")
    article_id: str = Field(description="Id of the article, for read_article.")
    title: str = Field(description="Title of the article.")
    date: str = Field(description="ISO date of publication, or empty.")
    source: str = Field(description="File that the article comes from.")
    collection: str = Field(description="Collection that the article belongs to, or empty.")
    tags: list[str] = Field(description="Tags of the article.")

    @classmethod
    def of(cls, entry: TimelineEntry) -> "EntryResult":
        """Convert."""
        article = entry.article
        return cls(
            period=entry.period.iso,
            basis=entry.validity.basis,
            quote=entry.text,
            article_id=article.id,
            title=article.title,
            date=article.publication_date,
            source=article.source,
            collection=article.collection,
            tags=list(article.tags),
        )

    def __str__(self) -> str:
        return f"{self.period}: {self.quote} ({self.title}; article_id {self.article_id})"


class TimelineResult(BaseModel):
    """What the articles say of a subject, in the order of the times that they tell."""

    entries: list[EntryResult] = Field(description="The entries, earliest first.")
    total: int = Field(description="Number of entries in all.")
    complete: bool = Field(description="Whether all articles that name the subject were looked at.")

    @classmethod
    def of(cls, timeline: Timeline) -> "TimelineResult":
        """Convert."""
        return cls(
            entries=[EntryResult.of(entry) for entry in timeline.entries],
            total=timeline.total,
            complete=timeline.is_complete,
        )

    def __str__(self) -> str:
        return "\n".join(map(str, self.entries))


class ArticleResult(BaseModel):
    """An article or a part of it."""

    article_id: str = Field(description="Id of the article.")
    title: str = Field(description="Title of the article.")
    byline: str = Field(description="Author of the article, or empty.")
    date: str = Field(description="ISO date of publication, or empty.")
    source: str = Field(description="File that the article comes from.")
    collection: str = Field(description="Collection that the article belongs to, or empty.")
    tags: list[str] = Field(description="Tags of the article.")
    url: str = Field(description="Web address of the article, or empty.")
    text: str = Field(description="The requested part of the text, verbatim.")
    start: int = Field(description="Character offset where this part starts.")
    characters: int = Field(description="Length of the whole text in characters.")
    next_start: int | None = Field(
        description="Pass as `start` to continue reading; null at the end."
    )

    @classmethod
    def of(cls, article: Article, start: int, limit: int) -> "ArticleResult":
        """Return ``limit`` characters from ``start`` on."""
        end = start + limit
        return cls(
            article_id=article.id,
            title=article.title,
            byline=article.publication_byline,
            date=article.publication_date,
            source=article.source,
            collection=article.collection,
            tags=list(article.tags),
            url=article.url,
            text=article.text[start:end],
            start=start,
            characters=len(article.text),
            next_start=end if end < len(article.text) else None,
        )

    def __str__(self) -> str:
        more = f"\n\n(continue with start={self.next_start})" if self.next_start is not None else ""
        return f"{self.title}\n{self.byline} {self.date}\n\n{self.text}{more}"
