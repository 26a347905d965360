"""Split a page into its stories."""

from embeddings.articles.split import split_articles

__all__ = ["split_articles"]
