"""The JSON of the collections and tags."""

from pydantic import BaseModel, Field

from embeddings.library.catalogue import Catalogue, Share
from embeddings.library.selection import Selection


class GroupOut(BaseModel):
    """A collection or a tag."""

    name: str = Field(description="Its name, as printed in one of its articles.", examples=["晚报"])
    articles: int = Field(description="Number of its articles.")
    characters: int = Field(description="Total length of their texts in characters.")

    @classmethod
    def of(cls, share: Share) -> "GroupOut":
        """Convert."""
        return cls(name=share.name, articles=share.articles, characters=share.characters)


class CollectionsReply(BaseModel):
    """All collections and tags, those with the most articles first."""

    collections: list[GroupOut] = Field(description="The collections; at most 1,000.")
    without: int = Field(description="Number of articles that belong to no collection.")
    tags: list[GroupOut] = Field(description="The tags; at most 1,000.")

    @classmethod
    def of(cls, catalogue: Catalogue, selection: Selection) -> "CollectionsReply":
        """Count the selected articles."""
        shares = catalogue.collections(_MOST, selection)
        return cls(
            collections=[GroupOut.of(share) for share in shares if share.name],
            without=sum(share.articles for share in shares if not share.name),
            tags=[GroupOut.of(share) for share in catalogue.tags(_MOST, selection)],
        )


_MOST = 1000
