"""What replies that list articles tell of each."""

from typing import Any

from pydantic import BaseModel, Field

from embeddings.documents import Article, Origin

COLLECTION = "Collection that it belongs to, or empty."
TAGS = "Its tags."


class ArticleHeadOut(BaseModel):
    """An article's id, headline, imprint and file."""

    article_id: str = Field(description="Id of the article, for GET /v1/documents/{article_id}.")
    title: str = Field(description="Headline of the article, or empty.")
    byline: str = Field(description="Author as printed, or empty.")
    date: str = Field(description="ISO date of the article, or empty.")
    date_origin: Origin = Field(
        description="Where the date was found, as in GET /v1/documents/{article_id}."
    )
    byline_origin: Origin = Field(description="Where the byline was found, likewise.")
    source: str = Field(description="File that the article comes from.")
    collection: str = Field(description=COLLECTION, examples=["晚报"])
    tags: list[str] = Field(description=TAGS, examples=[["党建"]])


def read_head(article: Article) -> dict[str, Any]:
    """Return the values of an article's head, by field."""
    return {
        "article_id": article.id,
        "title": article.title,
        "byline": article.byline,
        "date": article.date,
        "date_origin": article.date_origin,
        "byline_origin": article.byline_origin,
        "source": article.source,
        "collection": article.collection,
        "tags": list(article.tags),
    }
