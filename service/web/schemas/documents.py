"""The JSON of the articles of the library."""

from pydantic import BaseModel, Field

from embeddings.nouns import Article, Passage


class ArticleSummary(BaseModel):
    """An article without its text."""

    id: str
    source: str
    title: str
    byline: str
    date: str
    characters: int

    @classmethod
    def of(cls, article: Article) -> "ArticleSummary":
        """Convert."""
        return cls(
            id=article.id,
            source=article.source,
            title=article.title,
            byline=article.byline,
            date=article.date,
            characters=len(article.text),
        )


class DocumentsReply(BaseModel):
    """One page of the list of articles."""

    documents: list[ArticleSummary]
    total: int = Field(description="How many articles match in all.")
    next_cursor: str | None = Field(description="Give it as cursor to go on; null at the end.")


class RangeOut(BaseModel):
    """A range of the article's text."""

    start: int
    end: int


class PassageOut(RangeOut):
    """A passage of the article."""

    id: str
    heading: str

    @classmethod
    def of(cls, passage: Passage) -> "PassageOut":
        """Convert."""
        return cls(id=passage.id, heading=passage.heading, start=passage.start, end=passage.end)


class DocumentReply(ArticleSummary):
    """A whole article."""

    text: str
    headings: list[RangeOut]
    passages: list[PassageOut]
