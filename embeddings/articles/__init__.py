"""From a page to its stories."""

from embeddings.articles.split import split_articles

__all__ = ["split_articles"]
