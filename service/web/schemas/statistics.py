"""The JSON of the collection's statistics."""

from pydantic import BaseModel, Field

from embeddings.library.catalogue import Share


class ShareOut(BaseModel):
    """The articles of one month or one source."""

    name: str = Field(
        description="A month such as 2017-10, a year if only that is known, or a source."
    )
    articles: int = Field(description="Number of articles.")
    characters: int = Field(description="Total length of their texts in characters.")

    @classmethod
    def of(cls, share: Share) -> "ShareOut":
        """Convert."""
        return cls(name=share.name, articles=share.articles, characters=share.characters)


class StatisticsReply(BaseModel):
    """Statistics of the collection."""

    articles: int = Field(description="Number of articles.")
    characters: int = Field(description="Total length of all texts in characters.")
    undated: int = Field(description="Number of articles without a date.")
    months: list[ShareOut] = Field(description="Months with articles, in chronological order.")
    sources: list[ShareOut] = Field(
        description="The twenty sources with the most articles, in descending order."
    )
    other_articles: int = Field(description="Number of articles from all other sources.")
    other_characters: int = Field(description="Total length of articles from all other sources.")
