"""The JSON of how the collection is made up."""

from pydantic import BaseModel, Field

from embeddings.library.catalogue import Share


class ShareOut(BaseModel):
    """The articles of one month or one source."""

    name: str = Field(
        description="A month as 2017-10, or a year where only that is known; a source."
    )
    articles: int = Field(description="How many articles.")
    characters: int = Field(description="How many characters their texts have.")

    @classmethod
    def of(cls, share: Share) -> "ShareOut":
        """Convert."""
        return cls(name=share.name, articles=share.articles, characters=share.characters)


class StatisticsReply(BaseModel):
    """How the collection is made up."""

    articles: int = Field(description="How many articles in all.")
    characters: int = Field(description="How many characters their texts have in all.")
    undated: int = Field(description="Articles without a date.")
    months: list[ShareOut] = Field(description="By time, only those that have articles.")
    sources: list[ShareOut] = Field(
        description="The twenty with the most articles, the most first."
    )
    other_articles: int = Field(description="Articles of all other sources.")
    other_characters: int = Field(description="Characters of all other sources.")
