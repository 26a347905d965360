"""What a collection holds, as far as a question asks about it."""

from dataclasses import dataclass

from embeddings.documents import Article


@dataclass(frozen=True, slots=True)
class CollectionFacts:
    """Facts about the articles that a question asks about.

    Attributes:
        total: how many there are.
        articles: how many articles there are in all.
        undated: how many of all the articles have no date.
        first: the ISO date of the oldest, or "".
        last: the ISO date of the newest, or "".
        named: the articles to name, in order.
        files: the files they come from, each with its number of articles, most first.
    """

    total: int
    articles: int
    undated: int
    first: str
    last: str
    named: tuple[Article, ...]
    files: tuple[tuple[str, int], ...]
