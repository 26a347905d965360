"""Split a page into its stories."""

from embeddings.articles.page_articles import split_articles

__all__ = ["split_articles"]
