"""The JSON of the collection's statistics."""

from dataclasses import asdict

from pydantic import BaseModel, Field

from embeddings.library.catalogue import Share
from service.conversations.usage import Usage


class ShareOut(BaseModel):
    """The articles of one month, one source or one collection."""

    name: str = Field(
        description="A month such as 2017-10, a year if only that is known, a source or a "
        "collection."
    )
    articles: int = Field(description="Number of articles.")
    characters: int = Field(description="Total length of their texts in characters.")

    @classmethod
    def of(cls, share: Share) -> "ShareOut":
        """Convert."""
        return cls(name=share.name, articles=share.articles, characters=share.characters)


class QuestionsOut(BaseModel):
    """The questions of the conversations that are kept."""

    asked: int = Field(description="Number of questions.")
    declined: int = Field(description="Number of those that were declined.")
    useful: int = Field(description="Number of answers that readers found useful.")
    not_useful: int = Field(description="Number of answers that they did not.")

    @classmethod
    def of(cls, usage: Usage) -> "QuestionsOut":
        """Convert."""
        return cls(**asdict(usage))


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
    collections: list[ShareOut] = Field(
        description="The twenty collections with the most articles, in descending order."
    )
    questions: QuestionsOut = Field(
        description="The questions of the conversations that are kept: all for an editor of all "
        "collections, else those of the API key."
    )
