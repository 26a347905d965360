"""The JSON of the articles that mention something."""

from typing import Literal

from pydantic import BaseModel, Field

from service.answers.mentions import Mention, Mentions


class MentionOut(BaseModel):
    """An article that mentions it."""

    article_id: str = Field(description="Of GET /v1/documents/{article_id}.")
    title: str = Field(description="The headline, or empty.")
    byline: str = Field(description="Who wrote it, as printed, or empty.")
    date: str = Field(description="ISO date of the article, or empty.")
    source: str = Field(description="The file it comes from.")
    count: int = Field(description="How often the terms stand in its title, byline and text.")
    quote: str = Field(
        description="The first sentence that mentions it, verbatim; empty when only title or "
        "byline do."
    )
    start: int = Field(description="Where the quote starts in the article's text, in characters.")
    end: int = Field(description="Where it ends.")
    highlights: list[tuple[int, int]] = Field(
        description="Where the terms stand in the quote: ranges of the article's text."
    )

    @classmethod
    def of(cls, mention: Mention) -> "MentionOut":
        """Convert."""
        article = mention.article
        start, end = mention.quote or (0, 0)
        return cls(
            article_id=article.id,
            title=article.title,
            byline=article.byline,
            date=article.date,
            source=article.source,
            count=mention.count,
            quote=article.text[start:end],
            start=start,
            end=end,
            highlights=[(span.start, span.end) for span in mention.highlights],
        )


class MentionsOut(BaseModel):
    """One page of all the articles that mention it, in the order of their sources."""

    terms: list[str] = Field(description="What is looked for, word for word.")
    match: Literal["all", "any"] = Field(description="Whether all terms must be there, or any.")
    date: str = Field(description="The beginning of the date that articles must have, or empty.")
    total: int = Field(description="How many articles there are in all.")
    articles: list[MentionOut] = Field(description="Those of this page.")
    next_cursor: str | None = Field(
        description="Give it as cursor to GET /v1/mentions to go on; null at the end."
    )
    index_revision: int = Field(description="If it changes between two pages, begin again.")

    @classmethod
    def of(cls, found: Mentions) -> "MentionsOut":
        """Convert."""
        return cls(
            terms=list(found.asked.terms),
            match=found.asked.match,
            date=found.asked.date,
            total=found.total,
            articles=[MentionOut.of(mention) for mention in found.page],
            next_cursor=None if found.next_offset is None else str(found.next_offset),
            index_revision=found.revision,
        )
