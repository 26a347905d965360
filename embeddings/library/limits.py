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
    "former_articles": "successor",
}
_OTHERS = {
    "files": "fold(collection) IN ({names}) OR source IN (SELECT file FROM temp.articles)",
    "bin": "fold(coalesce(json_extract(article, '$.collection'), '')) IN ({names})",
    "job_files": "fold(collection) IN ({names})",
    # Not those without files: they concern all articles.
    "jobs": "key IN (SELECT job FROM main.job_files) AND NOT EXISTS ("
    "SELECT 1 FROM main.job_files f WHERE f.job = main.jobs.key "
    "AND fold(f.collection) NOT IN ({names}))",
    # Not what was edited while the article was elsewhere, nor what moved it.
    "article_changes": """article_id IN (SELECT id FROM temp.articles) AND NOT EXISTS (
    SELECT 1 FROM main.article_changes m WHERE m.article_id = main.article_changes.article_id
    AND (m.key >= main.article_changes.key OR main.article_changes.undone_at IS NOT NULL)
    AND (fold(coalesce(json_extract(m.before, '$.collection'), {first})) NOT IN ({names})
    OR fold(coalesce(json_extract(m.after, '$.collection'), {first})) NOT IN ({names})))""",
}


def build_views(collections: Sequence[str]) -> Iterator[str]:
    """Yield the statements that limit a connection to the ``collections``, compared folded."""
    quoted = ["'" + fold(name).replace("'", "''") + "'" for name in collections]
    names, first = ", ".join(quoted), quoted[0] if quoted else "''"
    for table, column in _OF_ARTICLES.items():
        condition = _HAS_ARTICLE.format(table=table, column=column, names=names)
        yield _build_view(table, condition)
    for table, condition in _OTHERS.items():
        yield _build_view(table, condition.format(names=names, first=first))


def _build_view(table: str, condition: str) -> str:
    return f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition}"  # noqa: S608
