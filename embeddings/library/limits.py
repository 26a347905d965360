"""A library limited to some collections: everything else is not there, whoever asks.

Temporary views hide the tables of the same names from a connection, so every query sees only the
rows of articles in the collections. Nothing can be written through them.
"""

from collections.abc import Iterator, Sequence

from embeddings.text.normalize import fold

_HAS_ARTICLE = """EXISTS (SELECT 1 FROM main.catalogue c
    WHERE c.article_id = main.{table}.{column} AND c.collection IN ({names}))"""
# Rows that belong to an article, by the column with its id.
_OF_ARTICLES = {
    "articles": "id",
    "catalogue": "article_id",
    "passages": "article_id",
    "printed_places": "article_id",
    "article_changes": "article_id",
    "former_articles": "successor",
}
_OTHERS = {
    "files": "fold(collection) IN ({names}) OR source IN (SELECT file FROM temp.articles)",
    "bin": "fold(json_extract(article, '$.collection')) IN ({names})",
    "job_files": "fold(collection) IN ({names})",
    "jobs": "NOT EXISTS (SELECT 1 FROM main.job_files f WHERE f.job = main.jobs.key "
    "AND fold(f.collection) NOT IN ({names}))",
}


def build_views(collections: Sequence[str]) -> Iterator[str]:
    """Yield the statements that limit a connection to the ``collections``, compared folded."""
    names = ", ".join("'" + fold(name).replace("'", "''") + "'" for name in collections)
    for table, column in _OF_ARTICLES.items():
        condition = _HAS_ARTICLE.format(table=table, column=column, names=names)
        yield _build_view(table, condition)
    for table, condition in _OTHERS.items():
        yield _build_view(table, condition.format(names=names))


def _build_view(table: str, condition: str) -> str:
    return f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition}"  # noqa: S608
