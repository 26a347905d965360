"""The JSON of the articles that mention something."""

from typing import Literal

from pydantic import BaseModel, Field

from service.answers.mentions import Mention, Mentions
from service.web.schemas.article_head import ArticleHeadOut, read_head


class MentionOut(ArticleHeadOut):
    """An article that mentions the terms."""

    count: int = Field(description="Occurrences of the terms in title, byline and text.")
    quote: str = Field(
        description="First sentence with a mention, verbatim; empty if only the title or the "
        "byline has one."
    )
    start: int = Field(description="Character offset in the article's text where the quote starts.")
    end: int = Field(description="Character offset where the quote ends, exclusive.")
    highlights: list[tuple[int, int]] = Field(
        description="Ranges of the article's text where the terms occur in the quote."
    )

    @classmethod
    def of(cls, mention: Mention) -> "MentionOut":
        """Convert."""
        article = mention.article
        start, end = mention.quote or (0, 0)
        return cls(
            **read_head(article),
            count=mention.count,
            quote=article.text[start:end],
            start=start,
            end=end,
            highlights=[(span.start, span.end) for span in mention.highlights],
        )


class MentionsOut(BaseModel):
    """A page of the articles that mention the terms, ordered by source."""

    terms: list[str] = Field(description="The terms that are searched for, verbatim.")
    match: Literal["all", "any"] = Field(
        description="Whether an article must contain all terms or any."
    )
    date: str = Field(description="Prefix that the articles' ISO dates must have, or empty.")
    total: int = Field(description="Number of matching articles on all pages.")
    articles: list[MentionOut] = Field(description="The articles on this page.")
    next_cursor: str | None = Field(
        description="Pass as `cursor` to GET /v1/mentions to get the next page; null on the last "
        "page."
    )
    index_revision: int = Field(
        description="Revision of the library that was searched. If it changes between pages, "
        "start over."
    )

    @classmethod
    def of(cls, mentions: Mentions) -> "MentionsOut":
        """Convert."""
        return cls(
            terms=list(mentions.asked.terms),
            match=mentions.asked.match,
            date=mentions.asked.date,
            total=mentions.total,
            articles=[MentionOut.of(mention) for mention in mentions.page],
            next_cursor=None if mentions.next_offset is None else str(mentions.next_offset),
            index_revision=mentions.revision,
        )
