"""What the tools for language models give: fields, and text for models that read no fields."""

from pydantic import BaseModel, Field

from embeddings.documents import Article
from service.answers.answer import Answer
from service.answers.hits import Source
from service.conversations.chat_text import render_chat_text


class PassageResult(BaseModel):
    """A passage of an article."""

    n: int = Field(description="Its number: [n] in an answer names it.")
    article_id: str = Field(description="Of its article, for read_article.")
    title: str = Field(description="The article's title.")
    byline: str = Field(description="Who wrote the article, or empty.")
    date: str = Field(description="ISO date of the article, or empty.")
    source: str = Field(description="The file it comes from.")
    page: int | None = Field(description="The printed page; null without pages.")
    text: str = Field(description="The passage, verbatim.")
    start: int = Field(description="Where it starts in the article's text, in characters.")
    end: int = Field(description="Where it ends.")
    quotes: list[str] = Field(description="What the answer quotes of the article, verbatim.")

    @classmethod
    def of(cls, source: Source) -> "PassageResult":
        """Convert."""
        article, passage = source.hit.article, source.hit.passage
        return cls(
            n=source.n,
            article_id=article.id,
            title=article.title,
            byline=article.byline,
            date=article.date,
            source=article.source,
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
    """An answer with its sources, or that there is none."""

    answer: str = Field(
        description="Verbatim quotes with [n] for source n; or a sentence that says why not."
    )
    answered: bool = Field(description="Whether there is an answer.")
    reason: str | None = Field(description="no_match or weak_match when there is none.")
    confidence: int = Field(ge=0, le=100, description="How sure the answer is.")
    short_answer: str | None = Field(description="The words of the quote that answer, or null.")
    sources: list[PassageResult] = Field(
        description="What the answer rests on, best first; without one, the nearest passages."
    )

    @classmethod
    def of(cls, answer: Answer) -> "AskResult":
        """Convert."""
        return cls(
            answer=render_chat_text(answer),
            answered=answer.answered,
            reason=answer.reason,
            confidence=answer.confidence,
            short_answer=answer.short.text if answer.short else None,
            sources=[PassageResult.of(source) for source in answer.sources],
        )

    def __str__(self) -> str:
        return "\n\n".join([self.answer, *map(str, self.sources)])


class SearchResult(BaseModel):
    """Passages, best first."""

    passages: list[PassageResult] = Field(description="What was found.")

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.passages))


class ArticleResult(BaseModel):
    """A stretch of an article."""

    article_id: str = Field(description="Its id.")
    title: str = Field(description="Its title.")
    byline: str = Field(description="Who wrote it, or empty.")
    date: str = Field(description="Its ISO date, or empty.")
    source: str = Field(description="The file it comes from.")
    url: str = Field(description="The address that its file gives for it, or empty.")
    text: str = Field(description="The stretch of its text, verbatim.")
    start: int = Field(description="Where the stretch starts, in characters.")
    characters: int = Field(description="How long the whole text is.")
    next_start: int | None = Field(description="Give it as start to read on; null at the end.")

    @classmethod
    def of(cls, article: Article, start: int, limit: int) -> "ArticleResult":
        """Cut ``limit`` characters from ``start`` on."""
        end = start + limit
        return cls(
            article_id=article.id,
            title=article.title,
            byline=article.byline,
            date=article.date,
            source=article.source,
            url=article.url,
            text=article.text[start:end],
            start=start,
            characters=len(article.text),
            next_start=end if end < len(article.text) else None,
        )

    def __str__(self) -> str:
        more = f"\n\n(start={self.next_start} reads on)" if self.next_start is not None else ""
        return f"{self.title}\n{self.byline} {self.date}\n\n{self.text}{more}"
